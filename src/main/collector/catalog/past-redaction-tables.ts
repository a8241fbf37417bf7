/** A scan or rewrite of what is stored of a project; the last of each kind is kept. */
export interface PastRedactionTable {
  id: string;
  project_id: string;
  kind: 'scan' | 'rewrite';
  /** `failed`: it went through all days, and some could not be done. */
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** JSON of the policy without its pseudonym key; '' once it has ended. */
  policy: string;
  policy_version: string;
  started_ms: number;
  ended_ms: number | null;
}

/** One day of it. */
export interface PastRedactionDayTable {
  job_id: string;
  signal: 'traces' | 'logs' | 'metrics';
  /** YYYY-MM-DD. */
  day: string;
  /** `placing`: what becomes of it is written, and about to take its place. */
  state: 'waiting' | 'placing' | 'done' | 'failed';
  /** When it was begun: what the day holds. */
  records: number;
  bytes: number;
  /** A scan goes through segments up to this one, */
  up_to: number;
  /** and went through those up to this one. */
  through: number;
  records_done: number;
  /** How often the file had been written anew when `through`, or `placing`, was noted. */
  generation: number | null;
  /** Why it could not be done. */
  problem: string | null;
}

/** How often something was found in one day. */
export interface PastRedactionCountTable {
  job_id: string;
  signal: string;
  day: string;
  type: string;
  rule: string;
  key: string;
  service: string;
  count: number;
}

export interface PastRedactionTables {
  past_redaction: PastRedactionTable;
  past_redaction_day: PastRedactionDayTable;
  past_redaction_count: PastRedactionCountTable;
}
