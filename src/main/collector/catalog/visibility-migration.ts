import type { Migration } from './migrations.ts';

/** Rules that hide attributes from all but some roles and key scopes. */
export const visibilityMigration: Migration = {
  version: 5,
  name: 'attribute visibility',
  sql: `
    CREATE TABLE visibility_rule (
      id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      pattern TEXT NOT NULL,
      match_kind TEXT NOT NULL CHECK (match_kind IN ('exact', 'prefix', 'glob')),
      scopes TEXT NOT NULL,
      hide TEXT NOT NULL CHECK (hide IN ('value', 'key')),
      visible_to TEXT NOT NULL,
      note TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      updated_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX visibility_rule_project ON visibility_rule (project_id);
  `,
};
