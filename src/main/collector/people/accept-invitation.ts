import type { Selectable } from 'kysely';
import { NewPassword } from '../../../shared/contract/session.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Origin } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { InvitationTable } from '../catalog/people-tables.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import type { CatalogReader } from '../roles/find-role.ts';
import { roleNameOf, stateOf } from './invitation-service.ts';
import { hashToken } from './one-time-token.ts';
import type { Passwords } from './passwords.ts';

interface Acceptance {
  readonly code: string;
  readonly name?: string | undefined;
  readonly password: string;
}

/** The other end of an invitation: looking at it, and joining. */
export class InvitationAcceptance {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  readonly #passwords: Passwords;

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail, passwords: Passwords) {
    this.#passwords = passwords;
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  /** @throws AppError `unauthenticated` for a code that is worth nothing (any more) */
  async describe(code: string) {
    const { db } = this.#catalog;
    const invitation = await this.#find(db, code);
    const organization = await db
      .selectFrom('organization')
      .select('name')
      .where('id', '=', invitation.organization_id)
      .executeTakeFirstOrThrow();
    const role = await db
      .selectFrom('role')
      .select('name')
      .where('id', '=', invitation.role_id ?? '')
      .executeTakeFirst();
    const project =
      invitation.role_id === null ? await readOpenProject(db, invitation.project_id!) : null;
    return {
      organizationName: organization.name,
      projectName: project?.name ?? null,
      email: invitation.email,
      roleName: role?.name ?? roleNameOf(invitation),
      expiresAt: new Date(invitation.expires_ms).toISOString(),
      hasAccount: (await findPerson(db, invitation.email)) !== undefined,
    };
  }

  /**
   * Joins with a new account, or with the one there is for the address, whose password it then takes.
   *
   * @throws AppError `unauthenticated` for a code or password that is wrong, `invalid` for a weak new password
   */
  async accept({ code, name, password }: Acceptance, from: Origin): Promise<{ email: string }> {
    const invitation = await this.#find(this.#catalog.db, code);
    const known = await findPerson(this.#catalog.db, invitation.email);
    let hashed: string | null = null;
    if (known === undefined) {
      const checked = NewPassword.safeParse(password);
      if (!checked.success) throw new AppError('invalid', checked.error.issues[0]!.message);
      if (name === undefined) throw new AppError('invalid', 'Give your name.');
      hashed = await this.#passwords.hash(password);
    } else if (!(await this.#passwords.verify(password, known.password))) {
      throw otherPassword();
    }
    if (known !== undefined && known.disabled_ms !== null) throw disabled();
    const id = known?.id ?? createRowId('per');
    await this.#audit.change({ kind: 'person', id, from }, async (tx) => {
      // Read again: while the password was checked the invitation may have been taken back or used, and the password
      // changed or the account disabled.
      const current = await this.#find(tx, code);
      const now = this.#clock.now();
      const { email } = current;
      const present = await findPerson(tx, email);
      if (known !== undefined) {
        if (present?.id !== known.id || present.password !== known.password) throw otherPassword();
        if (present.disabled_ms !== null) throw disabled();
      } else {
        if (present !== undefined) {
          throw new AppError('conflict', 'Somebody accepted for this address just now. Sign in.');
        }
        await tx
          .insertInto('person')
          .values({ id, email, name: name!, password: hashed, created_ms: now })
          .execute();
      }
      await join(tx, id, current, now);
      const change = { accepted_ms: now };
      await tx.updateTable('invitation').set(change).where('id', '=', current.id).execute();
      const role = roleNameOf(current);
      const resourceName = known?.name ?? name ?? '';
      const projectId = current.role_id === null ? current.project_id : null;
      const expiresAt = new Date(current.expires_ms).toISOString();
      const organizationId = current.organization_id;
      return {
        answer: undefined,
        entries: [
          {
            action: 'invitation.accepted',
            resource: 'invitation',
            resourceId: current.id,
            resourceName: email,
            organizationId,
            projectId,
            after: { email, role, expiresAt },
          },
          projectId === null
            ? {
                action: 'person.joined',
                resource: 'person',
                resourceId: id,
                resourceName,
                organizationId,
                after: { email, role },
              }
            : {
                action: 'member.added',
                resource: 'member',
                resourceId: id,
                resourceName,
                organizationId,
                projectId,
                after: { email, role, external: true },
              },
        ],
      };
    });
    return { email: invitation.email };
  }

  async #find(db: CatalogReader, code: string): Promise<Selectable<InvitationTable>> {
    const row = await db
      .selectFrom('invitation')
      .selectAll()
      .where('token_sha256', '=', hashToken(code.trim()))
      .executeTakeFirst();
    const state = row === undefined ? 'unknown' : stateOf(row, this.#clock.now());
    if (row !== undefined && state === 'pending') {
      const closed = row.role_id === null && (await readOpenProject(db, row.project_id!)) === null;
      if (!closed) return row;
      throw new AppError('unauthenticated', WORTHLESS.revoked);
    }
    throw new AppError('unauthenticated', WORTHLESS[state as Exclude<typeof state, 'pending'>]);
  }
}

const disabled = (): AppError =>
  new AppError('forbidden', 'Your account is disabled. Ask an administrator.');
const otherPassword = (): AppError =>
  new AppError(
    'unauthenticated',
    'There is an account for this address, and its password is another one.',
  );

const ASK = 'Ask who invited you for a new one.';
const WORTHLESS = {
  unknown: `This invitation is not valid, or a newer one was made. ${ASK}`,
  accepted: 'This invitation was accepted already. Sign in.',
  expired: `This invitation has expired. ${ASK}`,
  revoked: `This invitation was taken back. ${ASK}`,
};

/** The project where it takes people from outside the organization; null where it does not, or is going. */
async function readOpenProject(db: CatalogReader, projectId: string) {
  const row = await db
    .selectFrom('project')
    .select('name')
    .where('id', '=', projectId)
    .where('external_allowed', '=', 1)
    .where('deleting_ms', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

async function findPerson(db: CatalogReader, email: string) {
  return db
    .selectFrom('person')
    .select(['id', 'name', 'password', 'disabled_ms'])
    .where('email', '=', email)
    .executeTakeFirst();
}

async function join(
  tx: CatalogTransaction,
  person_id: string,
  invitation: Selectable<InvitationTable>,
  created_ms: number,
): Promise<void> {
  const { organization_id, role_id, project_id, project_role_id } = invitation;
  if (role_id !== null) {
    await tx
      .insertInto('organization_member')
      .values({ organization_id, person_id, role_id, created_ms })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  if (project_id === null || project_role_id === null) return;
  await tx
    .insertInto('project_member')
    .values({ project_id, person_id, role_id: project_role_id, created_ms })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
