import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** A session ends this long after its last call, ms. */
const SESSION_IDLE_MS = 12 * 3600 * 1000;
const MAX_SESSIONS = 100;

const sha256 = (text: string): string => hash('sha256', text, 'hex');
const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * Lets people into the browser console with the sign-in token printed once at start.
 *
 * Tokens and sessions are kept as SHA-256 only, in memory: a restart ends them all.
 */
export class SignIn {
  readonly #clock: Clock;
  readonly #tokenHash: Buffer;
  /** Session hash to the time of its last call, ms. */
  readonly #sessions = new Map<string, number>();

  private constructor(clock: Clock, token: string) {
    this.#clock = clock;
    this.#tokenHash = Buffer.from(sha256(token));
  }

  /** With its token, which the caller prints once and forgets. */
  static create(clock: Clock): { signIn: SignIn; token: string } {
    const token = newToken();
    return { signIn: new SignIn(clock, token), token };
  }

  /** A new session for whoever has the sign-in token; undefined for anybody else. */
  start(token: string): string | undefined {
    if (!timingSafeEqual(Buffer.from(sha256(token)), this.#tokenHash)) return undefined;
    const session = newToken();
    const oldest = this.#sessions.keys().next().value;
    if (this.#sessions.size >= MAX_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    this.#sessions.set(sha256(session), this.#clock.now());
    return session;
  }

  /** Whether a session is alive; being asked keeps it so. Looked up by hash, so timing tells nothing of it. */
  check(session: string): boolean {
    const key = sha256(session);
    const last = this.#sessions.get(key);
    if (last === undefined) return false;
    const now = this.#clock.now();
    if (now - last > SESSION_IDLE_MS) {
      this.#sessions.delete(key);
      return false;
    }
    this.#sessions.set(key, now);
    return true;
  }

  end(session: string): void {
    this.#sessions.delete(sha256(session));
  }
}
