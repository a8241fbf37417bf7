import type { Migration } from './migrations.ts';

/** What is known of the clock, so that a restart does not believe a wrong one. */
export const retentionClockMigration: Migration = {
  version: 17,
  name: 'clock of retention',
  sql: `
    CREATE TABLE retention_clock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      trusted_ms INTEGER NOT NULL,
      other_ms INTEGER,
      stood_ms INTEGER
    ) STRICT;
  `,
};
