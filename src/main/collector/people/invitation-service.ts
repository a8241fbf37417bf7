import { sql } from 'kysely';
import type { Invitation, NewInvitation } from '../../../shared/contract/invitations.ts';
import { AppError } from '../../../shared/errors.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { findRole, requireHeld } from '../roles/find-role.ts';
import type { Granter } from '../roles/role-service.ts';
import { createToken, hashToken } from './one-time-token.ts';
import { INVITATION_LIFE_MS } from './session-times.ts';

/** What somebody is invited to; a null role is one to the project alone. */
export interface InvitedTo {
  readonly organizationId: string;
  readonly roleId: string | null;
  readonly project: { readonly projectId: string; readonly roleId: string } | undefined;
}

/** Who is invited to what. */
export interface InvitationRequest {
  readonly organizationId: string;
  readonly email: string;
  readonly roleId: string;
  readonly project?: { readonly projectId: string; readonly roleId: string } | undefined;
}

/** Invitations: one-time codes handed over by people themselves, as there is no mail server. */
export class InvitationService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  async list(organizationId: string, invitationId?: string): Promise<Invitation[]> {
    let query = this.#catalog.db
      .selectFrom('invitation as i')
      .leftJoin('role as r', 'r.id', 'i.role_id')
      .leftJoin('project as p', 'p.id', 'i.project_id')
      .selectAll('i')
      .select(['r.name as role_name', 'p.name as project_name'])
      .where('i.organization_id', '=', organizationId)
      .orderBy('i.created_ms', 'desc')
      .orderBy(sql`i.rowid`, 'desc');
    if (invitationId !== undefined) query = query.where('i.id', '=', invitationId);
    const now = this.#clock.now();
    return (await query.execute()).map((row) => ({
      id: row.id,
      email: row.email,
      roleId: row.role_id,
      roleName: row.role_name ?? roleNameOf(row),
      projectId: row.project_id,
      projectName: row.project_name,
      state: stateOf(row, now),
      createdAt: new Date(row.created_ms).toISOString(),
      expiresAt: new Date(row.expires_ms).toISOString(),
    }));
  }

  /**
   * Invites somebody.
   *
   * @param heldInProject what the one who invites may do in the project, where one is named
   * @throws AppError `conflict` for a member or somebody invited already, `forbidden` for roles above one's own
   */
  async create(
    granter: Granter,
    heldInProject: Granter['held'],
    request: InvitationRequest,
  ): Promise<NewInvitation> {
    const { organizationId, email, project } = request;
    const id = createRowId('inv');
    const code = createToken('spi');
    const now = this.#clock.now();
    const expires_ms = now + INVITATION_LIFE_MS;
    await this.#audit.change(granter.actor, async (tx) => {
      const role = await findRole(tx, organizationId, request.roleId, 'organization');
      requireHeld(granter.held, role);
      if (project !== undefined) {
        await requireProject(tx, organizationId, project.projectId);
        requireHeld(heldInProject, await findRole(tx, organizationId, project.roleId, 'project'));
      }
      await requireStranger(tx, organizationId, email, now);
      await tx
        .insertInto('invitation')
        .values({
          id,
          organization_id: organizationId,
          project_id: project?.projectId ?? null,
          role_id: role.id,
          project_role_id: project?.roleId ?? null,
          email,
          token_sha256: hashToken(code),
          created_ms: now,
          expires_ms,
        })
        .execute();
      const state = { email, role: role.name, expiresAt: new Date(expires_ms).toISOString() };
      return {
        answer: undefined,
        entries: [invitationEntry('created', id, organizationId, state)],
      };
    });
    return { ...(await this.#get(organizationId, id)), code };
  }

  /**
   * A new code for seven more days; the old one is worth nothing. Whoever has the code can become the one invited, so
   * it takes what inviting them anew would.
   *
   * @param heldFor what the one who asks may do in the project of the invitation, if it names one; throws where they
   *   may not give its roles. Called within the change
   * @throws AppError `forbidden` for roles above one's own
   */
  async resend(
    granter: Granter,
    heldFor: (invited: InvitedTo) => Granter['held'],
    organizationId: string,
    invitationId: string,
  ): Promise<NewInvitation> {
    const code = createToken('spi');
    const expires_ms = this.#clock.now() + INVITATION_LIFE_MS;
    await this.#audit.change(granter.actor, async (tx) => {
      const invitation = await this.#open(tx, organizationId, invitationId);
      const { role, projectRole, email, role_id, project_id } = invitation;
      const project =
        project_id === null || projectRole === null
          ? undefined
          : { projectId: project_id, roleId: projectRole.id };
      const heldInProject = heldFor({ organizationId, roleId: role_id, project });
      if (role_id !== null) requireHeld(granter.held, role);
      if (project !== undefined) requireHeld(heldInProject, projectRole!);
      if (role_id === null) await requireOpen(tx, project_id!);
      await tx
        .updateTable('invitation')
        .set({ token_sha256: hashToken(code), expires_ms, revoked_ms: null })
        .where('id', '=', invitationId)
        .execute();
      const state = { email, role: role.name, expiresAt: new Date(expires_ms).toISOString() };
      const entry = invitationEntry('resent', invitationId, organizationId, state, project_id);
      return { answer: undefined, entries: [entry] };
    });
    return { ...(await this.#get(organizationId, invitationId)), code };
  }

  /** Takes an invitation back; doing it twice changes nothing. */
  async revoke(actor: Actor, organizationId: string, invitationId: string): Promise<Invitation> {
    await this.#audit.change(actor, async (tx) => {
      const invitation = await this.#open(tx, organizationId, invitationId);
      const { role, email, expires_ms, revoked_ms, project_id } = invitation;
      if (revoked_ms !== null) return { answer: undefined, entries: [] };
      await tx
        .updateTable('invitation')
        .set({ revoked_ms: this.#clock.now() })
        .where('id', '=', invitationId)
        .execute();
      const state = { email, role: role.name, expiresAt: new Date(expires_ms).toISOString() };
      const entry = invitationEntry('revoked', invitationId, organizationId, state, project_id);
      return { answer: undefined, entries: [entry] };
    });
    return this.#get(organizationId, invitationId);
  }

  async #get(organizationId: string, invitationId: string): Promise<Invitation> {
    return (await this.list(organizationId, invitationId))[0]!;
  }

  async #open(tx: CatalogTransaction, organizationId: string, invitationId: string) {
    const row = await tx
      .selectFrom('invitation')
      .selectAll()
      .where('id', '=', invitationId)
      .where('organization_id', '=', organizationId)
      .executeTakeFirst();
    if (row === undefined) {
      throw new AppError('not_found', `There is no invitation ${invitationId} here.`);
    }
    if (row.accepted_ms !== null) {
      throw new AppError('conflict', `The invitation of ${row.email} was accepted already.`);
    }
    const projectRole =
      row.project_role_id === null
        ? null
        : await findRole(tx, organizationId, row.project_role_id, 'project');
    const role =
      row.role_id === null
        ? projectRole!
        : await findRole(tx, organizationId, row.role_id, 'organization');
    return { ...row, role, projectRole };
  }
}

