import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Origin } from '../audit/actor.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { senderNetwork } from '../keys/address-ranges.ts';
import { AttemptLimiter } from '../people/attempt-limiter.ts';
import type { PeopleService } from '../people/people-service.ts';
import type { SessionService } from '../people/session-service.ts';
import type { SettingService } from '../settings/setting-service.ts';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Wrong links of one sender that cost nothing; the token is random, so this only quiets noise. */
const FREE_FOR_ADDRESS = 30;

interface SignInLinkServices {
  readonly sessions: Pick<SessionService, 'start'>;
  readonly people: Pick<PeopleService, 'localOwnerId'>;
  readonly settings: { readonly current: Pick<SettingService['current'], 'requireSignIn'> };
  readonly clock: Clock;
}

/**
 * The link a headless collector prints at its start: whoever has it signs in as the local owner, until "require
 * sign-in" is on. Its token is kept as SHA-256, in memory.
 */
export class SignInLink {
  readonly #services: SignInLinkServices;
  readonly #tokenSha256: Buffer;
  readonly #wrong = new AttemptLimiter(FREE_FOR_ADDRESS);

  private constructor(services: SignInLinkServices, token: string) {
    this.#services = services;
    this.#tokenSha256 = sha256(token);
  }

  /** With its token, which the caller prints once and forgets. */
  static create(services: SignInLinkServices): { link: SignInLink; token: string } {
    const token = randomBytes(32).toString('base64url');
    return { link: new SignInLink(services, token), token };
  }

  /**
   * The token of a new session. A right link lets in however many wrong ones came: 32 random bytes nobody guesses, and
   * whoever tries must keep nobody out, not even those behind the same address, which may be a proxy's.
   *
   * @throws AppError `unauthenticated` for a wrong link, `busy` after too many of them; `forbidden` while people have
   * to sign in with a password
   */
  async signIn(token: string, from: Origin): Promise<string> {
    if (!timingSafeEqual(sha256(token), this.#tokenSha256)) throw this.#refusal(from);
    const { sessions, people, settings } = this.#services;
    if (settings.current.requireSignIn) {
      throw new AppError('forbidden', 'Links are off here. Sign in with e-mail and password.');
    }
    const session = await sessions.start('link', await people.localOwnerId(), from);
    return session.token;
  }

  #refusal({ address }: Origin): AppError {
    const sender = senderNetwork(address ?? 'local');
    const now = this.#services.clock.now();
    const wait = this.#wrong.wait(sender, now);
    if (wait > 0) {
      const message = `Too many wrong sign-in links. Try again in ${wait} seconds.`;
      return new AppError('busy', message, { retryAfterSeconds: wait });
    }
    this.#wrong.count(sender, now);
    return new AppError(
      'unauthenticated',
      'This sign-in link is not valid. Use the newest one "spanward serve" printed.',
    );
  }
}
