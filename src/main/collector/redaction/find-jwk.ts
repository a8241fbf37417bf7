import type { Scan } from './scan.ts';

const PART = /^[A-Za-z0-9_-]{20,2000}$/;
/** Longer than a key of 4096 bits is, with all its parts. */
const MAX_KEY = 4096;
/** What else is private of an RSA key (RFC 7518, section 6.3.2); `n` and `e` are public. */
const PRIMES = /(["'])(?:p|q|dp|dq|qi)\1\s{0,8}:\s{0,8}["']([A-Za-z0-9_-]{20,1000})["']/g;

/**
 * Adds a private part of a JSON Web Key, the value of the field `name`: `d`, with which all others go, or the `k` of a
 * symmetric key. False where it is none.
 */
export function addKeyPart(scan: Scan, name: string, start: number, end: number): boolean {
  if ((name !== 'd' && name !== 'k') || !PART.test(scan.text.slice(start, end))) return false;
  const from = Math.max(0, start - MAX_KEY);
  const before = scan.text.slice(from, start);
  const object = before.slice(before.lastIndexOf('{') + 1);
  const after = /^[^{}]*/.exec(scan.text.slice(end, end + MAX_KEY))![0];
  if (!/["']kty["']/.test(object) && !/["']kty["']/.test(after)) return false;
  scan.add(start, end, 'SECRET', 'secret.private_key');
  if (/["']d["']\s{0,8}:[^]*["']d["']\s{0,8}:/.test(object)) return true;
  addPrimes(scan, object, start - object.length);
  addPrimes(scan, after, end);
  return true;
}

function addPrimes(scan: Scan, text: string, from: number): void {
  for (const found of text.matchAll(PRIMES)) {
    const end = from + found.index + found[0].length - 1;
    scan.add(end - found[2]!.length, end, 'SECRET', 'secret.private_key');
  }
}