/** What became of an invitation. */
export function stateOf(
  row: { accepted_ms: number | null; revoked_ms: number | null; expires_ms: number },
  nowMs: number,
): Invitation['state'] {
  if (row.accepted_ms !== null) return 'accepted';
  if (row.revoked_ms !== null) return 'revoked';
  return row.expires_ms <= nowMs ? 'expired' : 'pending';
}

/** What a built-in role is called that is given in the organization, or for the project alone. */
export function roleNameOf(row: {
  role_id: string | null;
  project_role_id: string | null;
}): string {
  const id = row.role_id ?? row.project_role_id ?? '';
  return builtInRole(id)?.name ?? id;
}

/** What the audit log says of an invitation; `projectId` of one to that project alone. */
export function invitationEntry(
  verb: 'created' | 'resent' | 'revoked',
  id: string,
  organizationId: string,
  state: { email: string; role: string; expiresAt: string },
  projectId: string | null = null,
): AuditDraft {
  return {
    action: `invitation.${verb}`,
    resource: 'invitation',
    resourceId: id,
    resourceName: state.email,
    organizationId,
    projectId,
    [verb === 'revoked' ? 'before' : 'after']: state,
  };
}

/** @throws AppError `conflict` where the project takes nobody from outside the organization any more */
async function requireOpen(tx: CatalogTransaction, projectId: string): Promise<void> {
  const open = await tx
    .selectFrom('project')
    .select('id')
    .where('id', '=', projectId)
    .where('external_allowed', '=', 1)
    .where('deleting_ms', 'is', null)
    .executeTakeFirst();
  if (open !== undefined) return;
  throw new AppError('conflict', 'The project is not open to people from outside any more.');
}

async function requireProject(
  tx: CatalogTransaction,
  organizationId: string,
  projectId: string,
): Promise<void> {
  const project = await tx
    .selectFrom('project')
    .select('id')
    .where('id', '=', projectId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (project !== undefined) return;
  throw new AppError('not_found', `There is no project ${projectId} in this organization.`);
}

async function requireStranger(
  tx: CatalogTransaction,
  organizationId: string,
  email: string,
  nowMs: number,
): Promise<void> {
  const member = await tx
    .selectFrom('organization_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select('p.id')
    .where('m.organization_id', '=', organizationId)
    .where('p.email', '=', email)
    .executeTakeFirst();
  if (member !== undefined) {
    throw new AppError('conflict', `${email} belongs to this organization already.`);
  }
  const invited = await tx
    .selectFrom('invitation')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('email', '=', email)
    // One to a project alone does not stand in the way of joining the organization.
    .where('role_id', 'is not', null)
    .where('accepted_ms', 'is', null)
    .where('revoked_ms', 'is', null)
    .where('expires_ms', '>', nowMs)
    .executeTakeFirst();
  if (invited === undefined) return;
  throw new AppError(
    'conflict',
    `${email} is invited already. Resend that invitation to get a new code.`,
  );
}
