import type { Migration } from './migrations.ts';

const AUTHOR = `
      author_kind TEXT NOT NULL CHECK (author_kind IN ('local', 'person', 'key', 'import')),
      author_id TEXT NOT NULL,
      author_name TEXT NOT NULL`;
const PLACE = `
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      trace_id TEXT NOT NULL,
      span_id TEXT NOT NULL`;

/** Pins, notes and scores may be by somebody of another instance, out of a bundle. */
export const importedAuthorMigration: Migration = {
  version: 16,
  name: 'authors of other instances',
  sql: `
    CREATE TABLE new_pin (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      trace_id TEXT NOT NULL,
      created_ms INTEGER NOT NULL,${AUTHOR},
      PRIMARY KEY (project_id, trace_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_pin (project_id, trace_id, created_ms, author_kind, author_id, author_name)
    SELECT project_id, trace_id, created_ms, author_kind, author_id, author_name FROM trace_pin;
    DROP TABLE trace_pin;
    ALTER TABLE new_pin RENAME TO trace_pin;

    CREATE TABLE new_note (
      id TEXT PRIMARY KEY,${PLACE},
      text TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      edited_ms INTEGER,${AUTHOR}
    ) STRICT;
    INSERT INTO new_note (id, project_id, trace_id, span_id, text, created_ms, edited_ms, author_kind, author_id, author_name)
    SELECT id, project_id, trace_id, span_id, text, created_ms, edited_ms, author_kind, author_id, author_name
    FROM trace_note ORDER BY rowid;
    DROP TABLE trace_note;
    ALTER TABLE new_note RENAME TO trace_note;
    CREATE INDEX trace_note_trace ON trace_note (project_id, trace_id);

    CREATE TABLE new_score (
      id TEXT PRIMARY KEY,${PLACE},
      name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('number', 'boolean', 'label')),
      number REAL,
      label TEXT,
      comment TEXT NOT NULL,
      created_ms INTEGER NOT NULL,${AUTHOR},
      UNIQUE (project_id, trace_id, span_id, name, author_kind, author_id)
    ) STRICT;
    INSERT INTO new_score (id, project_id, trace_id, span_id, name, kind, number, label, comment, created_ms, author_kind, author_id, author_name)
    SELECT id, project_id, trace_id, span_id, name, kind, number, label, comment, created_ms, author_kind, author_id, author_name
    FROM trace_score ORDER BY rowid;
    DROP TABLE trace_score;
    ALTER TABLE new_score RENAME TO trace_score;
    CREATE INDEX trace_score_name ON trace_score (project_id, name);
  `,
};
