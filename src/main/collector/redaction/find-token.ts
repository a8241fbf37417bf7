import { parseSecret } from '../keys/key-format.ts';
import { isOfKey, isOfMailgun, isOfSnmp, isRegion, mayBeOption } from './cheap-tests.ts';
import { isDigit, isWord, MARGIN } from './code-units.ts';
import { findAdjacentSecret } from './find-adjacent-secret.ts';
import { findCommunity, findRequirepass, findServerKey } from './find-config-secret.ts';
import {
  findKeyString,
  findMailLogin,
  findMailPassword,
  findMasterauth,
  findRouterSecret,
  findSharedKey,
} from './find-line-secret.ts';
import { findOption } from './find-option.ts';
import { findHeaderBeside } from './find-header.ts';
import { findVendorKey, isInName } from './find-vendor-key.ts';
import { findPhrase } from './find-phrase.ts';
import { findWrittenEmail } from './find-written-email.ts';
import type { Scan } from './scan.ts';
import { findForeignSecret, findSpokenSecret } from './find-spoken-secret.ts';
import { endingSlot } from './prefix-endings.ts';
import { TOKEN_FORMATS, type TokenFormat } from './secret-tokens.ts';

/** Formats by a hash of the last three characters of their prefixes. */
const BY_ENDING: (readonly TokenFormat[] | undefined)[] = Array.from({ length: 1 << 15 });
for (const format of TOKEN_FORMATS) {
  const [first, second, third] = Buffer.from(format.prefix.slice(-3), 'latin1');
  const slot = endingSlot(first!, second!, third!);
  BY_ENDING[slot] = [...(BY_ENDING[slot] ?? []), format];
}

