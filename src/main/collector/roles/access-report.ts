import { sql } from 'kysely';
import type { PermissionHolders, PersonAccessReport } from '../../../shared/contract/access.ts';
import { AppError } from '../../../shared/errors.ts';
import {
  permissionsIn,
  type GrantedPermission,
  type KeyScope,
} from '../../../shared/permissions.ts';
import { builtInRole, type RoleScope } from '../../../shared/roles.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { isoOrNull, type Clock } from '../clock.ts';
import { explainAccess, type NamedRole } from './explain-access.ts';
import { NO_ACCESS, permissionsOf, type Place, type ProjectPlace } from './permissions-of.ts';
import { rolePermissions } from './role-permissions.ts';

const INSTANCE: ReadonlySet<string> = new Set(permissionsIn('instance'));

/** Of which places the reader of a report may know. */
interface MayKnow {
  readonly organization: (organizationId: string) => boolean;
  readonly project: (organizationId: string, projectId: string) => boolean;
}

/** Says who may do what, and what gives it: for people to read, never for deciding a call. */
export class AccessReporter {
  readonly #catalog: Catalog;
  readonly #clock: Clock;

  constructor(catalog: Catalog, clock: Clock) {
    this.#catalog = catalog;
    this.#clock = clock;
  }

  /**
   * What a person may do in the organizations and projects that the reader may know of.
   *
   * @throws AppError `not_found` for somebody who has nothing to do with any of them
   */
  async person(personId: string, mayKnow: MayKnow): Promise<PersonAccessReport> {
    const person = await this.#somebody(personId);
    const isDisabled = person?.disabled_ms != null;
    const instanceOwner = person?.instance_owner === 1;
    const inOrganizations = await this.#roles('organization', personId);
    const inProjects = await this.#roles('project', personId);
    const places = (await this.#projects()).filter((row) =>
      mayKnow.organization(row.organization_id),
    );
    const found = new Map<string, PersonAccessReport['organizations'][number]>();
    let isKnown = false;
    for (const row of places) {
      const organizationId = row.organization_id;
      const given = {
        instanceOwner: instanceOwner && !isDisabled,
        organizationRole: isDisabled ? null : (inOrganizations.get(organizationId) ?? null),
        projectRole: isDisabled ? null : (inProjects.get(row.id) ?? null),
      };
      const mayNameProject = mayKnow.project(organizationId, row.id);
      isKnown ||= inOrganizations.has(organizationId) || (mayNameProject && inProjects.has(row.id));
      let organization = found.get(organizationId);
      if (organization === undefined) {
        const place = { kind: 'organization', organizationId } as const;
        const sources = explainAccess(given, place);
        organization = { organizationId, name: row.organization_name, sources, projects: [] };
        found.set(organizationId, organization);
      }
      const sources = explainAccess(given, placeOf(row));
      if (!mayNameProject || sources.length === 0) continue;
      const { id: projectId, name } = row;
      organization.projects.push({ projectId, name, isDefault: row.is_default === 1, sources });
    }
    if (person === undefined || (!isKnown && !instanceOwner)) {
      throw new AppError('not_found', `There is no ${personId} in your organizations.`);
    }
    return {
      personId,
      name: person.name,
      email: person.email,
      disabledAt: isoOrNull(person.disabled_ms),
      instanceOwner,
      organizations: [...found.values()].filter(
        ({ sources, projects }) => sources.length > 0 || projects.length > 0,
      ),
    };
  }

