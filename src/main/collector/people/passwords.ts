import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/errors.ts';

/** Parameters of scrypt (RFC 7914); memory is 128 * N * r bytes. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about a fifth of a second (OWASP Password Storage Cheat Sheet: N=2^15, r=8, p=3). */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes computed at once, and those that may wait for their turn: memory stays bounded under attack. */
const AT_ONCE = 2;
const WAITING = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Hashes and verifies passwords in Node's thread pool, two at a time. */
export class Passwords {
  readonly #cost: PasswordCost;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  /** @param cost of new hashes; those stored verify with the cost they were made with */
  constructor(cost: PasswordCost) {
    this.#cost = cost;
  }

  /**
   * A password as it is stored: `scrypt$N$r$p$salt$hash`, the last two in base64url.
   *
   * @throws AppError `busy` when too many wait
   */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, salt, HASH_BYTES, this.#cost);
    const { N, r, p } = this.#cost;
    return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
  }

  /**
   * Whether a password is the stored one.
   *
   * Takes as long for somebody without one (`stored` null), so that time does not tell who exists.
   * @throws AppError `busy` when too many wait
   */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const [scheme, N, r, p, salt, hash] = (stored ?? '').split('$');
    if (scheme !== 'scrypt' || hash === undefined) {
      await this.#derive(password, Buffer.alloc(SALT_BYTES), HASH_BYTES, this.#cost);
      return false;
    }
    const expected = Buffer.from(hash, 'base64url');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const bytes = expected.length;
    const actual = await this.#derive(password, Buffer.from(salt!, 'base64url'), bytes, cost);
    return timingSafeEqual(actual, expected);
  }

  async #derive(
    password: string,
    salt: Buffer,
    bytes: number,
    { N, r, p }: PasswordCost,
  ): Promise<Buffer> {
    // Twice what scrypt needs and a little: Node refuses at its own, lower default.
    const maxmem = 256 * N * r + 2 ** 20;
    await this.#enter();
    try {
      return await derive(password.normalize('NFKC'), salt, bytes, { N, r, p, maxmem });
    } finally {
      // Whoever waits takes over the place; it is given up only when nobody does.
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#queue.length >= WAITING) {
      throw new AppError('busy', 'Too many people sign in at once. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      });
    }
    await new Promise<void>((resolve) => this.#queue.push(resolve));
  }
}
