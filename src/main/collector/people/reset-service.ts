import { AppError } from '../../../shared/errors.ts';
import type { Actor, Origin } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Clock } from '../clock.ts';
import { isEmailTaken, readPerson } from './find-person.ts';
import { createToken, hashToken } from './one-time-token.ts';
import type { Passwords } from './passwords.ts';
import { personEntry } from './person-entry.ts';
import type { SessionService } from './session-service.ts';
import { RESET_LIFE_MS } from './session-times.ts';

/** One-time codes with which somebody locked out sets a new password. */
export class ResetService {
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #sessions: SessionService;

  readonly #passwords: Passwords;

  constructor(clock: Clock, audit: AuditTrail, sessions: SessionService, passwords: Passwords) {
    this.#passwords = passwords;
    this.#clock = clock;
    this.#audit = audit;
    this.#sessions = sessions;
  }

  /**
   * A code for a person, instead of any before it.
   *
   * @param email the local owner's address, where it is not set yet or is to change
   * @throws AppError `invalid` for somebody without an address, `conflict` for one that is taken
   */
  async create(actor: Actor, personId: string, organizationId: string | null, email?: string) {
    const code = createToken('spr');
    const expires_ms = this.#clock.now() + RESET_LIFE_MS;
    return this.#audit.change(actor, async (tx) => {
      const person = await readPerson(tx, personId);
      const address = email ?? person.email;
      if (address === null) {
        throw new AppError(
          'invalid',
          'The owner has no e-mail address yet. Name one with --email.',
        );
      }
      if (await isEmailTaken(tx, address, personId)) {
        throw new AppError('conflict', `Somebody else has ${address}.`);
      }
      await tx
        .updateTable('person')
        .set({ email: address, reset_sha256: hashToken(code), reset_expires_ms: expires_ms })
        .where('id', '=', personId)
        .execute();
      return {
        answer: { code, email: address, expiresAt: new Date(expires_ms).toISOString() },
        entries: [
          {
            action: 'person.reset_code_created',
            resource: 'person',
            resourceId: personId,
            resourceName: person.name,
            organizationId,
            after: { email: address },
          },
        ],
      };
    });
  }

  /**
   * Uses a code up: sets the password, turns the second factor off, ends every session.
   *
   * @throws AppError `unauthenticated` for a wrong, used or old code
   */
  async use(code: string, password: string, from: Origin): Promise<{ email: string }> {
    const sha256 = hashToken(code.trim());
    // Hashed before the code is looked at: a wrong one takes as long.
    const hashed = await this.#passwords.hash(password);
    const actor: Actor = { kind: 'system', name: 'reset code', from };
    return this.#audit.change(actor, async (tx) => {
      const person = await tx
        .selectFrom('person')
        .selectAll()
        .where('reset_sha256', '=', sha256)
        .where('reset_expires_ms', '>', this.#clock.now())
        .executeTakeFirst();
      if (person === undefined || person.email === null) {
        throw new AppError(
          'unauthenticated',
          'This code is not valid: it was used, replaced, or is older than a day. Ask for a new one.',
        );
      }
      await tx
        .updateTable('person')
        .set({
          password: hashed,
          reset_sha256: null,
          reset_expires_ms: null,
          totp_sealed: null,
          totp_confirmed: 0,
          recovery_sha256: '[]',
        })
        .where('id', '=', person.id)
        .execute();
      const ended = await this.#sessions.endAll(tx, { personId: person.id });
      return {
        answer: { email: person.email },
        entries: [personEntry('password_changed', person), ...ended],
      };
    });
  }
}
