import type { Migration } from './migrations.ts';

/** Files that are looked at without a project: each set of them is kept as a project that is nobody else's. */
export const workspaceMigration: Migration = {
  version: 14,
  name: 'workspaces of files',
  sql: `
    -- The person whose workspace it is; null for a project.
    ALTER TABLE project ADD COLUMN opened_by TEXT;

    CREATE TABLE workspace (
      project_id TEXT PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      opened_ms INTEGER NOT NULL,
      files TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
