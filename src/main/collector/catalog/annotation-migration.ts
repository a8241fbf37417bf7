import type { Migration } from './migrations.ts';

const AUTHOR = `
      author_kind TEXT NOT NULL CHECK (author_kind IN ('local', 'person', 'key')),
      author_id TEXT NOT NULL,
      author_name TEXT NOT NULL`;
const PLACE = `
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      trace_id TEXT NOT NULL,
      span_id TEXT NOT NULL`;

/** What people and programs say of traces and spans, apart from what was received. */
export const annotationMigration: Migration = {
  version: 12,
  name: 'annotations',
  sql: `
    CREATE TABLE trace_pin (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      trace_id TEXT NOT NULL,
      created_ms INTEGER NOT NULL,${AUTHOR},
      PRIMARY KEY (project_id, trace_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trace_tag (${PLACE},
      name TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      PRIMARY KEY (project_id, trace_id, span_id, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX trace_tag_name ON trace_tag (project_id, name);

    CREATE TABLE trace_note (
      id TEXT PRIMARY KEY,${PLACE},
      text TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      edited_ms INTEGER,${AUTHOR}
    ) STRICT;
    CREATE INDEX trace_note_trace ON trace_note (project_id, trace_id);

    CREATE TABLE trace_score (
      id TEXT PRIMARY KEY,${PLACE},
      name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('number', 'boolean', 'label')),
      number REAL,
      label TEXT,
      comment TEXT NOT NULL,
      created_ms INTEGER NOT NULL,${AUTHOR},
      UNIQUE (project_id, trace_id, span_id, name, author_kind, author_id)
    ) STRICT;
    CREATE INDEX trace_score_name ON trace_score (project_id, name);
  `,
};
