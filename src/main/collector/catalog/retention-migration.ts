import type { Migration } from './migrations.ts';

/** What is kept of each project, what was removed, and deletions under way. */
export const retentionMigration: Migration = {
  version: 10,
  name: 'retention',
  sql: `
    CREATE TABLE retention_rule (
      project_id TEXT PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
      rules TEXT NOT NULL
    ) STRICT;
    CREATE TABLE retention_instance (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      rules TEXT NOT NULL
    ) STRICT;
    CREATE TABLE retention_run (
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL
    ) STRICT;
    CREATE TABLE deletion (
      id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      selection TEXT NOT NULL,
      created_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
