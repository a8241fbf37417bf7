import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/errors.ts';

/** Cost of a new hash: 32 MiB and about a fifth of a second (OWASP 2025: N=2^15, r=8, p=3). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes computed at once, and those that may wait for their turn: memory stays bounded under attack. */
const AT_ONCE = 2;
const WAITING = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

let running = 0;
const queue: (() => void)[] = [];

/**
 * A password as it is stored: `scrypt$N$r$p$salt$hash`, the last two in base64url.
 *
 * Computed in Node's thread pool, two at a time.
 * @throws AppError `busy` when too many wait
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inTurn(() => deriveKey(password, salt, HASH_BYTES, COST));
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Whether a password is the stored one.
 *
 * Takes as long for somebody without one (`stored` null), so that time does not tell who exists.
 * @throws AppError `busy` when too many wait
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = (stored ?? '').split('$');
  if (scheme !== 'scrypt' || hash === undefined) {
    await inTurn(() => deriveKey(password, Buffer.alloc(SALT_BYTES), HASH_BYTES, COST));
    return false;
  }
  const expected = Buffer.from(hash, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await inTurn(() =>
    deriveKey(password, Buffer.from(salt!, 'base64url'), expected.length, cost),
  );
  return timingSafeEqual(actual, expected);
}

function deriveKey(
  password: string,
  salt: Buffer,
  bytes: number,
  { N, r, p }: typeof COST,
): Promise<Buffer> {
  // Twice what scrypt needs (128 * N * r bytes) and a little: Node refuses at its own, lower default.
  return derive(password.normalize('NFKC'), salt, bytes, {
    N,
    r,
    p,
    maxmem: 256 * N * r + 2 ** 20,
  });
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) {
      throw new AppError('busy', 'Too many people sign in at once. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      });
    }
    await new Promise<void>((resolve) => queue.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // Whoever waits takes over the place; it is given up only when nobody does.
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
