import { AppError } from '../../../shared/errors.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Clock } from '../clock.ts';
import { findRole, requireHeld } from '../roles/find-role.ts';
import type { Granter } from '../roles/role-service.ts';
import { projectEntry, projectRowOf, refuseDefault, requireConfirmed } from './project-rows.ts';

const OWNER = builtInRole('project_owner')!;
const ADMIN = builtInRole('project_admin')!;

/** To whom a project goes, from whom, and what stays with them. */
export interface Transfer {
  readonly projectId: string;
  readonly personId: string;
  /** Null: of nobody. Undefined: the caller, else the only owner. */
  readonly fromPersonId?: string | null | undefined;
  readonly keep: 'admin' | 'nothing';
  /** The project's name. */
  readonly confirm: string;
}

interface Someone {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

/** Hands the ownership of projects from one person to another. */
export class OwnershipService {
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  constructor(clock: Clock, audit: AuditTrail) {
    this.#clock = clock;
    this.#audit = audit;
  }

  /**
   * Makes somebody of the organization the owner of a project, and the one before an admin or nothing.
   *
   * Other owners stay; afterwards there is at least one, so no project loses its last.
   * @throws AppError `invalid` for another name, `not_found` for somebody outside the organization, `forbidden` for
   *   a granter who may do less than an owner, `conflict` for somebody who cannot sign in, who owns it already,
   *   where the ownership has changed meanwhile, and for the Default Project
   */
  async transfer(granter: Granter, wanted: Transfer): Promise<void> {
    const { projectId, keep } = wanted;
    const { actor } = granter;
    await this.#audit.change(actor, async (tx) => {
      const project = await projectRowOf(tx, projectId);
      refuseDefault(project, 'transferred', 'it belongs to everybody of the organization');
      requireConfirmed(project, wanted.confirm, 'Nothing was transferred.');
      // Asked for here: whoever waited behind another change may have lost what allowed the call.
      requireHeld(granter.held, OWNER);
      const to = await readSuccessor(tx, project.organization_id, wanted.personId);
      const owners = await readOwners(tx, projectId);
      const from = ownerBefore(owners, wanted.fromPersonId, actor);
      if (from?.id === to.id) {
        throw new AppError('conflict', `${to.name} owns this project already.`);
      }
      const entryOf = memberEntries(project.organization_id, projectId);
      const roleBefore = await this.#makeOwner(tx, project.organization_id, projectId, to.id);
      const entries: AuditDraft[] = [
        projectEntry('project.transferred', project, project, undefined, {
          before: from?.name ?? null,
          after: to.name,
        }),
      ];
      if (roleBefore !== OWNER.name) entries.push(entryOf(to, roleBefore, OWNER.name));
      if (from !== null) {
        await stepDown(tx, projectId, from.id, keep);
        entries.push(entryOf(from, OWNER.name, keep === 'admin' ? ADMIN.name : null));
      }
      return { answer: undefined, entries };
    });
  }

  /** The name of the role the person had before; null for none. */
  async #makeOwner(
    tx: CatalogTransaction,
    organizationId: string,
    project_id: string,
    person_id: string,
  ): Promise<string | null> {
    const row = await tx
      .selectFrom('project_member')
      .select('role_id')
      .where('project_id', '=', project_id)
      .where('person_id', '=', person_id)
      .executeTakeFirst();
    const change = { role_id: OWNER.id };
    await tx
      .insertInto('project_member')
      .values({ project_id, person_id, ...change, created_ms: this.#clock.now() })
      .onConflict((conflict) => conflict.columns(['project_id', 'person_id']).doUpdateSet(change))
      .execute();
    if (row === undefined) return null;
    return (await findRole(tx, organizationId, row.role_id, 'project')).name;
  }
}

async function readSuccessor(
  tx: CatalogTransaction,
  organizationId: string,
  personId: string,
): Promise<Someone> {
  const person = await tx
    .selectFrom('organization_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.password', 'p.is_local', 'p.disabled_ms'])
    .where('m.organization_id', '=', organizationId)
    .where('p.id', '=', personId)
    .executeTakeFirst();
  if (person === undefined) {
    throw new AppError(
      'not_found',
      `There is no ${personId} in the organization of this project. Its owner is somebody of it: invite the person first.`,
    );
  }
  // The local owner needs no password: the window on this machine is theirs.
  if (person.disabled_ms !== null || (person.password === null && person.is_local === 0)) {
    throw new AppError('conflict', `${person.name} cannot sign in, and so cannot own a project.`);
  }
  return person;
}

function readOwners(tx: CatalogTransaction, projectId: string): Promise<Someone[]> {
  return tx
    .selectFrom('project_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select(['p.id', 'p.name', 'p.email'])
    .where('m.project_id', '=', projectId)
    .where('m.role_id', '=', OWNER.id)
    .orderBy('m.created_ms')
    .orderBy('m.person_id')
    .execute();
}

/** Whose ownership goes over; null where nobody has it. */
function ownerBefore(
  owners: readonly Someone[],
  named: string | null | undefined,
  actor: Actor,
): Someone | null {
  if (named === undefined) {
    const own = owners.find(({ id }) => actor.kind === 'person' && id === actor.id);
    if (own !== undefined || owners.length < 2) return own ?? owners[0] ?? null;
    const names = owners.map(({ name }) => name).join(', ');
    throw new AppError('conflict', `The project has several owners: ${names}. Say whose it was.`);
  }
  if (named === null && owners.length === 0) return null;
  const found = owners.find(({ id }) => id === named);
  if (found !== undefined) return found;
  throw new AppError(
    'conflict',
    `The ownership has changed meanwhile: ${owners.map(({ name }) => name).join(', ') || 'nobody'} has it now. Look again.`,
  );
}

async function stepDown(
  tx: CatalogTransaction,
  projectId: string,
  personId: string,
  keep: Transfer['keep'],
): Promise<void> {
  if (keep === 'admin') {
    await tx
      .updateTable('project_member')
      .set({ role_id: ADMIN.id })
      .where('project_id', '=', projectId)
      .where('person_id', '=', personId)
      .execute();
    return;
  }
  await tx
    .deleteFrom('project_member')
    .where('project_id', '=', projectId)
    .where('person_id', '=', personId)
    .execute();
}

/** Makes the entry of one membership; roles by name, null for none. */
function memberEntries(organizationId: string, projectId: string) {
  return (
    { id, name, email }: Someone,
    before: string | null,
    after: string | null,
  ): AuditDraft => ({
    action:
      before === null ? 'member.added' : after === null ? 'member.removed' : 'member.role_changed',
    resource: 'member',
    resourceId: id,
    resourceName: name,
    organizationId,
    projectId,
    before: before === null ? null : { email, role: before },
    after: after === null ? null : { email, role: after },
  });
}
