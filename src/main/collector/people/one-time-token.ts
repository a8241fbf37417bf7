import { hash, randomBytes } from 'node:crypto';

/** A random secret (256 bits) that is safe in an address, after a prefix that says what it is. */
export function createToken(prefix: 'sps' | 'spi' | 'spr'): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** All that is kept of a token. As it is random, looking it up by its hash tells nothing by its timing. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

const READABLE = 'abcdefghjkmnpqrstvwxyz23456789';

/** Ten codes of 10 readable characters (49 bits each), for whoever lost the second factor. */
export function createRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    let code = '';
    while (code.length < 10) {
      const byte = randomBytes(1)[0]!;
      // Bytes beyond a multiple of the alphabet would make some characters likelier.
      if (byte < 256 - (256 % READABLE.length)) code += READABLE[byte % READABLE.length];
    }
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });
}
