import { sql } from 'kysely';
import type { Candidate, Member } from '../../../shared/contract/members.ts';
import { AppError } from '../../../shared/errors.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { isoOrNull, type Clock } from '../clock.ts';
import { findRole, requireHeld, requireStill } from '../roles/find-role.ts';
import type { Granter } from '../roles/role-service.ts';
import { findCandidates, type Wanted } from './candidates.ts';
import { requireExternalRole } from './external-role.ts';
import { requireAnotherProjectOwner } from './last-owner.ts';

/** Members of single projects: people with a role there, of the organization or from outside. */
export class MemberService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  async list(projectId: string, personId?: string): Promise<Member[]> {
    let query = this.#catalog.db
      .selectFrom('project_member as m')
      .innerJoin('person as p', 'p.id', 'm.person_id')
      .innerJoin('project', 'project.id', 'm.project_id')
      .leftJoin('organization_member as o', (join) =>
        join
          .onRef('o.organization_id', '=', 'project.organization_id')
          .onRef('o.person_id', '=', 'm.person_id'),
      )
      .leftJoin('role as r', 'r.id', 'm.role_id')
      .select('o.role_id as organization_role')
      .select(['p.id', 'p.name', 'p.email', 'm.role_id', 'm.created_ms', 'r.name as role_name'])
      .select('p.disabled_ms')
      .where('m.project_id', '=', projectId)
      .orderBy('m.created_ms')
      .orderBy(sql`p.rowid`);
    if (personId !== undefined) query = query.where('p.id', '=', personId);
    return (await query.execute()).map((row) => ({
      personId: row.id,
      name: row.name,
      email: row.email,
      roleId: row.role_id,
      roleName: row.role_name ?? builtInRole(row.role_id)?.name ?? row.role_id,
      disabledAt: isoOrNull(row.disabled_ms),
      joinedAt: new Date(row.created_ms).toISOString(),
      external: row.organization_role === null,
    }));
  }

  /** People of the organization who can be added, or own the project; the first of them, and how many there are. */
  candidates(
    projectId: string,
    wanted: Wanted,
  ): Promise<{ candidates: Candidate[]; total: number }> {
    return findCandidates(this.#catalog.db, projectId, wanted);
  }

  /**
   * Adds a person of the organization, or gives a member another role. Who comes from outside is let in by e-mail
   * address: an id would tell whose it is.
   *
   * @throws AppError `not_found` for somebody who is neither, `forbidden` for a role above one's own, `conflict` for the
   *   last owner and for a role that people from outside cannot have
   */
  async set(
    granter: Granter,
    projectId: string,
    personId: string,
    roleId: string,
  ): Promise<Member> {
    await this.#audit.change(granter.actor, async (tx) => {
      const { held } = granter;
      requireStill(held, 'members:manage');
      const person = await readPerson(tx, projectId, personId);
      const { organizationId, name, email, external } = person;
      const role = await findRole(tx, organizationId, roleId, 'project');
      requireHeld(held, role);
      if (external) requireExternalRole(role);
      const before = await readRole(tx, organizationId, projectId, personId);
      if (before?.id === role.id) return { answer: undefined, entries: [] };
      if (before !== undefined) {
        requireHeld(granter.held, before);
        if (before.id === 'project_owner')
          await requireAnotherProjectOwner(tx, projectId, personId);
      }
      await tx
        .insertInto('project_member')
        .values({
          project_id: projectId,
          person_id: personId,
          role_id: roleId,
          created_ms: this.#clock.now(),
        })
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'person_id']).doUpdateSet({ role_id: roleId }),
        )
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: before === undefined ? 'member.added' : 'member.role_changed',
            resource: 'member',
            resourceId: personId,
            resourceName: name,
            organizationId,
            projectId,
            before: before === undefined ? null : { email, role: before.name },
            after: { email, role: role.name, ...(external && { external }) },
          },
        ],
      };
    });
    return (await this.list(projectId, personId))[0]!;
  }

  /** @throws AppError `not_found`, `forbidden` for somebody with more rights, `conflict` for the last owner */
  async remove(granter: Granter, projectId: string, personId: string): Promise<void> {
    await this.#audit.change(granter.actor, async (tx) => {
      const { held } = granter;
      requireStill(held, 'members:manage');
      const person = await readPerson(tx, projectId, personId);
      const { organizationId, name, email, external } = person;
      const role = await readRole(tx, organizationId, projectId, personId);
      if (role === undefined) {
        throw new AppError('not_found', `${name} is not a member of this project.`);
      }
      requireHeld(granter.held, role);
      if (role.id === 'project_owner') {
        await requireAnotherProjectOwner(tx, projectId, personId);
      }
      await tx
        .deleteFrom('project_member')
        .where('project_id', '=', projectId)
        .where('person_id', '=', personId)
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'member.removed',
            resource: 'member',
            resourceId: personId,
            resourceName: name,
            organizationId,
            projectId,
            before: { email, role: role.name, ...(external && { external }) },
          },
        ],
      };
    });
  }
}

async function readPerson(tx: CatalogTransaction, projectId: string, personId: string) {
  const row = await tx
    .selectFrom('project')
    .innerJoin('person as p', (join) => join.on('p.id', '=', personId))
    .leftJoin('organization_member as m', (join) =>
      join
        .onRef('m.organization_id', '=', 'project.organization_id')
        .onRef('m.person_id', '=', 'p.id'),
    )
    .leftJoin('project_member as here', (join) =>
      join.onRef('here.project_id', '=', 'project.id').onRef('here.person_id', '=', 'p.id'),
    )
    .select(['project.organization_id as organizationId', 'here.role_id as project_role'])
    .select(['p.name', 'p.email', 'm.role_id as organization_role'])
    .where('project.id', '=', projectId)
    .executeTakeFirst();
  const external = row?.organization_role === null;
  if (row === undefined || (external && row.project_role === null)) {
    throw new AppError(
      'not_found',
      `There is no ${personId} in the organization of this project. Invite the person first; people from outside are added by e-mail address.`,
    );
  }
  return { ...row, external };
}

async function readRole(
  tx: CatalogTransaction,
  organizationId: string,
  projectId: string,
  personId: string,
) {
  const row = await tx
    .selectFrom('project_member')
    .select('role_id')
    .where('project_id', '=', projectId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined ? undefined : findRole(tx, organizationId, row.role_id, 'project');
}
