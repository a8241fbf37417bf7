import { hash, randomBytes } from 'node:crypto';

/**
 * `spw_` + 40 characters of random base 58 + 6 characters of checksum.
 *
 * Base 58 has no characters that a shell, a header or a reader's eye mistakes; 40 of them carry 234 bits.
 * The checksum tells a mistyped key from an unknown one without asking the database.
 */
export const SECRET_PREFIX = 'spw_';
/** Public halves of pairs: `spw_pub_` + 24 characters + checksum. */
export const PUBLIC_PREFIX = 'spw_pub_';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const SECRET_RANDOM = 40;
const PUBLIC_RANDOM = 24;
const CHECKSUM = 6;

/** What a string that was sent as a key turned out to be. */
export type ParsedKey = 'foreign' | 'mistyped' | { random: string };

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 232 = 4 * 58: bytes above would favor the first letters.
      if (byte < 232 && text.length < length) text += ALPHABET[byte % 58];
    }
  }
  return text;
}

function checksum(prefix: string, random: string): string {
  let number = hash('sha256', prefix + random, 'buffer').readUIntBE(0, 6);
  let text = '';
  for (let i = 0; i < CHECKSUM; i += 1) {
    text += ALPHABET[number % 58];
    number = Math.floor(number / 58);
  }
  return text;
}

/** A new secret, to be shown once. */
export function createSecret(): string {
  const random = randomText(SECRET_RANDOM);
  return SECRET_PREFIX + random + checksum(SECRET_PREFIX, random);
}

/** A new public half of a pair; not a secret. */
export function createPublicKey(): string {
  const random = randomText(PUBLIC_RANDOM);
  return PUBLIC_PREFIX + random + checksum(PUBLIC_PREFIX, random);
}

/** Takes a secret apart: its random part, or whether it is mistyped, or no key of ours at all. */
export function parseSecret(secret: string): ParsedKey {
  if (!secret.startsWith(SECRET_PREFIX) || secret.startsWith(PUBLIC_PREFIX)) return 'foreign';
  const body = secret.slice(SECRET_PREFIX.length);
  const random = body.slice(0, SECRET_RANDOM);
  if (body.length !== SECRET_RANDOM + CHECKSUM) return 'mistyped';
  return body.slice(SECRET_RANDOM) === checksum(SECRET_PREFIX, random) ? { random } : 'mistyped';
}

/** SHA-256 of a secret's random part, hex: what is stored and looked up. 234 random bits need no salt or slow hash. */
export function hashSecret(random: string): string {
  return hash('sha256', random, 'hex');
}
