import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Origin } from '../audit/actor.ts';
import { AppError } from '../../../shared/errors.ts';
import type { PeopleService } from '../people/people-service.ts';
import type { SessionService } from '../people/session-service.ts';
import type { SettingService } from '../settings/setting-service.ts';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

interface SignInLinkServices {
  readonly sessions: SessionService;
  readonly people: PeopleService;
  readonly settings: SettingService;
}

/**
 * The link a headless collector prints at its start: whoever has it signs in as the local owner, until "require
 * sign-in" is on. Its token is kept as SHA-256, in memory.
 */
export class SignInLink {
  readonly #services: SignInLinkServices;
  readonly #tokenSha256: Buffer;

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
   * The token of a new session; undefined for a wrong link.
   *
   * @throws AppError `forbidden` while people have to sign in with a password
   */
  async signIn(token: string, from: Origin): Promise<string | undefined> {
    if (!timingSafeEqual(sha256(token), this.#tokenSha256)) return undefined;
    const { sessions, people, settings } = this.#services;
    if (settings.current.requireSignIn) {
      throw new AppError('forbidden', 'Links are off here. Sign in with e-mail and password.');
    }
    const session = await sessions.start('link', await people.localOwnerId(), from);
    return session.token;
  }
}
