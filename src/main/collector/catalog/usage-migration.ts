import type { Migration } from './migrations.ts';

/** What was stored by day, and what may be. Days are whole days since the Unix epoch, in UTC. */
export const usageMigration: Migration = {
  version: 6,
  name: 'usage and limits',
  sql: `
    CREATE TABLE usage_day (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      day INTEGER NOT NULL,
      source TEXT NOT NULL,
      spans INTEGER NOT NULL,
      logs INTEGER NOT NULL,
      points INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      bytes_received INTEGER NOT NULL,
      bytes_stored INTEGER NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      cost_usd REAL NOT NULL,
      PRIMARY KEY (project_id, day, source)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX usage_day_day ON usage_day (day);

    CREATE TABLE usage_limit (
      owner_id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      key_id TEXT REFERENCES api_key (id) ON DELETE CASCADE,
      spans_per_day INTEGER CHECK (spans_per_day > 0),
      bytes INTEGER CHECK (bytes > 0),
      requests_per_second INTEGER CHECK (requests_per_second > 0),
      CHECK (owner_id = coalesce(key_id, project_id)),
      CHECK (key_id IS NULL OR bytes IS NULL)
    ) STRICT;
    CREATE INDEX usage_limit_project ON usage_limit (project_id);
  `,
};
