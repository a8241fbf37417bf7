import type { Migration } from './migrations.ts';

/**
 * Organizations, people, roles, sessions and invitations.
 *
 * Projects move into a first organization, whose owner is the local owner: whoever started this instance. The
 * table is rebuilt because a project's name becomes unique within its organization only; foreign keys are off while
 * migrations run, so nothing that refers to projects is touched.
 */
export const peopleMigration: Migration = {
  version: 3,
  name: 'organizations, people, roles, sessions, invitations',
  sql: `
    CREATE TABLE organization (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      created_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE person (
      id TEXT PRIMARY KEY,
      email TEXT UNIQUE COLLATE NOCASE,
      name TEXT NOT NULL,
      password TEXT,
      is_local INTEGER NOT NULL DEFAULT 0 CHECK (is_local IN (0, 1)),
      instance_owner INTEGER NOT NULL DEFAULT 0 CHECK (instance_owner IN (0, 1)),
      totp_secret BLOB,
      totp_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (totp_confirmed IN (0, 1)),
      totp_last_step INTEGER NOT NULL DEFAULT 0,
      recovery_sha256 TEXT NOT NULL DEFAULT '[]',
      reset_sha256 BLOB UNIQUE,
      reset_expires_ms INTEGER,
      created_ms INTEGER NOT NULL,
      disabled_ms INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX person_local ON person (is_local) WHERE is_local = 1;

    CREATE TABLE role (
      id TEXT PRIMARY KEY,
      organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
      scope TEXT NOT NULL CHECK (scope IN ('organization', 'project')),
      name TEXT NOT NULL COLLATE NOCASE,
      description TEXT NOT NULL,
      permissions TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      UNIQUE (organization_id, scope, name)
    ) STRICT;

    CREATE TABLE organization_member (
      organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
      person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
      role_id TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      PRIMARY KEY (organization_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX organization_member_person ON organization_member (person_id);

    CREATE TABLE project_member (
      project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
      person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
      role_id TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      PRIMARY KEY (project_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX project_member_person ON project_member (person_id);

    CREATE TABLE session (
      id TEXT PRIMARY KEY,
      token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
      person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('password', 'link')),
      address TEXT NOT NULL,
      client TEXT NOT NULL,
      created_ms INTEGER NOT NULL,
      last_seen_ms INTEGER NOT NULL,
      expires_ms INTEGER NOT NULL,
      revoked_ms INTEGER
    ) STRICT;
    CREATE INDEX session_person ON session (person_id, created_ms);

    CREATE TABLE invitation (
      id TEXT PRIMARY KEY,
      organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
      project_id TEXT REFERENCES project (id) ON DELETE CASCADE,
      role_id TEXT NOT NULL,
      project_role_id TEXT,
      email TEXT NOT NULL COLLATE NOCASE,
      token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
      created_ms INTEGER NOT NULL,
      expires_ms INTEGER NOT NULL,
      accepted_ms INTEGER,
      revoked_ms INTEGER,
      CHECK ((project_id IS NULL) = (project_role_id IS NULL))
    ) STRICT;
    CREATE INDEX invitation_organization ON invitation (organization_id, created_ms);

    INSERT INTO organization VALUES
      ('org_' || lower(hex(randomblob(6))), 'My organization', unixepoch() * 1000);
    INSERT INTO person (id, name, is_local, instance_owner, created_ms) VALUES
      ('per_' || lower(hex(randomblob(6))), 'Local owner', 1, 1, unixepoch() * 1000);
    INSERT INTO organization_member
      SELECT organization.id, person.id, 'organization_owner', person.created_ms
      FROM organization, person;

    CREATE TABLE new_project (
      id TEXT PRIMARY KEY,
      organization_id TEXT NOT NULL REFERENCES organization (id),
      name TEXT NOT NULL COLLATE NOCASE,
      description TEXT NOT NULL,
      is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
      created_ms INTEGER NOT NULL,
      UNIQUE (organization_id, name)
    ) STRICT;
    INSERT INTO new_project
      SELECT project.id, organization.id, project.name, description, is_default, project.created_ms
      FROM project, organization;
    DROP TABLE project;
    ALTER TABLE new_project RENAME TO project;
    CREATE UNIQUE INDEX project_default ON project (organization_id) WHERE is_default = 1;
  `,
};
