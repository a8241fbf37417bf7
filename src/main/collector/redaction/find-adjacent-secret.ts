import { mayEndName } from './cheap-tests.ts';
import { MARGIN } from './code-units.ts';
import { fieldName, isName, nameBefore } from './find-keyed-secret.ts';
import { findFormPart } from './find-form-part.ts';
import { findSecretColumn } from './find-secret-column.ts';
import { isSpoken } from './find-spoken-secret.ts';
import { isJoinedName } from './plain-key.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, namesSecret, secretClass } from './secret-value.ts';

/**
 * What parts a name from its value where no colon and no equals sign does: `#define API_KEY "x"`, `ENV API_KEY x`, a
 * row of a table, a list of names and values, `the API_KEY is x`, `setopt(API_KEY, "x")`, `getenv("API_KEY") or "x"`.
 */
const VALUE =
  /(["']\s?,\s{0,8}(?=[bru]?["'])[bru]?|,\s{0,8}(?=["'])|["'`\])]{0,2}(?:\s{1,3}(?:is|was|to|as|or|=>|->|<-|\|\||\?\?|\?:)\s{1,3}|\s{0,3}(?:→|\|)\s{0,3}|[\t ]{1,8}))(?:(["'`])([^"'`\n]{4,300})\2|([^\s"'`<>,;|&]{8,300}))/y;
