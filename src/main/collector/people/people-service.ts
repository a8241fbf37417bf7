import { sql } from 'kysely';
import type { Person } from '../../../shared/contract/people.ts';
import { AppError } from '../../../shared/errors.ts';
import { GRANTED_PERMISSIONS, type GrantedPermission } from '../../../shared/permissions.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Actor } from '../audit/actor.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { isoOrNull } from '../clock.ts';
import type { Access } from '../roles/access.ts';
import { findRole, requireHeld, requireStill } from '../roles/find-role.ts';
import { permissionsOf } from '../roles/permissions-of.ts';
import type { Granter } from '../roles/role-service.ts';
import { requireAnotherOwner, requireAnotherProjectOwner } from './last-owner.ts';

/** People of an organization: who they are and which role they have there. */
export class PeopleService {
  readonly #catalog: Catalog;
  readonly #audit: AuditTrail;
  readonly #access: Access;

  constructor(catalog: Catalog, audit: AuditTrail, access: Access) {
    this.#catalog = catalog;
    this.#audit = audit;
    this.#access = access;
  }

  async list(organizationId: string, personId?: string): Promise<Person[]> {
    let query = this.#catalog.db
      .selectFrom('organization_member as m')
      .innerJoin('person as p', 'p.id', 'm.person_id')
      .leftJoin('role as r', 'r.id', 'm.role_id')
      .select(['p.id', 'p.name', 'p.email', 'p.totp_confirmed', 'p.is_local', 'p.disabled_ms'])
      .select(['m.role_id', 'm.created_ms', 'r.name as role_name'])
      .select((eb) => [
        eb
          .selectFrom('project_member as pm')
          .innerJoin('project', 'project.id', 'pm.project_id')
          .whereRef('pm.person_id', '=', 'p.id')
          .where('project.organization_id', '=', organizationId)
          .select((count) => count.fn.countAll<number>().as('count'))
          .as('projects'),
        eb
          .selectFrom('session as s')
          .whereRef('s.person_id', '=', 'p.id')
          .select((max) => max.fn.max('s.last_seen_ms').as('seen'))
          .as('last_seen_ms'),
      ])
      .where('m.organization_id', '=', organizationId)
      .orderBy('m.created_ms')
      .orderBy(sql`p.rowid`);
    if (personId !== undefined) query = query.where('p.id', '=', personId);
    return (await query.execute()).map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      roleId: row.role_id,
      roleName: row.role_name ?? builtInRole(row.role_id)?.name ?? row.role_id,
      projectCount: row.projects ?? 0,
      secondFactor: row.totp_confirmed === 1,
      isLocalOwner: row.is_local === 1,
      disabledAt: isoOrNull(row.disabled_ms),
      joinedAt: new Date(row.created_ms).toISOString(),
      lastSeenAt: isoOrNull(row.last_seen_ms),
    }));
  }

  /** @throws AppError `not_found` */
  async get(organizationId: string, personId: string): Promise<Person> {
    const [person] = await this.list(organizationId, personId);
    if (person === undefined) {
      throw new AppError('not_found', `There is no ${personId} in this organization.`);
    }
    return person;
  }

  /**
   * That a person is of an organization, or a member of a project of it.
   *
   * @throws AppError `not_found`
   */
  async requireKnownIn(organizationId: string, personId: string): Promise<void> {
    const inProject = await this.#catalog.db
      .selectFrom('project_member as m')
      .innerJoin('project', 'project.id', 'm.project_id')
      .select('m.person_id')
      .where('project.organization_id', '=', organizationId)
      .where('m.person_id', '=', personId)
      .executeTakeFirst();
    if (inProject === undefined) await this.get(organizationId, personId);
  }

  /** Whoever sits at the machine. */
  async localOwnerId(): Promise<string> {
    const { id } = await this.#catalog.db
      .selectFrom('person')
      .select('id')
      .where('is_local', '=', 1)
      .executeTakeFirstOrThrow();
    return id;
  }

  /** What a person may do in an organization and in each of its projects. */
  async accessOf(organizationId: string, personId: string) {
    await this.get(organizationId, personId);
    const access = this.#access.of(personId);
    const principal = { kind: 'person', personId, sessionId: '' } as const;
    const at = (place: Parameters<typeof permissionsOf>[2]): GrantedPermission[] => {
      const held = permissionsOf(principal, access, place);
      return GRANTED_PERMISSIONS.filter((permission) => held.has(permission));
    };
    const projects = await this.#catalog.db
      .selectFrom('project')
      .select(['id', 'name'])
      .where('organization_id', '=', organizationId)
      .where('opened_by', 'is', null)
      .orderBy('created_ms')
      .orderBy(sql`rowid`)
      .execute();
    return {
      organization: at({ kind: 'organization', organizationId }),
      projects: projects.map(({ id, name }) => ({
        projectId: id,
        name,
        permissions: at(this.#access.placeOf(id)),
      })),
    };
  }

  /** @throws AppError `forbidden` for a role above one's own, `conflict` for the last owner */
  async setRole(
    granter: Granter,
    organizationId: string,
    personId: string,
    roleId: string,
  ): Promise<Person> {
    await this.#audit.change(granter.actor, async (tx) => {
      requireStill(granter.held, 'people:manage');
      const before = await readMember(tx, organizationId, personId);
      requireHeld(granter.held, before.role);
      const role = await findRole(tx, organizationId, roleId, 'organization');
      requireHeld(granter.held, role);
      if (role.id === before.role.id) return { answer: undefined, entries: [] };
      if (before.role.id === 'organization_owner') {
        await requireAnotherOwner(tx, organizationId, personId);
      }
      await tx
        .updateTable('organization_member')
        .set({ role_id: roleId })
        .where('organization_id', '=', organizationId)
        .where('person_id', '=', personId)
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'person.role_changed',
            resource: 'person',
            resourceId: personId,
            resourceName: before.name,
            organizationId,
            before: { email: before.email, role: before.role.name },
            after: { email: before.email, role: role.name },
          },
        ],
      };
    });
    return this.get(organizationId, personId);
  }

  /**
   * Takes a person out of an organization and all its projects; what they made stays.
   *
   * @param remover who does it, and what they may do in a project; null for somebody who leaves by themselves
   * @throws AppError `forbidden` for somebody with a role above one's own, `conflict` for the last owner of the
   *   organization or of one of its projects
   */
  async remove(
    actor: Actor,
    remover: {
      readonly granter: Granter;
      readonly heldIn: (projectId: string) => Granter['held'];
    } | null,
    organizationId: string,
    personId: string,
  ): Promise<void> {
    await this.#audit.change(actor, async (tx) => {
      const before = await readMember(tx, organizationId, personId);
      if (remover !== null) {
        requireStill(remover.granter.held, 'people:manage');
        requireHeld(remover.granter.held, before.role);
      }
      if (before.role.id === 'organization_owner') {
        await requireAnotherOwner(tx, organizationId, personId);
      }
      for (const { id, name, roleId } of await readProjects(tx, organizationId, personId)) {
        const role = await findRole(tx, organizationId, roleId, 'project');
        if (remover !== null) requireHeld(remover.heldIn(id), role);
        if (roleId === 'project_owner') await requireAnotherProjectOwner(tx, id, personId, name);
      }
      await tx
        .deleteFrom('project_member')
        .where('person_id', '=', personId)
        .where('project_id', 'in', (eb) =>
          eb
            .selectFrom('project')
            .select('project.id')
            .where('project.organization_id', '=', organizationId),
        )
        .execute();
      await tx
        .deleteFrom('organization_member')
        .where('organization_id', '=', organizationId)
        .where('person_id', '=', personId)
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: remover === null ? 'person.left' : 'person.removed',
            resource: 'person',
            resourceId: personId,
            resourceName: before.name,
            organizationId,
            before: { email: before.email, role: before.role.name },
          },
        ],
      };
    });
  }
}

async function readMember(tx: CatalogTransaction, organizationId: string, personId: string) {
  const row = await tx
    .selectFrom('organization_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select(['m.role_id', 'p.name', 'p.email'])
    .where('m.organization_id', '=', organizationId)
    .where('m.person_id', '=', personId)
    .executeTakeFirst();
  if (row === undefined) {
    throw new AppError('not_found', `There is no ${personId} in this organization.`);
  }
  const role = await findRole(tx, organizationId, row.role_id, 'organization');
  return { name: row.name, email: row.email, role };
}

/** The projects of an organization that a person is a member of, those that are being deleted left out. */
function readProjects(tx: CatalogTransaction, organizationId: string, personId: string) {
  return tx
    .selectFrom('project_member as m')
    .innerJoin('project', 'project.id', 'm.project_id')
    .select(['project.id', 'project.name', 'm.role_id as roleId'])
    .where('project.organization_id', '=', organizationId)
    .where('project.deleting_ms', 'is', null)
    .where('m.person_id', '=', personId)
    .orderBy('project.created_ms')
    .execute();
}
