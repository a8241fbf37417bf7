import type { Migration } from './migrations.ts';

/**
 * People from outside the organization in single projects.
 *
 * Invitations are rebuilt because one to a project alone has no role in the organization.
 */
export const externalMembers: Migration = {
  version: 7,
  name: 'external members of projects',
  sql: `
    ALTER TABLE project ADD COLUMN external_allowed INTEGER NOT NULL DEFAULT 0
      CHECK (external_allowed IN (0, 1));

    CREATE TABLE new_invitation (
      id TEXT PRIMARY KEY,
      organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
      project_id TEXT REFERENCES project (id) ON DELETE CASCADE,
      role_id TEXT,
      project_role_id TEXT,
      email TEXT NOT NULL COLLATE NOCASE,
      token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
      created_ms INTEGER NOT NULL,
      expires_ms INTEGER NOT NULL,
      accepted_ms INTEGER,
      revoked_ms INTEGER,
      CHECK ((project_id IS NULL) = (project_role_id IS NULL)),
      CHECK (role_id IS NOT NULL OR project_id IS NOT NULL)
    ) STRICT;
    INSERT INTO new_invitation
      SELECT id, organization_id, project_id, role_id, project_role_id, email, token_sha256,
        created_ms, expires_ms, accepted_ms, revoked_ms
      FROM invitation ORDER BY rowid;
    DROP TABLE invitation;
    ALTER TABLE new_invitation RENAME TO invitation;
    CREATE INDEX invitation_organization ON invitation (organization_id, created_ms);
    CREATE INDEX invitation_project ON invitation (project_id) WHERE project_id IS NOT NULL;
  `,
};
