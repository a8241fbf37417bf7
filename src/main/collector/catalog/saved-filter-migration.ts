import type { Migration } from './migrations.ts';

/** Filters kept under names. */
export const savedFilterMigration: Migration = {
  version: 13,
  name: 'saved filters',
  sql: `
    CREATE TABLE saved_filter (
      id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      query TEXT NOT NULL,
      is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
      created_ms INTEGER NOT NULL,
      author_kind TEXT NOT NULL CHECK (author_kind IN ('local', 'person', 'key')),
      author_id TEXT NOT NULL,
      author_name TEXT NOT NULL,
      UNIQUE (project_id, author_kind, author_id, name)
    ) STRICT;
  `,
};
