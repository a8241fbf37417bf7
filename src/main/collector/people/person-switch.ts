import { AppError } from '../../../shared/errors.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Clock } from '../clock.ts';
import { requireStill } from '../roles/find-role.ts';
import type { Granter } from '../roles/role-service.ts';
import { readPerson, type PersonRow } from './find-person.ts';
import { requireAnotherOwner } from './last-owner.ts';
import type { SessionService } from './session-service.ts';

/** Keeps people out of the instance and lets them in again; roles and what they made stay. */
export class PersonSwitch {
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #sessions: SessionService;

  constructor(clock: Clock, audit: AuditTrail, sessions: SessionService) {
    this.#clock = clock;
    this.#audit = audit;
    this.#sessions = sessions;
  }

  /**
   * Disables a person: every session ends, nobody can begin one for them, and a code to set a password is worth
   * nothing any more. Doing it twice changes nothing.
   *
   * @param requireAbove throws where the person may do more than whoever asks; called within the change
   * @throws AppError `conflict` for the local owner, oneself, and the last owner of any organization
   */
  disable(
    granter: Granter,
    organizationId: string,
    personId: string,
    requireAbove: () => void,
  ): Promise<void> {
    return this.#audit.change(granter.actor, async (tx) => {
      const person = await readPerson(tx, personId);
      requireStill(granter.held, 'people:manage');
      requireAbove();
      if (person.disabled_ms !== null) return { answer: undefined, entries: [] };
      if (person.is_local === 1) {
        throw new AppError('conflict', 'The owner of this machine cannot be disabled.');
      }
      const { actor } = granter;
      if (actor.kind === 'person' && actor.id === personId) {
        throw new AppError('conflict', 'You cannot disable yourself. Ask another administrator.');
      }
      for (const owned of await ownedBy(tx, personId)) {
        await requireAnotherOwner(tx, owned, personId);
      }
      await tx
        .updateTable('person')
        .set({ disabled_ms: this.#clock.now(), reset_sha256: null, reset_expires_ms: null })
        .where('id', '=', personId)
        .execute();
      const ended = await this.#sessions.endAll(tx, { personId });
      return {
        answer: undefined,
        entries: [switchEntry('disabled', person, organizationId), ...ended],
      };
    });
  }

  /** Lets a disabled person in again; for anybody else it changes nothing. */
  enable(
    granter: Granter,
    organizationId: string,
    personId: string,
    requireAbove: () => void,
  ): Promise<void> {
    return this.#audit.change(granter.actor, async (tx) => {
      const person = await readPerson(tx, personId);
      requireStill(granter.held, 'people:manage');
      requireAbove();
      if (person.disabled_ms === null) return { answer: undefined, entries: [] };
      await tx
        .updateTable('person')
        .set({ disabled_ms: null })
        .where('id', '=', personId)
        .execute();
      return {
        answer: undefined,
        entries: [switchEntry('enabled', person, organizationId)],
      };
    });
  }
}

function switchEntry(
  verb: 'disabled' | 'enabled',
  { id, name, email }: PersonRow,
  organizationId: string,
): AuditDraft {
  return {
    action: `person.${verb}`,
    resource: 'person',
    resourceId: id,
    resourceName: name,
    organizationId,
    after: { name, email },
  };
}

async function ownedBy(tx: CatalogTransaction, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('organization_member')
    .select('organization_id')
    .where('person_id', '=', personId)
    .where('role_id', '=', 'organization_owner')
    .execute();
  return rows.map((row) => row.organization_id);
}
