import { sql } from 'kysely';
import type { ExternalInvitation, ExternalRole } from '../../../shared/contract/members.ts';
import { AppError } from '../../../shared/errors.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { invitationEntry, stateOf } from '../people/invitation-service.ts';
import { createToken, hashToken } from '../people/one-time-token.ts';
import { INVITATION_LIFE_MS } from '../people/session-times.ts';
import { requireHeld, requireStill } from '../roles/find-role.ts';
import type { Granter } from '../roles/role-service.ts';
import { projectEntry, projectRowOf, refuseDefault, type ProjectRow } from './project-rows.ts';

interface Outsider {
  readonly personId: string;
  readonly name: string;
  readonly email: string | null;
  readonly roleId: string;
}

/** Who came in, or the code somebody can come in with. */
export type LetIn =
  | { readonly state: 'added'; readonly personId: string }
  | { readonly state: 'invited'; readonly invitationId: string; readonly code: string };

/** People from outside the organization in single projects: the switch that allows it, and the way in. */
export class ExternalService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  /** Invitations to a project alone that were neither accepted nor taken back, newest first. */
  async invitations(projectId: string, invitationId?: string): Promise<ExternalInvitation[]> {
    let query = this.#catalog.db
      .selectFrom('invitation')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('role_id', 'is', null)
      .where('accepted_ms', 'is', null)
      .where('revoked_ms', 'is', null)
      .orderBy('created_ms', 'desc')
      .orderBy(sql`rowid`, 'desc');
    if (invitationId !== undefined) query = query.where('id', '=', invitationId);
    const now = this.#clock.now();
    return (await query.execute()).map((row) => ({
      id: row.id,
      email: row.email,
      roleId: row.project_role_id!,
      roleName: nameOf(row.project_role_id!),
      state: stateOf(row, now) === 'pending' ? 'pending' : 'expired',
      expiresAt: new Date(row.expires_ms).toISOString(),
    }));
  }

  /**
   * Opens a project to people from outside the organization, or closes it: those there are lose access at once, and
   * open invitations are worth nothing any more.
   *
   * @param removing who is expected to lose access
   * @throws AppError `conflict` for the Default Project, and when others would lose access by now
   */
  async setAllowed(
    granter: Granter,
    projectId: string,
    allowed: boolean,
    removing: readonly string[] | undefined,
  ): Promise<{ removed: Omit<Outsider, 'roleId'>[]; withdrawn: string[] }> {
    return this.#audit.change(granter.actor, async (tx) => {
      requireStill(granter.held, 'members:external');
      const before = await projectRowOf(tx, projectId);
      if (allowed) refuseDefault(before, 'opened', 'it is for everybody of the organization');
      if ((before.external_allowed === 1) === allowed) {
        return { answer: { removed: [], withdrawn: [] }, entries: [] };
      }
      const after: ProjectRow = { ...before, external_allowed: allowed ? 1 : 0 };
      await tx
        .updateTable('project')
        .set({ external_allowed: after.external_allowed })
        .where('id', '=', projectId)
        .execute();
      const entries = [projectEntry('project.external_changed', before, after)];
      if (allowed) return { answer: { removed: [], withdrawn: [] }, entries };
      const outsiders = await readOutsiders(tx, before);
      requireExpected(outsiders, removing);
      await removeAll(tx, projectId, outsiders);
      const open = await this.#withdrawAll(tx, before);
      entries.push(...outsiders.map(removedEntry(before)), ...open.map(({ entry }) => entry));
      const removed = outsiders.map(({ personId, name, email }) => ({ personId, name, email }));
      return { answer: { removed, withdrawn: open.map(({ email }) => email) }, entries };
    });
  }

  /**
   * Lets somebody from outside in: at once where the address has an account, else with an invitation. For an address
   * that is invited already the code of before is worth nothing from now on.
   *
   * @throws AppError `conflict` where the switch is off, for a member, and for somebody of the organization
   */
  async letIn(
    granter: Granter,
    projectId: string,
    email: string,
    roleId: ExternalRole,
  ): Promise<LetIn> {
    return this.#audit.change<LetIn>(granter.actor, async (tx) => {
      requireStill(granter.held, 'members:external');
      const role = builtInRole(roleId)!;
      requireHeld(granter.held, role);
      const project = await projectRowOf(tx, projectId);
      requireOpen(project);
      const person = await readByEmail(tx, project, email);
      if (person !== undefined) {
        requireOutsider(person, project);
        const created_ms = this.#clock.now();
        const member = { project_id: projectId, person_id: person.id, role_id: roleId, created_ms };
        await tx.insertInto('project_member').values(member).execute();
        return {
          answer: { state: 'added', personId: person.id },
          entries: [
            {
              action: 'member.added',
              resource: 'member',
              resourceId: person.id,
              resourceName: person.name,
              organizationId: project.organization_id,
              projectId,
              after: { email: person.email, role: role.name, external: true },
            },
          ],
        };
      }
      return this.#invite(tx, project, email, roleId);
    });
  }

  /** @throws AppError `not_found` for one that is not open (any more) */
  async withdraw(granter: Granter, projectId: string, invitationId: string): Promise<void> {
    await this.#audit.change(granter.actor, async (tx) => {
      requireStill(granter.held, 'members:external');
      const project = await projectRowOf(tx, projectId);
      const taken = await this.#withdrawAll(tx, project, invitationId);
      if (taken.length === 0) {
        throw new AppError('not_found', `There is no open invitation ${invitationId} here.`);
      }
      return { answer: undefined, entries: taken.map(({ entry }) => entry) };
    });
  }

  async #invite(
    tx: CatalogTransaction,
    project: ProjectRow,
    email: string,
    roleId: ExternalRole,
  ): Promise<{ answer: LetIn; entries: AuditDraft[] }> {
    const code = createToken('spi');
    const now = this.#clock.now();
    const renewed = {
      token_sha256: hashToken(code),
      project_role_id: roleId,
      expires_ms: now + INVITATION_LIFE_MS,
    };
    const known = await openInvitations(tx, project.id)
      .where('email', '=', email)
      .executeTakeFirst();
    const id = known?.id ?? createRowId('inv');
    if (known === undefined) {
      await tx
        .insertInto('invitation')
        .values({
          id,
          organization_id: project.organization_id,
          project_id: project.id,
          role_id: null,
          email,
          created_ms: now,
          ...renewed,
        })
        .execute();
    } else await tx.updateTable('invitation').set(renewed).where('id', '=', id).execute();
    const expiresAt = new Date(renewed.expires_ms).toISOString();
    const verb = known === undefined ? 'created' : 'resent';
    const state = { email, role: nameOf(roleId), expiresAt };
    return {
      answer: { state: 'invited', invitationId: id, code },
      entries: [invitationEntry(verb, id, project.organization_id, state, project.id)],
    };
  }

  /** Takes back open invitations to the project alone, or the one named. */
  async #withdrawAll(
    tx: CatalogTransaction,
    project: ProjectRow,
    invitationId?: string,
  ): Promise<{ email: string; entry: AuditDraft }[]> {
    const open = await openInvitations(tx, project.id)
      .$if(invitationId !== undefined, (query) => query.where('id', '=', invitationId!))
      .execute();
    const revoked_ms = this.#clock.now();
    for (const { id } of open) {
      await tx.updateTable('invitation').set({ revoked_ms }).where('id', '=', id).execute();
    }
    return open.map((row) => {
      const { id, email, expires_ms } = row;
      const expiresAt = new Date(expires_ms).toISOString();
      const state = { email, role: nameOf(row.project_role_id!), expiresAt };
      const organizationId = project.organization_id;
      return { email, entry: invitationEntry('revoked', id, organizationId, state, project.id) };
    });
  }
}