/** Between a constant and its value, and before what holds where nothing is set: what follows may be any word. */
const LOOSE = /^,|(?:or|\|\||\?\?|\?:)\s*$/;
const SECURE_STRING =
  /SecureString["']?(?:\s{1,3}-(?:String|AsPlainText|Force)){0,3}\s{1,3}\(?["']([^"'\n]{4,128})["']/y;
const COLON = /^\s{0,2}:/;
const PAIR_BEFORE = /[[(]\s?["']$/;
const PAIR_AFTER = /^\s{0,4}[\])]/;
/** Without quotes shorter values, and those with fewer digits, are names of files and of functions too. */
const LEAST_BARE = 16;
const LEAST_DIGITS = 3;

/** The value that stands beside the name of a secret, whose last word begins at `at` or after the `_` or `-` there. */
export function findAdjacentSecret(scan: Scan, at: number): number {
  const last = scan.code(at) === 95 || scan.code(at) === 45 ? at + 1 : at;
  if (!scan.wants('SECRET')) return at + 1;
  if (scan.text.startsWith('SecureString', at)) return findSecureString(scan, at);
  if (!mayEndName(scan.codes, last + MARGIN)) return at + 1;
  let nameEnd = last;
  while (isName(scan.code(nameEnd))) nameEnd++;
  const nameStart = nameBefore(scan, nameEnd);
  // `/etc/passwd`
  if (scan.code(nameStart - 1) === 47) return at + 1;
  const raw = scan.text.slice(nameStart, nameEnd);
  const name = fieldName(raw);
  PRODUCT_KEY.lastIndex = nameEnd;
  if (name.endsWith('key') && scan.code(nameEnd) <= 32 && PRODUCT_KEY.test(scan.text))
    return scan.add(PRODUCT_KEY.lastIndex - 29, PRODUCT_KEY.lastIndex, 'SECRET', 'secret.keyed');
  const kind = secretClass(name);
  if (kind === '' || (kind === 'token' && !namesSecret(name) && !isKeyOf(scan, nameStart, name)))
    return at + 1;
  VALUE.lastIndex = nameEnd;
  const found = VALUE.exec(scan.text);
  if (found === null) {
    const next = scan.code(nameEnd);
    const sign = next === 34 || next === 39 ? scan.code(nameEnd + 1) : next;
    if (partsCells(sign) || scan.code(nameEnd + 1) === 124) findSecretColumn(scan, last);
    return next === 34 && sign <= 13
      ? findFormPart(scan, nameStart, nameEnd, name, kind, at)
      : at + 1;
  }
  const quoted = found[2] !== undefined;
  const value = quoted ? found[3]! : found[4]!.replace(/[.)!?:\]}]+$/, '');
  const after = scan.text.slice(VALUE.lastIndex, VALUE.lastIndex + 8);
  const isListed = /^["']/.test(found[1]!);
  // Another name of the same object, or of a list of names.
  if (quoted && (COLON.test(after) || (isListed && isJoinedName(value)))) return at + 1;
  // Of a list of more than the name and its value each may be a name.
  const isPair = PAIR_BEFORE.test(scan.before(nameStart, 3)) && PAIR_AFTER.test(after);
  const isCertain = quoted && kind === 'password' && isOfEnvironment(scan, nameStart, raw);
  if (isListed && kind === 'password' && !isCertain && !isSpoken(value, isPair)) return at + 1;
  // `pwd is /srv/app`
  if (name === 'pwd' && /^(?:~?\/|[A-Z]:\\)/.test(value)) return at + 1;
  const isLoose = LOOSE.test(found[1]!);
  // `environ["API_KEY"] and so on`: what is looked up, and no value of it.
  if (!quoted && !isLoose && /^["'][\])]/.test(found[1]!)) return at + 1;
  if (isLoose && (!quoted || (found[1]!.startsWith(',') && !/^[A-Z][A-Z0-9_]+$/.test(raw))))
    return at + 1;
  const isSecret = isCertain
    ? isSecretValue(value, kind, name, true)
    : isValue(value, name, quoted, isLoose);
  if (name.endsWith('userpwd') ? !LOGIN.test(value) : !isSecret) return at + 1;
  // A word of a sentence: nothing but what nobody would write in one.
  const isSaid = /^(?:token|secret|(?:\w+ )?key)$/.test(raw);
  if (isSaid && (!isRandom(value, raw) || NO_SECRET_BEFORE.test(scan.before(nameStart, 16))))
    return at + 1;
  const start = VALUE.lastIndex - (quoted ? value.length + 1 : found[4]!.length);
  return scan.add(start, start + value.length, 'SECRET', keyedRule(kind));
}

/** `os.environ.get("DB_PASSWORD") or "x"`, `process.env.DB_PASSWORD || 'x'`: what holds where nothing is set may be a word. */
const isOfEnvironment = (scan: Scan, nameStart: number, raw: string): boolean =>
  raw.startsWith('CURLOPT_') ||
  /^(?:process\.|import\.meta\.)?env\./.test(raw) ||
  /(?:environ(?:\.get\(|\[)|getenv\(|\benv[[(])["']$/.test(scan.before(nameStart, 14));

/** Five groups of five behind the word, as keys of programs are printed. */
const PRODUCT_KEY =
  /\s{1,3}(?:is |was )?["'`]?(?=[A-Z0-9-]{0,28}\d)(?=[0-9-]{0,28}[A-Z])(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}(?![\w-])/y;

const isValue = (value: string, name: string, quoted: boolean, isLoose: boolean): boolean =>
  secretClass(name) === 'password'
    ? isSpoken(value, quoted && !isLoose)
    : isToken(value, name, quoted);

/** A comma, a semicolon, a bar, a tab or the end of a line. */
const partsCells = (code: number): boolean =>
  code === 44 || code === 59 || code === 124 || (code >= 9 && code <= 13);

/** `user:password`, and neither variables nor those words. */
const LOGIN =
  /^[^\s:$<{]{1,64}:(?!(?:pass(?:word|wd)?|pwd|secret|token)$|[$<{*[]|x{3}|.*\$[a-z{])\S{3,128}$/i;

function isToken(value: string, name: string, quoted: boolean): boolean {
  if (!isSecretValue(value, 'token', name, quoted)) return false;
  if (quoted) return true;
  if (value.length < LEAST_BARE) return false;
  const digits = value.replaceAll(/\D/g, '').length;
  return digits >= LEAST_DIGITS || CASES.test(value);
}

/** Letters of both cases; what is as long as the secret of a key of AWS may have the signs of base64. */
const CASES = /^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?:[A-Za-z0-9]+|(?=[^\d]*\d)[A-Za-z0-9+/]{40})$/;

/** `next page token`: where a list goes on. */
const NO_SECRET_BEFORE =
  /(?:^|[^a-z])(?:page|next|sync|cursor|continuation|pagination|resume|commit|trace) $/;

/** `my OpenAI key is x`: what is said of a key that is none of a thing (`cache key`, `primary key`). */
function isKeyOf(scan: Scan, nameStart: number, name: string): boolean {
  if (name !== 'key' || scan.code(nameStart + 4) !== 105 || scan.code(nameStart + 6) !== 32)
    return false;
  const word = /([a-z][\w.-]{0,24}) $/.exec(scan.before(nameStart, 26))?.[1];
  return word !== undefined && secretClass(`${word}_key`) !== '';
}

/** Hexadecimal digits, letters of both cases with digits, or many digits among letters; no path, date or name. */
function isRandom(value: string, name: string): boolean {
  if (!/^[A-Za-z0-9+/_~.-]+={0,2}$/.test(value) || /[./-][a-z]{3,}[./-]/.test(value)) return false;
  if (/^[0-9a-f]{24,}$/i.test(value)) return name !== 'key';
  if (/[A-Z]/.test(value) && /[a-z]/.test(value)) {
    return value.length >= 32 || /\d.*\d/.test(value);
  }
  return /^(?=(?:\D*\d){5})[a-z0-9]{20,}$/.test(value);
}

/** The password that a script of PowerShell makes a secure string of. */
function findSecureString(scan: Scan, at: number): number {
  SECURE_STRING.lastIndex = at;
  const found = SECURE_STRING.exec(scan.text);
  if (found === null || found[1]!.startsWith('$')) return at + 1;
  const end = SECURE_STRING.lastIndex - 1;
  return scan.add(end - found[1]!.length, end, 'SECRET', 'secret.password');
}
