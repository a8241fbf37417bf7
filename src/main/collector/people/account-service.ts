import { randomBytes } from 'node:crypto';
import type { Profile } from '../../../shared/contract/session.ts';
import { AppError } from '../../../shared/errors.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { isEmailTaken, readPerson, type PersonRow } from './find-person.ts';
import { createRecoveryCodes } from './one-time-token.ts';
import type { Passwords } from './passwords.ts';
import { personEntry } from './person-entry.ts';
import { hashRecoveryCode } from './second-factor.ts';
import type { SecondFactorKey } from './second-factor-key.ts';
import type { SessionService } from './session-service.ts';
import { toBase32, totpAddress, totpStep } from './totp.ts';

/** Bytes of a second factor's secret, as RFC 4226 recommends. */
const SECRET_BYTES = 20;

/** What people do with their own account: name, password, second factor. */
export class AccountService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #sessions: SessionService;
  readonly #passwords: Passwords;
  readonly #secondFactorKey: SecondFactorKey;

  constructor(
    catalog: Catalog,
    clock: Clock,
    audit: AuditTrail,
    sessions: SessionService,
    passwords: Passwords,
    secondFactorKey: SecondFactorKey,
  ) {
    this.#secondFactorKey = secondFactorKey;
    this.#passwords = passwords;
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
    this.#sessions = sessions;
  }

  async profile(personId: string): Promise<Profile> {
    const person = await readPerson(this.#catalog.db, personId);
    const organizations = await this.#catalog.db
      .selectFrom('organization_member as m')
      .innerJoin('organization as o', 'o.id', 'm.organization_id')
      .leftJoin('role as r', 'r.id', 'm.role_id')
      .select(['o.id', 'o.name', 'm.role_id', 'r.name as role_name'])
      .where('m.person_id', '=', personId)
      .orderBy('o.created_ms')
      .execute();
    return {
      personId,
      name: person.name,
      email: person.email,
      isLocalOwner: person.is_local === 1,
      instanceOwner: person.instance_owner === 1,
      hasPassword: person.password !== null,
      secondFactor: person.totp_confirmed === 1,
      recoveryCodesLeft: (JSON.parse(person.recovery_sha256) as string[]).length,
      organizations: organizations.map(({ id, name, role_id, role_name }) => ({
        id,
        name,
        roleName: role_name ?? builtInRole(role_id)?.name ?? null,
      })),
    };
  }

  /** @throws AppError `forbidden` for the e-mail of anybody but the local owner, `conflict` for one that is taken */
  async setProfile(
    actor: Actor,
    personId: string,
    change: { name?: string | undefined; email?: string | undefined },
  ): Promise<Profile> {
    const before = await readPerson(this.#catalog.db, personId);
    const name = change.name ?? before.name;
    const email = change.email ?? before.email;
    if (email !== before.email && before.is_local === 0) {
      throw new AppError('forbidden', 'Your e-mail address is the one you were invited with.');
    }
    await this.#audit.change(actor, async (tx) => {
      if (email !== null && (await isEmailTaken(tx, email, personId))) {
        throw new AppError('conflict', `Somebody else has the e-mail address ${email}.`);
      }
      await tx.updateTable('person').set({ name, email }).where('id', '=', personId).execute();
      return {
        answer: undefined,
        entries: [
          {
            ...personEntry('profile_changed', { ...before, name, email }),
            before: { name: before.name, email: before.email },
          },
        ],
      };
    });
    return this.profile(personId);
  }

  /**
   * Sets a new password; all sessions but this one end.
   *
   * @throws AppError `forbidden` for a wrong old one, `conflict` without an e-mail address to sign in with
   */
  async changePassword(
    actor: Actor,
    personId: string,
    sessionId: string | null,
    current: string | undefined,
    password: string,
  ): Promise<Profile> {
    const person = await readPerson(this.#catalog.db, personId);
    if (person.email === null) {
      throw new AppError('conflict', 'Set your e-mail address first: you will sign in with it.');
    }
    if (person.password !== null) await this.#prove(person, current ?? '');
    const hashed = await this.#passwords.hash(password);
    await this.#audit.change(actor, async (tx) => {
      await requireStill(tx, person);
      await tx
        .updateTable('person')
        .set({ password: hashed, reset_sha256: null, reset_expires_ms: null })
        .where('id', '=', personId)
        .execute();
      const ended = await this.#sessions.endAll(tx, { personId, except: sessionId });
      return { answer: undefined, entries: [personEntry('password_changed', person), ...ended] };
    });
    return this.profile(personId);
  }

  /** A secret for an authenticator app; it counts once `confirmSecondFactor` has seen a code of it. */
  async beginSecondFactor(actor: Actor, personId: string, password: string) {
    const person = await readPerson(this.#catalog.db, personId);
    await this.#prove(person, password);
    if (person.totp_confirmed === 1) {
      throw new AppError('conflict', 'The second factor is on already. Turn it off first.');
    }
    const secret = randomBytes(SECRET_BYTES);
    await this.#audit.change(actor, async (tx) => {
      await requireStill(tx, person);
      await tx
        .updateTable('person')
        .set({ totp_sealed: this.#secondFactorKey.seal(personId, secret), totp_last_step: 0 })
        .where('id', '=', personId)
        .execute();
      return { answer: undefined, entries: [personEntry('profile_changed', person)] };
    });
    const account = person.email ?? person.name;
    return { secret: toBase32(secret), address: totpAddress(secret, account) };
  }

  /** @throws AppError `forbidden` for a wrong code, `conflict` when none was begun */
  async confirmSecondFactor(actor: Actor, personId: string, code: string): Promise<string[]> {
    const codes = createRecoveryCodes();
    return this.#audit.change(actor, async (tx) => {
      const person = await readPerson(tx, personId);
      const sealed = person.totp_sealed;
      const secret = sealed === null ? null : this.#secondFactorKey.unseal(personId, sealed);
      if (secret === null || person.totp_confirmed === 1) {
        throw new AppError('conflict', 'No second factor waits to be confirmed. Begin again.');
      }
      const step = totpStep(secret, code.replaceAll(/\s/g, ''), this.#clock.now(), 0);
      if (step === null) {
        throw new AppError(
          'forbidden',
          'The code is wrong. Check that the clock of your phone is right.',
        );
      }
      const recovery_sha256 = JSON.stringify(codes.map((one) => hashRecoveryCode(one)));
      await tx
        .updateTable('person')
        .set({ totp_confirmed: 1, totp_last_step: step, recovery_sha256 })
        .where('id', '=', personId)
        .execute();
      return { answer: codes, entries: [personEntry('second_factor_on', person)] };
    });
  }

  async removeSecondFactor(actor: Actor, personId: string, password: string): Promise<Profile> {
    const person = await readPerson(this.#catalog.db, personId);
    await this.#prove(person, password);
    await this.#audit.change(actor, async (tx) => {
      await requireStill(tx, person);
      await tx
        .updateTable('person')
        .set({ totp_sealed: null, totp_confirmed: 0, recovery_sha256: '[]' })
        .where('id', '=', personId)
        .execute();
      return { answer: undefined, entries: [personEntry('second_factor_off', person)] };
    });
    return this.profile(personId);
  }

  /** Whether some owner of the instance can sign in with a password. */
  async hasOwnerWithPassword(): Promise<boolean> {
    const row = await this.#catalog.db
      .selectFrom('person')
      .select('id')
      .where('instance_owner', '=', 1)
      .where('password', 'is not', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  async #prove(person: PersonRow, password: string): Promise<void> {
    if (await this.#passwords.verify(password, person.password)) return;
    throw wrong();
  }
}

const wrong = (): AppError => new AppError('forbidden', 'Your current password is wrong.');

/** A password takes long to check: it may have been changed meanwhile, as with a reset code. */
async function requireStill(tx: CatalogTransaction, { id, password }: PersonRow): Promise<void> {
  if ((await readPerson(tx, id)).password !== password) throw wrong();
}
