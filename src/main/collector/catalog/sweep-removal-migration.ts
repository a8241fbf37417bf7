import type { Migration } from './migrations.ts';

/** What a sweep removed that is not written down yet: a kill must not keep it from the audit log. */
export const sweepRemovalMigration: Migration = {
  version: 19,
  name: 'removals of sweeps under way',
  sql: `
    CREATE TABLE sweep_removal (
      id INTEGER PRIMARY KEY,
      started_at TEXT NOT NULL,
      note TEXT NOT NULL
    ) STRICT;
  `,
};
