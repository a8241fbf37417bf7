import { AppError } from '../../../shared/errors.ts';
import type { Origin } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import { senderNetwork } from '../keys/address-ranges.ts';
import type { Log } from '../log.ts';
import { AttemptLimiter } from './attempt-limiter.ts';
import { readPerson } from './find-person.ts';
import type { Passwords } from './passwords.ts';
import { useCode } from './second-factor.ts';
import type { SecondFactorKey } from './second-factor-key.ts';
import type { SessionService, StartedSession } from './session-service.ts';

/** Attempts in a row that cost nothing: for one account from one address, and for one address. */
const FREE_FOR_ACCOUNT = 5;
const FREE_FOR_ADDRESS = 30;

const wrong = (): AppError => new AppError('unauthenticated', 'E-mail or password is wrong.');

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
}

interface SignInOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly sessions: SessionService;
  readonly passwords: Passwords;
  readonly secondFactorKey: SecondFactorKey;
  readonly log: Log;
}

/** Signing in with e-mail, password and second factor. Who does not exist is answered like a wrong password. */
export class SignInService {
  readonly #options: SignInOptions;
  readonly #accounts = new AttemptLimiter(FREE_FOR_ACCOUNT);
  readonly #addresses = new AttemptLimiter(FREE_FOR_ADDRESS);

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /**
   * A session, or null where a code of the second factor is still to come.
   *
   * @throws AppError `unauthenticated`, or `busy` after too many attempts
   */
  async signIn(
    { email, password, code }: Credentials,
    from: Origin,
  ): Promise<StartedSession | null> {
    const { audit, clock, sessions, passwords, secondFactorKey } = this.#options;
    return this.guard(email, from, async () => {
      const person = await this.#personOf(email);
      const right = await passwords.verify(password, person?.password ?? null);
      if (!right || person === undefined || person.disabled_ms !== null) {
        if (person !== undefined) this.#refused(person.id, person.email, from);
        throw wrong();
      }
      if (person.totp_confirmed === 1 && (code === undefined || code.trim() === '')) return null;
      return audit.change({ kind: 'person', id: person.id, from }, async (tx) => {
        // Read again: while the password was checked it may have been changed, the code used, the account disabled.
        const now = await readPerson(tx, person.id);
        if (now.password !== person.password || now.disabled_ms !== null) throw wrong();
        const isRight =
          now.totp_confirmed === 0 ||
          (await useCode(tx, now, code ?? '', clock.now(), secondFactorKey));
        if (!isRight) {
          throw new AppError('unauthenticated', 'The code is wrong, or was used already.');
        }
        return sessions.write(tx, 'password', person.id, from);
      });
    });
  }

  /**
   * Runs something that proves who somebody is, unless it was tried too often.
   *
   * Success forgets the attempts; answering null (a code is missing) does not.
   */
  async guard<T>(account: string, from: Origin, prove: () => Promise<T>): Promise<T> {
    const now = this.#options.clock.now();
    const address = senderNetwork(from.address ?? 'local');
    const name = `${account.trim().toLowerCase()} ${address}`;
    const wait = Math.max(this.#accounts.wait(name, now), this.#addresses.wait(address, now));
    if (wait > 0) {
      throw new AppError('busy', `Too many attempts. Try again in ${wait} seconds.`, {
        retryAfterSeconds: wait,
      });
    }
    // Only what is tried counts: one that is turned away for its address makes nobody's pause longer.
    this.#accounts.count(name, now);
    this.#addresses.count(address, now);
    const answer = await prove();
    this.#addresses.undo(address);
    if (answer !== null) this.#accounts.succeed(name);
    return answer;
  }

  async #personOf(email: string) {
    return this.#options.catalog.db
      .selectFrom('person')
      .select(['id', 'email', 'password', 'totp_confirmed', 'disabled_ms'])
      .where('email', '=', email.trim())
      .executeTakeFirst();
  }

  /** Written down without waiting: how long the answer takes must not tell that the account exists. */
  #refused(personId: string, email: string | null, from: Origin): void {
    const { audit, log } = this.#options;
    audit
      .record(
        { kind: 'system', name: 'sign-in', from },
        { action: 'session.refused', resource: 'session', resourceId: personId, after: { email } },
      )
      .catch((error: unknown) => log.error('sign-in.not-recorded', describeBug(error)));
  }
}
