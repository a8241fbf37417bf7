import { savedFilterMigration } from './saved-filter-migration.ts';
import { annotationMigration } from './annotation-migration.ts';
import { deletionProgressMigration } from './deletion-progress-migration.ts';
import { sweepRemovalMigration } from './sweep-removal-migration.ts';
import { externalMembers } from './external-migration.ts';
import { importedAuthorMigration } from './imported-author-migration.ts';
import { pastRedactionMigration } from './past-redaction-migration.ts';
import { peopleMigration } from './people-migration.ts';
import { projectsAndKeys } from './project-key-migration.ts';
import { retentionClockMigration } from './retention-clock-migration.ts';
import { retentionMigration } from './retention-migration.ts';
import { usageMigration } from './usage-migration.ts';
import { secondFactors } from './second-factor-migration.ts';
import { redactionMigration } from './redaction-migration.ts';
import { workspaceMigration } from './workspace-migration.ts';
import { visibilityMigration } from './visibility-migration.ts';

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

const second: Migration = {
  version: 2,
  name: 'audit log',
  sql: `
    CREATE TABLE audit_entry (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      time_ms INTEGER NOT NULL,
      actor_kind TEXT NOT NULL,
      actor_id TEXT,
      actor_name TEXT NOT NULL,
      via TEXT NOT NULL,
      address TEXT,
      client TEXT,
      action TEXT NOT NULL,
      resource_type TEXT NOT NULL,
      resource_id TEXT,
      resource_name TEXT,
      project_id TEXT,
      organization_id TEXT,
      reason TEXT,
      prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      seal TEXT NOT NULL CHECK (length(seal) = 64),
      before TEXT,
      after TEXT
    ) STRICT;
    CREATE INDEX audit_entry_action ON audit_entry (action, sequence);
    CREATE INDEX audit_entry_actor ON audit_entry (actor_id, sequence) WHERE actor_id IS NOT NULL;
    CREATE INDEX audit_entry_resource ON audit_entry (resource_id, sequence) WHERE resource_id IS NOT NULL;
    CREATE INDEX audit_entry_project ON audit_entry (project_id, sequence) WHERE project_id IS NOT NULL;

    CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
    CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    WHEN OLD.sequence > coalesce((
      SELECT json_extract(after, '$.throughSequence') FROM audit_entry
      WHERE action = 'audit.trimmed' ORDER BY sequence DESC LIMIT 1
    ), 0)
    BEGIN SELECT RAISE(ABORT, 'audit entries are only removed by the retention rule'); END;
  `,
};

/** All steps in order. */
export const MIGRATIONS: readonly Migration[] = [
  first,
  second,
  peopleMigration,
  projectsAndKeys,
  visibilityMigration,
  usageMigration,
  externalMembers,
  secondFactors,
  redactionMigration,
  retentionMigration,
  pastRedactionMigration,
  annotationMigration,
  savedFilterMigration,
  workspaceMigration,
  importedAuthorMigration,
  retentionClockMigration,
  deletionProgressMigration,
  sweepRemovalMigration,
];
