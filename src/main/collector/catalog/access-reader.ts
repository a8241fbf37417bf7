import type { Database, Statement } from 'better-sqlite3';
import type { Selectable } from 'kysely';
import type { RoleTable } from './people-tables.ts';
import type { VisibilityRuleTable } from './tables.ts';

/** A role somebody was given, and where. */
export interface GivenRoleRow {
  readonly place: string;
  readonly role: string;
  /** JSON array of permissions; null for a built-in role. */
  readonly permissions: string | null;
}

/** What decides who may enter a project, beside roles. */
interface ProjectPlaceRow {
  readonly organization_id: string;
  readonly is_default: number;
  readonly external_allowed: number;
  readonly opened_by: string | null;
}

/** A session that is looked up by its token. */
export interface SessionRow {
  readonly id: string;
  readonly person_id: string;
  readonly kind: 'password' | 'link';
  readonly last_seen_ms: number;
}

/**
 * The queries of the permission check, prepared once: they run for every call and every live event, and take a few
 * microseconds each.
 */
export class AccessReader {
  readonly #person: Statement<[string], { instance_owner: number; disabled_ms: number | null }>;
  readonly #session: Statement<[string, string, number, number], unknown>;
  readonly #token: Statement<[Uint8Array, number, number], SessionRow>;
  readonly #organizations: Statement<[string], GivenRoleRow>;
  readonly #projects: Statement<[string], GivenRoleRow>;
  readonly #project: Statement<[string], ProjectPlaceRow>;

  readonly #rules: Statement<[string], Selectable<VisibilityRuleTable>>;
  readonly #ruledProjects: Statement<[string | null, string | null], string>;
  readonly #role: Statement<[string, string], Selectable<RoleTable>>;

  constructor(committed: Database) {
    this.#person = committed.prepare('SELECT instance_owner, disabled_ms FROM person WHERE id = ?');
    this.#session = committed.prepare(`
      SELECT 1 FROM session
      WHERE id = ? AND person_id = ? AND revoked_ms IS NULL AND expires_ms > ? AND last_seen_ms > ?`);
    this.#token = committed.prepare(`
      SELECT id, person_id, kind, last_seen_ms FROM session
      WHERE token_sha256 = ? AND revoked_ms IS NULL AND expires_ms > ? AND last_seen_ms > ?`);
    this.#organizations = committed.prepare(`
      SELECT m.organization_id AS place, m.role_id AS role, r.permissions
      FROM organization_member m
      LEFT JOIN role r ON r.id = m.role_id AND r.scope = 'organization'
        AND r.organization_id = m.organization_id
      WHERE m.person_id = ?`);
    this.#projects = committed.prepare(`
      SELECT m.project_id AS place, m.role_id AS role, r.permissions
      FROM project_member m JOIN project p ON p.id = m.project_id
      LEFT JOIN role r ON r.id = m.role_id AND r.scope = 'project'
        AND r.organization_id = p.organization_id
      WHERE m.person_id = ?`);
    this.#project = committed.prepare(
      'SELECT organization_id, is_default, external_allowed, opened_by FROM project WHERE id = ?',
    );
    this.#rules = committed.prepare(
      'SELECT * FROM visibility_rule WHERE project_id = ? ORDER BY rowid',
    );
    this.#ruledProjects = committed
      .prepare<[string | null, string | null], string>(
        `SELECT id FROM project WHERE (organization_id = ? OR ? IS NULL)
          AND EXISTS (SELECT 1 FROM visibility_rule r WHERE r.project_id = project.id)`,
      )
      .pluck();
    this.#role = committed.prepare('SELECT * FROM role WHERE id = ? AND organization_id = ?');
  }

  /** Undefined for somebody who is not there. */
  person(personId: string) {
    return this.#person.get(personId);
  }

  /** Whether a session is alive; times in ms since the epoch. */
  isSessionAlive(sessionId: string, personId: string, nowMs: number, seenAfterMs: number): boolean {
    return this.#session.get(sessionId, personId, nowMs, seenAfterMs) !== undefined;
  }

  sessionOf(tokenSha256: Uint8Array, nowMs: number, seenAfterMs: number): SessionRow | undefined {
    return this.#token.get(tokenSha256, nowMs, seenAfterMs);
  }

  organizationRoles(personId: string): GivenRoleRow[] {
    return this.#organizations.all(personId);
  }

  projectRoles(personId: string): GivenRoleRow[] {
    return this.#projects.all(personId);
  }

  project(projectId: string) {
    return this.#project.get(projectId);
  }
  /** Rules that hide attributes of a project, oldest first. */
  visibilityRules(projectId: string): Selectable<VisibilityRuleTable>[] {
    return this.#rules.all(projectId);
  }
  /** Projects with rules that hide attributes, of one organization or of all. */
  ruledProjects(organizationId: string | null = null): string[] {
    return this.#ruledProjects.all(organizationId, organizationId);
  }

  /** A role somebody made in an organization. */
  role(roleId: string, organizationId: string): Selectable<RoleTable> | undefined {
    return this.#role.get(roleId, organizationId);
  }
}