  /**
   * People of an organization, and of the project from outside, who hold a permission; and keys of the project.
   *
   * @throws AppError `not_found` for a project of another organization, or that the reader may not know of
   */
  async holders(request: {
    readonly organizationId: string;
    readonly permission: GrantedPermission;
    readonly projectId: string | undefined;
    /** Whether the reader may know of the project. */
    readonly isKnown: boolean;
    readonly mayReadKeys: boolean;
  }): Promise<PermissionHolders> {
    const { organizationId, permission, projectId } = request;
    const project = (await this.#projects()).find(({ id }) => id === projectId);
    const isHere = project?.organization_id === organizationId && request.isKnown;
    if (projectId !== undefined && !isHere) {
      throw new AppError('not_found', `There is no project ${projectId} in this organization.`);
    }
    const place: Place = INSTANCE.has(permission)
      ? { kind: 'instance' }
      : project === undefined
        ? { kind: 'organization', organizationId }
        : placeOf(project);
    const inOrganization = await this.#holdersOf('organization', organizationId);
    const inProject =
      project === undefined
        ? new Map<string, NamedRole>()
        : await this.#holdersOf('project', project.id);
    const rows = await this.#catalog.db
      .selectFrom('person')
      .select(['id', 'name', 'email', 'disabled_ms', 'instance_owner'])
      .orderBy(sql`name COLLATE NOCASE`)
      .orderBy(sql`rowid`)
      .execute();
    const people = rows.flatMap((row) => {
      const organizationRole = inOrganization.get(row.id) ?? null;
      const projectRole = inProject.get(row.id) ?? null;
      const isIn = organizationRole !== null || projectRole !== null;
      if (!isIn || row.disabled_ms !== null) return [];
      const instanceOwner = row.instance_owner === 1;
      const sources = explainAccess({ instanceOwner, organizationRole, projectRole }, place)
        .filter((source) => source.permissions.includes(permission))
        .map(({ kind, roleId, name }) => ({ kind, roleId, name }));
      if (sources.length === 0) return [];
      return [{ personId: row.id, name: row.name, email: row.email, disabledAt: null, sources }];
    });
    const isInProject = place.kind === 'project' && request.mayReadKeys;
    return { people, keys: isInProject ? await this.#keys(place, permission) : [] };
  }

  async #keys(
    place: ProjectPlace,
    permission: GrantedPermission,
  ): Promise<PermissionHolders['keys']> {
    const now = this.#clock.now();
    const rows = await this.#catalog.db
      .selectFrom('api_key')
      .select(['id', 'name', 'prefix', 'last_four', 'scopes'])
      .where('project_id', '=', place.projectId)
      .where('revoked_ms', 'is', null)
      .where((eb) => eb.or([eb('expires_ms', 'is', null), eb('expires_ms', '>', now)]))
      .orderBy('created_ms', 'desc')
      .orderBy(sql`rowid DESC`)
      .execute();
    return rows.flatMap(({ id, name, prefix, last_four, scopes }) => {
      const giving = (JSON.parse(scopes) as KeyScope[]).filter((scope) => {
        const { projectId } = place;
        const key = {
          kind: 'key',
          keyId: id,
          projectId,
          scopes: [scope],
          expiresMs: null,
        } as const;
        return permissionsOf(key, NO_ACCESS, place).has(permission);
      });
      return giving.length === 0
        ? []
        : [{ keyId: id, name, prefix, lastFour: last_four, scopes: giving }];
    });
  }

  #somebody(personId: string) {
    return this.#catalog.db
      .selectFrom('person')
      .select(['name', 'email', 'disabled_ms', 'instance_owner'])
      .where('id', '=', personId)
      .executeTakeFirst();
  }

  #projects() {
    return this.#catalog.db
      .selectFrom('project')
      .innerJoin('organization', 'organization.id', 'project.organization_id')
      .select(['project.id', 'project.name', 'project.is_default', 'project.organization_id'])
      .select(['project.external_allowed', 'organization.name as organization_name'])
      .where('project.opened_by', 'is', null)
      .orderBy('organization.created_ms')
      .orderBy(sql`organization.rowid`)
      .orderBy('project.is_default', 'desc')
      .orderBy(sql`project.name COLLATE NOCASE`)
      .execute();
  }

  /** Roles a person has, by the place. */
  async #roles(scope: RoleScope, personId: string): Promise<ReadonlyMap<string, NamedRole>> {
    const rows = await this.#given(scope).where('m.person_id', '=', personId).execute();
    return new Map(rows.map((row) => [row.place, toRole(row, scope)]));
  }

  /** Roles people have at a place, by the person. */
  async #holdersOf(scope: RoleScope, place: string): Promise<ReadonlyMap<string, NamedRole>> {
    const rows = await this.#given(scope).where('m.place', '=', place).execute();
    return new Map(rows.map((row) => [row.person_id, toRole(row, scope)]));
  }

  #given(scope: RoleScope) {
    const { db } = this.#catalog;
    const members =
      scope === 'organization'
        ? db
            .selectFrom('organization_member as o')
            .select(['o.person_id', 'o.role_id', 'o.organization_id as place'])
            .select('o.organization_id as organization_id')
        : db
            .selectFrom('project_member as o')
            .innerJoin('project', 'project.id', 'o.project_id')
            .select(['o.person_id', 'o.role_id', 'o.project_id as place'])
            .select('project.organization_id as organization_id');
    return db
      .selectFrom(members.as('m'))
      .leftJoin('role as r', (join) =>
        join
          .onRef('r.id', '=', 'm.role_id')
          .onRef('r.organization_id', '=', 'm.organization_id')
          .on('r.scope', '=', scope),
      )
      .select(['m.person_id', 'm.place', 'm.role_id', 'r.name', 'r.permissions']);
  }
}

function toRole(
  row: { role_id: string; name: string | null; permissions: string | null },
  scope: RoleScope,
): NamedRole {
  return {
    id: row.role_id,
    name: row.name ?? builtInRole(row.role_id)?.name ?? row.role_id,
    permissions: rolePermissions(row.role_id, scope, row.permissions),
  };
}

function placeOf(row: {
  id: string;
  organization_id: string;
  is_default: number;
  external_allowed: number;
}): ProjectPlace {
  return {
    kind: 'project',
    projectId: row.id,
    organizationId: row.organization_id,
    isDefault: row.is_default === 1,
    allowsExternal: row.external_allowed === 1,
  };
}
