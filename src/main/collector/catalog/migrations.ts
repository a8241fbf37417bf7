/** One step of the catalog's schema. Steps are never edited once released; a new one is added. */
export interface Migration {
  /** `user_version` after the step; rises by one. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const first: Migration = {
  version: 1,
  name: 'projects, keys, settings, prices',
  sql: `
    CREATE TABLE project (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      description TEXT NOT NULL,
      is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
      created_ms INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX project_default ON project (is_default) WHERE is_default = 1;

    CREATE TABLE api_key (
      id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('single', 'pair')),
      scopes TEXT NOT NULL,
      secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
      prefix TEXT NOT NULL,
      last_four TEXT NOT NULL,
      public_key TEXT UNIQUE,
      created_ms INTEGER NOT NULL,
      expires_ms INTEGER,
      revoked_ms INTEGER,
      last_used_ms INTEGER,
      replaced_by TEXT REFERENCES api_key (id) ON DELETE SET NULL
    ) STRICT;
    CREATE INDEX api_key_project ON api_key (project_id, created_ms);

    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    CREATE TABLE price (
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      input REAL NOT NULL,
      output REAL NOT NULL,
      cached_input REAL,
      cache_write REAL,
      updated_ms INTEGER NOT NULL,
      PRIMARY KEY (provider, model)
    ) STRICT, WITHOUT ROWID;
  `,
};

/** All steps in order. */
export const MIGRATIONS: readonly Migration[] = [first];
