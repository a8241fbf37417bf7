import { isDigit, isWord } from './code-units.ts';
import { findDriverLogin, isDriverLogin } from './find-driver-login.ts';
import { findOracleLogin } from './find-config-secret.ts';
import { findHostLogin, findPairedPassword, findWrittenEmail } from './find-written-email.ts';
import type { Scan } from './scan.ts';

/** RFC 5321, section 4.5.3.1. */
const MAX_LOCAL = 64;
const QUOTE = 34;
const UNDERSCORE = 95;
const DOMAIN =
  /(?:[A-Za-z0-9\u00c0-\u052f\u05d0-\u05ea\u0620-\u065f\u0900-\u0963\u0e01-\u0e4e\u3040-\u9fff\uac00-\ud7a3](?:[A-Za-z0-9_\u00c0-\u052f\u05d0-\u05ea\u0620-\u065f\u0900-\u0963\u0e01-\u0e4e\u3040-\u9fff\uac00-\ud7a3-]{0,62})\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z\u00c0-\u052f]{2,24}|[\u05d0-\u05ea\u0620-\u065f\u0900-\u0963\u0e01-\u0e4e\u4e00-\u9fff\uac00-\ud7a3]{2,10})/y;
/** A domain in Latin letters. */
const LATIN_DOMAIN = /(?:[A-Za-z0-9][\w-]{0,62}\.){1,8}[A-Za-z]{2,24}/y;
/** What follows the last dot of a file, of code or of a unit of systemd, not of a domain. */
const NOT_A_DOMAIN =
  /\.(?:png|jpe?g|gif|svg|webp|ico|css|js|mjs|cjs|ts|tsx|jsx|json|ya?ml|html?|xml|py|rb|java|php|sh|md|txt|log|csv|pdf|zip|gz|tar|tgz|jar|war|dll|exe|whl|lock|toml|map|wasm|node|so|service|socket|slice|mount|timer)$/i;

/** Endings of files that are domains too, of countries and for anybody, and what versions and sizes are called. */
const MAY_BE_DOMAIN =
  /^(?!(?:v?\d+x?|latest|next|alpha|beta|main|master)\.).*\.(?:md|py|sh|so|zip)$/i;
/** `corp.com.py`: no file has such a name. */
const SECOND_LEVEL = /.\.(?:com|net|org|edu|gov|gob|mil|co|ac)\.[a-z]+$/i;
/** A field or a header of a mail whose value begins here. */
const ADDRESS_BEFORE =
  /mailto:$|(?:^|[^a-z])(?:e-?mails?|mails?|(?:e-?)?mail[_ ]?addr(?:ess)?|from|to|cc|bcc|reply-to|sender|recipient)["']?\s{0,2}[:=]\s{0,2}["'<]?$/;

/** Characters of a local part as they are used; others are legal and nobody's. */
function isLocal(code: number): boolean {
  // . _ % + - ' & and letters of any script that puts spaces between words
  return (
    isWord(code) ||
    code === 46 ||
    code === 45 ||
    code === 43 ||
    code === 37 ||
    code === 39 ||
    code === 38
  );
}

/** A letter or vowel sign of a script other than Latin, Greek and Cyrillic. */
function isFarLetter(code: number): boolean {
  if (code < 0x590 || code > 0xd7a3) return false;
  if (code < 0x700) return code !== 0x60c && code !== 0x61b && code !== 0x61f && code !== 0x6d4;
  return (code < 0x2000 || code > 0x303f) && code !== 0x964 && code !== 0x965;
}

const isFarLocal = (code: number): boolean => isLocal(code) || isFarLetter(code);

/** The same without the letters of scripts that put no spaces between words, from Thai on. */
const isSpacedLocal = (code: number): boolean =>
  isLocal(code) || (isFarLetter(code) && code < 0xe00);

/** An e-mail address around the `@` at `at`. */
export function findEmail(scan: Scan, at: number): number {
  const after = at + 1;
  if (isDriverLogin(scan, at) && findDriverLogin(scan, at)) return after;
  if (!scan.wants('EMAIL')) return after;
  const before = scan.code(at - 1);
  if (before === QUOTE) return findQuotedEmail(scan, at);
  // `ada[@]corp.io`
  if (before === 40 || before === 91) return Math.max(after, findWrittenEmail(scan, at - 1));
  let start = at;
  // Of a text without spaces between words those in Latin letters alone are the name.
  const isPart = isFarLetter(scan.code(at - 1)) ? isFarLocal : isSpacedLocal;
  while (start > at - MAX_LOCAL && isPart(scan.code(start - 1))) start--;
  // Longer than any address: a token with an @ in it.
  if (start === at || isWord(scan.code(start - 1))) return after;
  start = trimLocal(scan, start, at);
  if (start === at) return after;
  DOMAIN.lastIndex = after;
  if (!DOMAIN.test(scan.text))
    return isDigit(scan.code(after)) ? findHostLogin(scan, at) : findOracleLogin(scan, at);
  let end = endOfDomain(scan, after, DOMAIN.lastIndex);
  const next = scan.code(end);
  if (isDigit(next) || (next === UNDERSCORE && !isUnderlined(scan, end))) return after;
  // `name@host.tld-suffix` and `pkg@1.2.x` are no addresses; a dash ending a sentence is.
  if (next === 45 && isWord(scan.code(end + 1))) {
    if (!/^-[A-Z][a-z]/.test(scan.text.slice(end, end + 3))) return after;
  }
  const domain = scan.text.slice(after, end);
  if (NOT_A_DOMAIN.test(domain) && !isOfMail(scan, start, end, domain)) return after;
  if (isLogin(scan, start, at, end)) return after;
  if (domain.length > 253) end = after;
  // The underscores before it belong to those after it.
  if (next === UNDERSCORE) while (scan.code(start) === UNDERSCORE) start++;
  if (start === at) return after;
  if (scan.code(end) === 39)
    start +=
      /^(?:N|[bfru]{1,2}|E)'(?=\w)/i.exec(scan.text.slice(start, start + 4))?.[0].length ?? 0;
  if (end === after) return after;
  scan.add(start, end, 'EMAIL', 'email');
  return findPairedPassword(scan, start, end);
}

/** Without the text that goes on behind a domain in Latin letters in a script without spaces: `ada@corp.jpに。次に`. */
function endOfDomain(scan: Scan, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (!isFarLetter(scan.code(at))) continue;
    LATIN_DOMAIN.lastIndex = from;
    return LATIN_DOMAIN.test(scan.text) && LATIN_DOMAIN.lastIndex <= at
      ? LATIN_DOMAIN.lastIndex
      : end;
  }
  return end;
}