const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.()\\#|]|-(?!----)){0,12000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/y;
const AWS_KEY = /A(?:KIA|SIA|BIA|CCA|IDA|ROA)[A-Z0-9]{16}(?![A-Za-z0-9])/y;
const AWS_SECRET_NEAR = /[^]{0,120}?(?:[^A-Za-z0-9/+])([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/y;
const GOOGLE_KEY = /AIza[A-Za-z0-9_-]{30,40}(?![A-Za-z0-9_-])/y;
const JWT =
  /eyJ[A-Za-z0-9_-]{8,2000}\.(?:eyJ)?[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,2000}){0,3}/y;
const GOOGLE_REFRESH = /1\/\/0[A-Za-z0-9_-]{30,200}/y;
const BASE64_PEM = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]{40,16000}/y;
/** `PRIVATE` in base64, wherever it begins in three bytes; the last character of each depends on what follows. */
const BASE64_PRIVATE = /UFJJVkFUR|BSSVZBVE|QUklWQVRF/;
const SCHEME = /(?:Bearer|Basic) {1,3}([A-Za-z0-9._~+/=-]{8,4000})/y;
const META_TOKEN = /\|[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/y;
const GRAFANA_KEY = /eyJrIjoi[A-Za-z0-9+/_-]{60,400}={0,3}/y;
const JWT_BASE64 = /ZXlK[A-Za-z0-9+/_-]{80,8000}={0,2}/y;
/** A hash of a password as directories store it (RFC 2307, section 5.3). */
const LDAP_HASH = /\{S(?:SHA|HA|MD5)(?:\d{3})?\}[A-Za-z0-9+/]{20,160}={0,2}/y;
const AZURE_SECRET = /[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}/y;
const AZURE_DEVOPS = /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/y;
const AZURE_KEY = /[A-Za-z0-9]{32,60}JQQJ99[A-Za-z0-9]{24,32}(?![A-Za-z0-9])/y;

function match(pattern: RegExp, scan: Scan, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(scan.text) ? pattern.lastIndex : 0;
}

/** Three parts of fixed lengths, the first of which is the id of an account in base64. */
function findDiscordToken(scan: Scan, at: number): number {
  let start = at;
  while (start > at - 29 && isTokenPart(scan.code(start - 1))) start--;
  if (at - start < 23 || at - start > 28) return at + 1;
  DISCORD.lastIndex = at;
  if (!/[MNO]/.test(scan.text[start]!) || !DISCORD.test(scan.text)) return at + 1;
  return scan.add(start, DISCORD.lastIndex, 'SECRET', 'secret.discord');
}
const DISCORD = /\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/y;
const isTokenPart = (code: number): boolean => isWord(code) || code === 45;

/** A token whose prefix ends at `at` with `_`, `-`, `.` or a digit. */
export function findPrefixedToken(scan: Scan, at: number): number {
  const joint = scan.code(at);
  const formats = BY_ENDING[endingSlot(scan.code(at - 2), scan.code(at - 1), joint)];
  if (joint === 45 && mayBeOption(scan.codes, at + MARGIN)) {
    const end = findOption(scan, at);
    if (end > at + 1) return end;
  }
  if (joint === 45 && scan.code(at + 1) === 45 && scan.code(at + 4) === 45) {
    return findPrivateKey(scan, at);
  }
  if (joint === 46 && scan.code(at + 7) === 46 && scan.wants('SECRET')) {
    const end = findDiscordToken(scan, at);
    if (end > at + 1) return end;
  }
  if (joint === 45 && isOfSnmp(scan.codes, at + MARGIN)) return findCommunity(scan, at);
  if (joint === 45 && isOfKey(scan.codes, at + MARGIN)) return findKeyString(scan, at);
  if (joint === 45 && scan.wants('SECRET')) {
    const end = findSharedKey(scan, at);
    if (end > at) return end;
  }
  if (joint === 45 && isRegion(scan.codes, at + MARGIN)) {
    const end = findMailKey(scan, at, MAILCHIMP, 'mailchimp');
    if (end > at + 1) return end;
  }
  if (joint === 45 && isOfMailgun(scan.codes, at + MARGIN)) {
    const end = findMailKey(scan, at, MAILGUN, 'mailgun');
    if (end > at + 1) return end;
  }
  if (joint === 36) {
    const end = findPasswordHash(scan, at);
    if (end > at + 1) return end;
  }
  const isName = joint === 95 || joint === 45;
  if (formats === undefined || !scan.wants('SECRET'))
    return isName ? findAdjacentSecret(scan, at) : at + 1;
  for (const { prefix, pattern, vendor } of formats) {
    const start = at - prefix.length + 1;
    if (start < 0 || !scan.text.startsWith(prefix, start)) continue;
    if (isInName(prefix)) {
      const end = findVendorKey(scan, start, pattern, at);
      if (end > at + 1) return end;
      continue;
    }
    const before = scan.code(start - 1);
    if (isWord(before) || (before === 45 && isWord(scan.code(start - 2)))) continue;
    const end = match(pattern, scan, start);
    if (end === 0) continue;
    if (vendor === 'spanward' && typeof parseSecret(scan.text.slice(start, end)) === 'string')
      continue;
    return scan.add(start, end, 'SECRET', `secret.${vendor}`);
  }
  return isName ? findAdjacentSecret(scan, at) : at + 1;
}

/** `pbkdf2:sha256:600000$salt$hash`, `scrypt:32768:8:1$salt$hash`, as Werkzeug writes them; the first `$` is at `at`. */
function findPasswordHash(scan: Scan, at: number): number {
  if (!scan.wants('SECRET') || !isDigit(scan.code(at - 1))) return at + 1;
  const method = /(?:^|[^a-z0-9])((?:pbkdf2:sha\d{1,3}|scrypt:\d{1,8}:\d{1,3}):\d{1,8})$/.exec(
    scan.before(at, 32),
  );
  const end = method === null ? 0 : match(HASHED, scan, at);
  if (end === 0) return at + 1;
  return scan.add(at - method![1]!.length, end, 'SECRET', 'secret.password_hash');
}
const HASHED = /\$[A-Za-z0-9+/.=_-]{4,90}\$[A-Za-z0-9+/.=_-]{40,180}/y;

/** A key of a sender of mails: 32 hexadecimal digits before the dash at `at`. */
function findMailKey(scan: Scan, at: number, pattern: RegExp, vendor: string): number {
  if (!scan.wants('SECRET') || isWord(scan.code(at - 33))) return at + 1;
  const end = match(pattern, scan, Math.max(0, at - 32));
  return end > at ? scan.add(at - 32, end, 'SECRET', `secret.${vendor}`) : at + 1;
}
const MAILCHIMP = /[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/y;
const MAILGUN = /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/y;

function findPrivateKey(scan: Scan, at: number): number {
  if (!scan.wants('SECRET') || !scan.text.startsWith('-----BEGIN ', at))
    return skipDashes(scan, at);
  const end = match(PRIVATE_KEY, scan, at);
  if (end === 0) return at + 5;
  scan.add(at, end, 'SECRET', 'secret.private_key');
  return /-----END [A-Z0-9 ]{0,40}-----$/.test(scan.text.slice(end - 54, end))
    ? end
    : addKeyLines(scan, end);
}

/**
 * The lines of a key up to its end, each by itself: they may be texts of a list of JSON, or joined by a program, and what
 * stands between them stays.
 */
function addKeyLines(scan: Scan, from: number): number {
  const rest = scan.text.slice(from, from + MAX_KEY);
  const last = rest.search(/-----END [A-Z0-9 ]{0,40}PRIVATE KEY/);
  let end = from;
  if (last < 0) return end;
  for (const line of rest
    .slice(0, last)
    .matchAll(/[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]{1,15}={1,2}/g)) {
    end = scan.add(
      from + line.index,
      from + line.index + line[0].length,
      'SECRET',
      'secret.private_key',
    );
  }
  return end;
}
const MAX_KEY = 5000;

function skipDashes(scan: Scan, at: number): number {
  let end = at + 1;
  while (scan.code(end + 5) === 45 && scan.code(end) === 45) end++;
  return end;
}

/** A token or a word that is known by a rare letter in it, at `at`. */
export function findLetterToken(scan: Scan, at: number): number {
  if (scan.code(at) === 91) return findWrittenEmail(scan, at);
  if (!scan.wants('SECRET')) return noteObject(scan, at);
  const before = scan.code(at - 1);
  const next = scan.code(at + 1);
  switch (scan.code(at)) {
    case 73: // I: A?IA, AIza, LOGIN and PLAIN
      if (next === 78) return findMailLogin(scan, at);
      if (next === 65) return findAwsKey(scan, at - 2);
      if (before === 65 && next === 122) return addToken(scan, GOOGLE_KEY, at - 1, 'google', at);
      return at + 1;
    case 75: // K: ABSK, and ZXlK, which is eyJ in base64
      if (next === 101) return findAdjacentSecret(scan, at);
      if (before === 108) return addToken(scan, JWT_BASE64, at - 3, 'jwt', at);
      if (before !== 83 || !scan.text.startsWith('AB', at - 3)) return at + 1;
      return addToken(scan, /ABSK[A-Za-z0-9+/]{100,280}={0,2}/y, at - 3, 'aws', at);
    case 74: // J: eyJ, JQQJ99
      if (before === 121 && scan.code(at - 2) === 101) {
        let end = endsWithDot(scan, at - 2) ? addToken(scan, JWT, at - 2, 'jwt', at) : at + 1;
        if (end === at + 1) end = addToken(scan, GRAFANA_KEY, at - 2, 'grafana', at);
        return end === at + 1 ? noteObject(scan, at) : end;
      }
      return next === 81 ? findAzureKey(scan, at) : at + 1;
    case 66: // B: Bearer, Basic, ATBB
      if (before === 66)
        return addToken(scan, /ATBB[A-Za-z0-9_=.-]{28,100}/y, at - 3, 'bitbucket', at);
      return findScheme(scan, at);
    case 83: // S: {SSHA}, Secret, SecureString, PASS
      if (before === 65) return findMailPassword(scan, at);
      if (before === 123) return addToken(scan, LDAP_HASH, at - 1, 'password_hash', at);
      return findAdjacentSecret(scan, at);
    case 84: // T: Token
      return findAdjacentSecret(scan, at);
    case 107: // k: api key, token
      if (scan.code(at + 2) === 121) {
        const end = findServerKey(scan, at);
        if (end > at + 1) return end;
      }
      return Math.max(at + 1, findAdjacentSecret(scan, scan.code(at + 2) === 121 ? at : at - 2));
    case 90: // Z, z: AZDO, authorization
      if (before === 65 && next === 68) return addToken(scan, AZURE_DEVOPS, at - 77, 'azure', at);
      return findHeaderBeside(scan, at);
    case 122:
      return findHeaderBeside(scan, at);
    case 114: // r: secret, phrase
      if (before === 104) return findPhrase(scan, at);
      return Math.max(findRouterSecret(scan, at), findAdjacentSecret(scan, at - 3));
    case 117: // u: masterauth
      return findMasterauth(scan, at);
    case 113: // q: requirepass
      return findRequirepass(scan, at);
    case 119: // w: password, pwd
      if (before === 112 && next === 100) return Math.max(at + 1, findAdjacentSecret(scan, at - 1));
      return findSpokenSecret(scan, at);
    case 87: // W: PASSWORD
    case 89: // Y: IDENTIFIED BY
      return findSpokenSecret(scan, at);
    default:
      return findForeignSecret(scan, at);
  }
}

/** The first part of a JWT begins at `start`: nothing but its characters up to a dot. */
function endsWithDot(scan: Scan, start: number): boolean {
  // Of beginnings one behind the other each character is looked at once.
  let at = start >= scan.wordFrom && start <= scan.wordTo ? scan.wordTo : start;
  const limit = Math.min(scan.length, start + MAX_HEADER);
  while (at < limit && isTokenPart(scan.code(at))) at++;
  scan.wordFrom = start;
  scan.wordTo = at;
  return scan.code(at) === 46;
}
/** As many characters as the first part of {@link JWT} has at most. */
const MAX_HEADER = 2003;

/** `eyJ` is `{"` in base64: what follows is unpacked later. */
function noteObject(scan: Scan, at: number): number {
  const isObject = scan.code(at) === 74 && scan.code(at - 1) === 121 && scan.code(at - 2) === 101;
  if (isObject && !isWord(scan.code(at - 3))) scan.encoded.push(at - 2);
  return at + 1;
}

function addToken(scan: Scan, pattern: RegExp, start: number, vendor: string, at: number): number {
  if (isWord(scan.code(start - 1))) return at + 1;
  const end = match(pattern, scan, start);
  return end > at ? scan.add(start, end, 'SECRET', `secret.${vendor}`) : at + 1;
}

/** An access key id, and the secret that is often given near it. */
function findAwsKey(scan: Scan, start: number): number {
  const at = start + 2;
  if (isWord(scan.code(start - 1))) return at + 1;
  const end = match(AWS_KEY, scan, start);
  if (end === 0) return at + 1;
  scan.add(start, end, 'SECRET', 'secret.aws');
  AWS_SECRET_NEAR.lastIndex = end;
  const near = AWS_SECRET_NEAR.exec(scan.text);
  if (near === null || !/\d/.test(near[1]!) || !/[A-Z]/.test(near[1]!)) return end;
  const secretEnd = AWS_SECRET_NEAR.lastIndex;
  if (/^[0-9a-f]+$/.test(near[1]!)) return end;
  // What lies between is not looked at again; it is the name of the second key.
  return scan.add(secretEnd - 40, secretEnd, 'SECRET', 'secret.aws');
}

function findAzureKey(scan: Scan, at: number): number {
  let start = at;
  while (start > at - 60 && isWord(scan.code(start - 1))) start--;
  const end = match(AZURE_KEY, scan, start);
  return end > at ? scan.add(start, end, 'SECRET', 'secret.azure') : at + 1;
}

/** `Bearer ...` and `Basic ...` as they stand in headers. */
function findScheme(scan: Scan, at: number): number {
  const next = scan.code(at + 1);
  if ((next !== 101 && next !== 97) || isWord(scan.code(at - 1))) return at + 1;
  SCHEME.lastIndex = at;
  const found = SCHEME.exec(scan.text);
  if (found === null) return at + 1;
  const token = found[1]!;
  const end = SCHEME.lastIndex;
  if (!/\d/.test(token) && !/[a-z][A-Z]|=$/.test(token)) return at + 1;
  if (token.length < 16 && !announcesHeader(scan, at)) return at + 1;
  const rule = found[0].startsWith('Be') ? 'secret.bearer' : 'secret.basic';
  return scan.add(end - token.length, end, 'SECRET', rule);
}

const announcesHeader = (scan: Scan, at: number): boolean =>
  /auth[a-z_-]*["']{0,2}\s{0,2}[:=,]?\s{0,2}["']{0,2}$/.test(scan.before(at, 30));

/** A client secret of Entra ID: `Q~` after three characters and a digit. */
export function findAzureSecret(scan: Scan, at: number): number {
  // `sha256~`: a token of OpenShift.
  if (scan.code(at - 1) === 54) return findPrefixedToken(scan, at);
  if (scan.code(at - 1) !== 81 || !isDigit(scan.code(at - 2)) || !scan.wants('SECRET'))
    return at + 1;
  const start = at - 5;
  if (start < 0 || isWord(scan.code(start - 1))) return at + 1;
  const end = match(AZURE_SECRET, scan, start);
  return end > 0 ? scan.add(start, end, 'SECRET', 'secret.azure') : at + 1;
}

/** A refresh token of Google: `1//0` and more, from the 1. */
export function findRefreshToken(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at + 1;
  const end = match(GOOGLE_REFRESH, scan, at);
  return end > 0 ? scan.add(at, end, 'SECRET', 'secret.google') : at + 1;
}

/** The access token of an app of Meta: its id of 15 or 16 digits, `|` and a secret. */
export function findMetaToken(scan: Scan, at: number, runEnd: number): number {
  if (!scan.wants('SECRET') || runEnd - at > 17) return runEnd;
  const end = match(META_TOKEN, scan, runEnd);
  return end > 0 ? scan.add(at, end, 'SECRET', 'secret.meta') : runEnd;
}

/** The base64 form of a PEM block, from its first digit on: all of it if a private key is in there, not of certificates alone. */
export function findEncodedKey(scan: Scan, at: number): number {
  const start = at - 2;
  const end = match(BASE64_PEM, scan, start);
  if (end === 0 || !BASE64_PRIVATE.test(scan.text.slice(start, end))) return Math.max(at, end);
  return scan.add(start, end, 'SECRET', 'secret.private_key');
}
