import { randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** `<prefix>_` and 12 random characters (60 bits) that are safe in a path, a URL and a shell. */
export function createRowId(prefix: 'prj' | 'key'): string {
  let id = `${prefix}_`;
  for (const byte of randomBytes(12)) id += CROCKFORD[byte & 31];
  return id;
}