/** `"john doe"@example.com`: of a local part in quotes (RFC 5321, section 4.1.2) everything between them is the name. */
function findQuotedEmail(scan: Scan, at: number): number {
  let start = at - 2;
  while (start > at - MAX_LOCAL && scan.code(start) !== QUOTE && scan.code(start) > 31) start--;
  if (start === at - 2 || scan.code(start) !== QUOTE || isWord(scan.code(start - 1))) return at + 1;
  DOMAIN.lastIndex = at + 1;
  if (!DOMAIN.test(scan.text)) return at + 1;
  const end = DOMAIN.lastIndex;
  if (isWord(scan.code(end)) || NOT_A_DOMAIN.test(scan.text.slice(at + 1, end))) return at + 1;
  // The first quote stays: in JSON it may be the one that the text begins with.
  return scan.add(start + 1, end, 'EMAIL', 'email');
}

/** True for what ends like a file where it is clearly an address: `<ada@corp.md>`, `email: ada@corp.sh`, `ada@corp.com.py`. */
function isOfMail(scan: Scan, start: number, end: number, domain: string): boolean {
  if (!MAY_BE_DOMAIN.test(domain)) return false;
  const isBracketed = scan.code(start - 1) === 60 && scan.code(end) === 62;
  return isBracketed || SECOND_LEVEL.test(domain) || ADDRESS_BEFORE.test(scan.before(start, 24));
}

/** `_` around an address, as text is emphasized in Markdown. */
function isUnderlined(scan: Scan, end: number): boolean {
  let after = end + 1;
  while (after < end + 3 && scan.code(after) === UNDERSCORE) after++;
  return !isWord(scan.code(after));
}

/** Leaves out what cannot begin an address: quotes, dots, `%20`, `%3D`, the `name=` of a query. */
function trimLocal(scan: Scan, from: number, at: number): number {
  let start = from;
  const local = scan.text.slice(start, at);
  const amp = local.lastIndexOf('&');
  if (amp >= 0) start += amp + 1;
  if (local.includes('%')) {
    const escape = /.*%(?:20|2[0-9A-C]|3[A-F]|5B|5D|7B|7D|0[AD])/i.exec(scan.text.slice(start, at));
    if (escape !== null) start += escape[0].length;
  }
  while (start < at && !isWord(scan.code(start)) && !isFarLetter(scan.code(start))) start++;
  return start;
}

/** `scheme://user:password@host` and `git@host:path` are logins on machines, not mail addresses. */
function isLogin(scan: Scan, start: number, at: number, end: number): boolean {
  const name = scan.text.slice(start, at);
  if (/^_{0,3}git$/.test(name) && scan.code(end) === 58) return true;
  const before = scan.before(start, 80);
  return /[a-z0-9+]:\/\/[^\s/"'<>]*$/.test(before) && !before.endsWith('mailto://');
}
