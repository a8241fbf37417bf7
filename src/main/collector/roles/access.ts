import type { Permission } from '../../../shared/permissions.ts';
import type { RoleScope } from '../../../shared/roles.ts';
import type { AccessReader, GivenRoleRow } from '../catalog/access-reader.ts';
import type { Clock } from '../clock.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Principal } from '../principal.ts';
import { NO_ACCESS, permissionsOf, type PersonAccess, type Place } from './permissions-of.ts';
import { rolePermissions } from './role-permissions.ts';

/**
 * Who may do what now: what `permissionsOf` decides, on what is stored at this moment.
 *
 * Read anew for every call and every live event, so that a removal or a demotion needs nobody to be told.
 */
export class Access {
  readonly #reader: AccessReader;
  readonly #clock: Clock;
  readonly #keys: Pick<KeyRing, 'get'>;
  readonly #idleMs: () => number;

  /** @param idleMs how long a session lives without anybody using it, ms */
  constructor(
    reader: AccessReader,
    clock: Clock,
    keys: Pick<KeyRing, 'get'>,
    idleMs: () => number,
  ) {
    this.#reader = reader;
    this.#clock = clock;
    this.#keys = keys;
    this.#idleMs = idleMs;
  }

  /** What the principal may do at a place, now; what a session or key allowed that ended meanwhile is gone. */
  permissions(principal: Principal, place: Place): ReadonlySet<Permission> {
    return this.standing(principal)(place);
  }

  /** As {@link permissions}, for many places at one moment: what is stored of the principal is read once. */
  standing(principal: Principal): (place: Place) => ReadonlySet<Permission> {
    const now = this.#clock.now();
    if (principal.kind === 'key') {
      const key = this.#keys.get(principal.keyId);
      const alive =
        key !== undefined &&
        key.revokedMs === null &&
        (key.expiresMs === null || key.expiresMs > now);
      return (place) => (alive ? permissionsOf(principal, NO_ACCESS, place) : new Set());
    }
    if (principal.kind !== 'person') return (place) => permissionsOf(principal, NO_ACCESS, place);
    const { personId, sessionId } = principal;
    if (!this.#reader.isSessionAlive(sessionId, personId, now, now - this.#idleMs())) {
      return () => new Set(['open']);
    }
    const access = this.of(personId);
    return (place) => permissionsOf(principal, access, place);
  }

  may(principal: Principal, permission: Permission, projectId: string): boolean {
    return this.permissions(principal, this.placeOf(projectId)).has(permission);
  }

  /** What a person was given, whoever asks; nothing for one who is disabled. */
  of(personId: string): PersonAccess {
    const person = this.#reader.person(personId);
    return person?.disabled_ms === null ? this.givenTo(personId) : NO_ACCESS;
  }

  /** As {@link of}, for a person who is disabled too: what they have again once they are not. */
  givenTo(personId: string): PersonAccess {
    const person = this.#reader.person(personId);
    if (person === undefined) return NO_ACCESS;
    return {
      instanceOwner: person.instance_owner === 1,
      organizations: byPlace(this.#reader.organizationRoles(personId), 'organization'),
      projects: byPlace(this.#reader.projectRoles(personId), 'project'),
    };
  }

  placeOf(projectId: string): Place {
    const project = this.#reader.project(projectId);
    if (project === undefined) return { kind: 'unknown' };
    return {
      kind: 'project',
      projectId,
      organizationId: project.organization_id,
      isDefault: project.is_default === 1,
      allowsExternal: project.external_allowed === 1,
      ...(project.opened_by === null ? {} : { openedBy: project.opened_by }),
    };
  }
}

function byPlace(rows: readonly GivenRoleRow[], scope: RoleScope): PersonAccess['organizations'] {
  return new Map(rows.map((row) => [row.place, rolePermissions(row.role, scope, row.permissions)]));
}