const nameOf = (roleId: string): string => builtInRole(roleId)?.name ?? roleId;

/** Invitations to a project alone that can still be used, or renewed. */
function openInvitations(tx: CatalogTransaction, projectId: string) {
  return tx
    .selectFrom('invitation')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('role_id', 'is', null)
    .where('accepted_ms', 'is', null)
    .where('revoked_ms', 'is', null);
}

async function readOutsiders(tx: CatalogTransaction, project: ProjectRow): Promise<Outsider[]> {
  return tx
    .selectFrom('project_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .leftJoin('organization_member as o', (join) =>
      join
        .onRef('o.person_id', '=', 'm.person_id')
        .on('o.organization_id', '=', project.organization_id),
    )
    .select(['p.id as personId', 'p.name', 'p.email', 'm.role_id as roleId'])
    .where('m.project_id', '=', project.id)
    .where('o.role_id', 'is', null)
    .orderBy('m.created_ms')
    .orderBy('m.person_id')
    .execute();
}

async function removeAll(
  tx: CatalogTransaction,
  projectId: string,
  people: readonly Outsider[],
): Promise<void> {
  for (const { personId } of people) {
    await tx
      .deleteFrom('project_member')
      .where('project_id', '=', projectId)
      .where('person_id', '=', personId)
      .execute();
  }
}

function removedEntry(project: ProjectRow) {
  return ({ personId, name, email, roleId }: Outsider): AuditDraft => ({
    action: 'member.removed',
    resource: 'member',
    resourceId: personId,
    resourceName: name,
    organizationId: project.organization_id,
    projectId: project.id,
    before: { email, role: nameOf(roleId), external: true },
  });
}

function requireExpected(
  outsiders: readonly Outsider[],
  expected: readonly string[] | undefined,
): void {
  if (expected === undefined) return;
  const known = new Set(expected);
  const others = outsiders.filter(({ personId }) => !known.has(personId));
  if (others.length === 0) return;
  throw new AppError(
    'conflict',
    `${others.map(({ name }) => name).join(', ')} came in meanwhile and would lose access too. Look again.`,
  );
}

function requireOpen(project: ProjectRow): void {
  if (project.external_allowed === 1) return;
  throw new AppError(
    'conflict',
    `"${project.name}" is not open to people from outside the organization. Allow external collaborators first.`,
  );
}

async function readByEmail(tx: CatalogTransaction, project: ProjectRow, email: string) {
  return tx
    .selectFrom('person as p')
    .leftJoin('organization_member as o', (join) =>
      join.onRef('o.person_id', '=', 'p.id').on('o.organization_id', '=', project.organization_id),
    )
    .leftJoin('project_member as m', (join) =>
      join.onRef('m.person_id', '=', 'p.id').on('m.project_id', '=', project.id),
    )
    .select(['p.id', 'p.name', 'p.email', 'p.disabled_ms'])
    .select(['o.role_id as organization_role', 'm.role_id as project_role'])
    .where('p.email', '=', email)
    .executeTakeFirst();
}

function requireOutsider(
  person: NonNullable<Awaited<ReturnType<typeof readByEmail>>>,
  project: ProjectRow,
): void {
  if (person.project_role !== null) {
    throw new AppError('conflict', `${person.name} is a member of "${project.name}" already.`);
  }
  if (person.organization_role !== null) {
    throw new AppError(
      'conflict',
      `${person.name} belongs to the organization. Add them as a member of it.`,
    );
  }
  if (person.disabled_ms !== null) {
    throw new AppError('conflict', `${person.name} cannot sign in: the account is disabled.`);
  }
}
