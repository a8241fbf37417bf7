import type { Scan } from './scan.ts';
import { MAX_VALUE } from './value-bounds.ts';

/** A scheme (RFC 9110, section 11.1) that is known, and the credentials after it. */
const KNOWN =
  /^(?:(?:bearer|basic|token|ntlm|negotiate|apikey|api-key|ssws|bot|key)\s{1,3})?([^\s"',;<>[{$*][^\s"',<>]{7,4000})/i;
/** Any scheme: what follows must look like credentials. */
const OTHER =
  /^[A-Za-z][A-Za-z0-9-]{1,24} {1,3}((?=[^\s"',<>]{0,60}\d)[A-Za-z0-9._~+/=:-]{16,4000})/;
/** A scheme with parameters, of which the signature is secret; that of AWS holds for one request of the next minutes. */
const SIGNED = /^(?:digest|oauth|hawk|mac) /i;
const SIGNATURE =
  /\b(?:response|(?:oauth_)?signature|oauth_token|mac)=\\{0,7}["']?([A-Za-z0-9+/=%_-]{16,600})/gi;
/** Longest name of a parameter before its sign. */
const MAX_PARAMETER = 32;
/** What parts a name from its value in a list, a call or a file of settings. */
const BESIDE = /[zZ]ation["'\]]?(?:\s{0,2},\s{0,4}|\s{1,3})[bru]?["']/iy;

/** `Authorization: Scheme credentials`, from the value on. */
export function findHeader(scan: Scan, start: number, at: number): number {
  const text = scan.text.slice(start, Math.min(start + MAX_VALUE, scan.length));
  if (SIGNED.test(text)) return findSignature(scan, start, text, at);
  const other = OTHER.exec(text);
  const known = KNOWN.exec(text);
  // Letters before a space are a scheme, also where its credentials were replaced before.
  const isScheme =
    known === null ||
    (/^[A-Za-z][A-Za-z-]{1,24}$/.test(known[1]!) && text[known[0].length] === ' ');
  const found = isScheme ? other : known;
  // A `<` that cuts a value off begins what stands for one.
  if (found === null || text[found[0].length] === '<') return at + 1;
  const value = found[1]!;
  if (!/\d/.test(value) && !/[a-z][A-Z]|=$/.test(value)) return at + 1;
  // `authorization = parts[1]`, `cookie = self.header(x)`
  if (/^[A-Za-z_][\w.]*[([]/.test(value)) return at + 1;
  // `Authorization: writeToken`, `Authorization::of`: names of code.
  if (
    scan.code(at - 1) === 58 ||
    /^:|^[A-Za-z]{1,32}(?:Token|Key|Auth|Header|Credentials?)$/.test(value)
  )
    return at + 1;
  if (/^(?:bearer|basic|aws4-hmac-sha256)$|^https?:/i.test(value)) return at + 1;
  const equals = value.indexOf('=');
  const isPair =
    equals > 0 && equals < MAX_PARAMETER && equals < value.length - 8 && !value.endsWith('=');
  const from = start + found[0].length - value.length + (isPair ? equals + 1 : 0);
  const to = start + found[0].length;
  const part = scan.text.slice(from, to).search(/[;\]}]/);
  // `"authorization","}`
  if (part === 0) return at + 1;
  return scan.add(from, part < 0 ? to : from + part, 'SECRET', 'secret.header');
}

/** Signatures among the parameters of a line. */
function findSignature(scan: Scan, start: number, text: string, at: number): number {
  const line = /^[^\r\n]{0,1600}/.exec(text)![0];
  for (const found of line.matchAll(SIGNATURE)) {
    const to = start + found.index + found[0].length;
    scan.add(to - found[1]!.length, to, 'SECRET', 'secret.header');
  }
  // What stands between is looked at as ever.
  return at + 1;
}

/** `["authorization", "x"]`, `Set("Authorization", "x")`, `proxy_set_header Authorization "x"`, from the `z`. */
export function findHeaderBeside(scan: Scan, at: number): number {
  BESIDE.lastIndex = at;
  if (!BESIDE.test(scan.text)) return at + 1;
  return findHeader(scan, BESIDE.lastIndex, at);
}
