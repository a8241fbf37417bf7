import { isWord } from './code-units.ts';
import type { Scan } from './scan.ts';

/** Characters of a vendor's name, which stands before the kind of key: `mdb_sa`, `apify`. */
const MAX_NAME = 16;
/** Names of keys that are made to be seen, and of what is paid: `pk_live_`, `cs_live_`. */
const NOT_SECRET = /(?:^|[_-])(?:pk|pub|public|publishable|cs|price|product|cus|sub|id)$/i;
/** Letters of one word in a name that somebody made up: random ones have few so long. */
const WORDS = /[a-z]{4,}/g;

/** True for what stands between the name of a vendor and a key: `_sk_`, `-live-`. */
export const isInName = (prefix: string): boolean => /^[_-]/.test(prefix);

/**
 * `acme_sk_...`, `acme-live-...`: a key of a vendor nobody knows, by what it says before as many random characters as no
 * identifier of a program has. The joint before the kind is at `joint`, the one after it at `at`.
 */
export function findVendorKey(scan: Scan, joint: number, pattern: RegExp, at: number): number {
  let start = joint;
  while (start > joint - MAX_NAME && isPart(scan.code(start - 1))) start--;
  if (start === joint || isPart(scan.code(start - 1))) return at + 1;
  if (!/^[a-z][a-z0-9_-]*$/i.test(scan.text.slice(start, joint))) return at + 1;
  if (NOT_SECRET.test(scan.text.slice(start, joint))) return at + 1;
  pattern.lastIndex = joint;
  if (!pattern.test(scan.text)) return at + 1;
  const end = pattern.lastIndex;
  return isRandom(scan.text.slice(at + 1, end))
    ? scan.add(start, end, 'SECRET', 'secret.api_key')
    : at + 1;
}

const isPart = (code: number): boolean => isWord(code) || code === 45;

/** Letters of both cases and digits, or hexadecimal ones, of which no words are made. */
function isRandom(body: string): boolean {
  if (body.length < 32 && !/\d.*\d/.test(body)) return false;
  if (!/[A-Z]/.test(body) || !/[a-z]/.test(body)) {
    return body.length >= 32 && /^[0-9a-f]+$/.test(body) && /[a-f]/.test(body);
  }
  const words = body.match(WORDS)?.filter((word) => /[aeiou]/.test(word)) ?? [];
  const inWords = words.join('').length;
  return inWords * 2 < body.length;
}
