import type { Migration } from './migrations.ts';

/** What is redacted of each project, and how often something was; never values. */
export const redactionMigration: Migration = {
  version: 9,
  name: 'redaction',
  sql: `
    CREATE TABLE redaction_rule (
      project_id TEXT PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
      rules TEXT NOT NULL
    ) STRICT;
    CREATE TABLE redaction_instance (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      rules TEXT NOT NULL
    ) STRICT;
    CREATE TABLE redaction_count (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      hour INTEGER NOT NULL,
      type TEXT NOT NULL,
      rule TEXT NOT NULL,
      key TEXT NOT NULL,
      service TEXT NOT NULL,
      environment TEXT NOT NULL,
      mode TEXT NOT NULL CHECK (mode IN ('detect', 'on')),
      count INTEGER NOT NULL,
      PRIMARY KEY (project_id, hour, type, rule, key, service, environment, mode)
    ) STRICT, WITHOUT ROWID;
  `,
};
