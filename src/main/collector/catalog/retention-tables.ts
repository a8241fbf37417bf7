import type { Generated } from 'kysely';

/** What is kept of a project; without a row everything is. */
export interface RetentionRuleTable {
  project_id: string;
  /** JSON of `RetentionRules`. */
  rules: string;
}

/** One row at most. */
export interface RetentionInstanceTable {
  id: 1;
  /** JSON of `InstanceRetention`. */
  rules: string;
}

/** A sweep that removed something, failed or was asked for. */
export interface RetentionRunTable {
  /** Milliseconds since the epoch of its start, made unique. */
  id: number;
  /** JSON of `RetentionRun`. */
  run: string;
}

/** A removal of a sweep that the audit log does not have yet. */
export interface SweepRemovalTable {
  id: Generated<number>;
  /** ISO time of the start of the sweep. */
  started_at: string;
  /** JSON of `Note`. */
  note: string;
}

/** What is known of the clock; one row at most. */
export interface RetentionClockTable {
  id: 1;
  /** The time that was believed when it was written, milliseconds since the epoch. */
  trusted_ms: number;
  /** Another one that the clock showed, and for how long it had; null: it showed that one. */
  other_ms: number | null;
  stood_ms: number | null;
}

/** A deletion that is not finished: its row goes when it is, and nothing of what was looked for stays. */
export interface DeletionTable {
  id: string;
  project_id: string;
  /** JSON of what is removed. */
  selection: string;
  created_ms: number;
}

/** How far a deletion is; without a row nothing is gone. */
export interface DeletionProgressTable {
  deletion_id: string;
  /** JSON of `Progress`. */
  progress: string;
}

export interface RetentionTables {
  retention_rule: RetentionRuleTable;
  retention_instance: RetentionInstanceTable;
  retention_clock: RetentionClockTable;
  retention_run: RetentionRunTable;
  sweep_removal: SweepRemovalTable;
  deletion: DeletionTable;
  deletion_progress: DeletionProgressTable;
}
