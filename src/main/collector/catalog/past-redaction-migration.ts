import type { Migration } from './migrations.ts';

/** Redaction of what is stored already: what is to be done, how far it is, and what was found; never values. */
export const pastRedactionMigration: Migration = {
  version: 11,
  name: 'redaction of stored data',
  sql: `
    CREATE TABLE past_redaction (
      id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('scan', 'rewrite')),
      state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
      policy TEXT NOT NULL,
      policy_version TEXT NOT NULL,
      started_ms INTEGER NOT NULL,
      ended_ms INTEGER
    ) STRICT;
    CREATE INDEX past_redaction_project ON past_redaction (project_id, kind);
    CREATE TABLE past_redaction_day (
      job_id TEXT NOT NULL REFERENCES past_redaction (id) ON DELETE CASCADE,
      signal TEXT NOT NULL CHECK (signal IN ('traces', 'logs', 'metrics')),
      day TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'placing', 'done', 'failed')),
      records INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      up_to INTEGER NOT NULL,
      through INTEGER NOT NULL,
      records_done INTEGER NOT NULL,
      generation INTEGER,
      problem TEXT,
      PRIMARY KEY (job_id, signal, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE past_redaction_count (
      job_id TEXT NOT NULL REFERENCES past_redaction (id) ON DELETE CASCADE,
      signal TEXT NOT NULL,
      day TEXT NOT NULL,
      type TEXT NOT NULL,
      rule TEXT NOT NULL,
      key TEXT NOT NULL,
      service TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (job_id, signal, day, type, rule, key, service)
    ) STRICT, WITHOUT ROWID;
  `,
};
