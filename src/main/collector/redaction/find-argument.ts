import { isAfterValues } from './cheap-tests.ts';
import { MARGIN } from './code-units.ts';
import { findEmail } from './find-email.ts';
import { findInserted } from './find-inserted.ts';
import { findPlusNumber } from './find-number.ts';
import { isSpoken } from './find-spoken-secret.ts';
import { isJoinedName, plainKey } from './plain-key.ts';
import { isWrittenSign } from './odd-tests.ts';
import { findWrittenEmail } from './find-written-email.ts';
import type { Scan } from './scan.ts';
import { maySecretNameEnd } from './secret-name-tests.ts';
import { isOfJwt } from './told-tests.ts';
import { isSecretValue, keyedRule, secretClass } from './secret-value.ts';

/** Two texts in a call: `env('API_TOKEN', 'x')`, `setProperty("password", "x")`. */
const ARGUMENTS = /\(["']([^"'\n]{2,64})["'],\s{0,8}["']([^"'\n]{4,256})["']/y;
/** Calls that take a user and a password. */
const LOGIN =
  /(?:credentials?(?:\.basic)?|basicauth|basic_auth|login|authenticate|wifi\.begin|username_pw_set|create_?hmac|create_?(?:de)?cipher(?:iv)?|(?:\b|_)auth ?= ?)$/;

/** One text in a call that takes the token of whoever asks, or signs with it: `.bearer_auth("x")`, `cookieParser("x")`. */
const ARGUMENT = /\(["']([^"'\s]{8,300})["']\s{0,2}\)/y;
const BEARER = /(?:bearer_?(?:auth|token)?|set_?auth_?token|cookie_?parser)$/;

function findBearer(scan: Scan, at: number): number {
  // `h`, `n` and `r`: nearly no other call is looked at further.
  const last = scan.code(at - 1);
  if ((last !== 104 && last !== 110 && last !== 114) || !BEARER.test(scan.before(at, 12)))
    return at + 1;
  ARGUMENT.lastIndex = at;
  const value = ARGUMENT.exec(scan.text)?.[1];
  if (value === undefined || !isSecretValue(value, 'token', 'bearer_token', true)) return at + 1;
  return scan.add(at + 2, at + 2 + value.length, 'SECRET', 'secret.bearer');
}

/** One text in a call, and the name of the call, of what is set: `.password("x")`, `setPassword("x")`, `token("x")`. */
const ONLY = /\(["']([^"'\n]{4,300})["']\s{0,2}\)/y;
const SETS = /(^|\.|\W)((?:set|with)_?(?=[A-Z_]|pass))?(\w{2,40})$/;

function findSet(scan: Scan, at: number): number {
  if (!maySecretNameEnd(scan.codes, at + MARGIN)) return at + 1;
  ONLY.lastIndex = at;
  const value = ONLY.exec(scan.text)?.[1];
  if (value === undefined) return at + 1;
  const [, sign, verb, noun = ''] = SETS.exec(scan.text.slice(Math.max(0, at - 48), at)) ?? [];
  const name = plainKey(noun);
  const kind = secretClass(name);
  // What is got or asked for has a name, and so may what is no password.
  if (kind === '' || ASKS.test(name) || !isSecretValue(value, kind, name, true)) return at + 1;
  if (kind === 'password' && ((sign !== '.' && verb === undefined) || !isSpoken(value, true)))
    return at + 1;
  return scan.add(at + 2, at + 2 + value.length, 'SECRET', keyedRule(kind));
}
const ASKS =
  /^(?:get|ask|prompt|read|input|find|check|is|has|valid|reset|forgot|show|hide|by|encode|decode|parse|fetch|load|mask|verify)(?:_|$)|^(?:getpass|auth)$/;

/** The first of the texts that a call is given, which is a key, or a second one. */
const KEY = /\((?:["'][^"'\n]{2,128}["'],\s{0,8})??["']([\w-]{20,200})["']\s{0,2}[,)]/y;
/** Clients that are given their key, by the end of their names. */
const KEYED =
  /(?:client(?:v\d)?|credentials?|(?:api|access|secret)_?key(?:auth)?|(?:api|access)token)$/;
/** Those whose keys may be UUIDs; what another client is given may be an id. */
const OF_VENDOR = /(?:^|[^a-z])(?:deepgram|mixpanel|exa)$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** `cohere.Client("x")`, `new AzureKeyCredential("x")`, `NewClient("https://x.io", "x")`. */
function findKeyOfClient(scan: Scan, at: number): number {
  KEY.lastIndex = at;
  const value = KEY.exec(scan.text)?.[1];
  if (value === undefined || !/\d/.test(value)) return at + 1;
  const before = scan.before(at, 24);
  if (!OF_VENDOR.test(before) && (!KEYED.test(before) || UUID.test(value))) return at + 1;
  if (!isSecretValue(value, 'token', 'api_key', true)) return at + 1;
  const start = scan.text.indexOf(value, at);
  return scan.add(start, start + value.length, 'SECRET', 'secret.keyed');
}

/** Calls that connect to a database at the address they are given first, as a user with a password. */
const CONNECTS =
  /(?:getconnection|(?:^|[^a-z])pdo|mysqli(?:_connect)?|mysql_connect|mysqldb\.connect|pymysql\.connect|pg_connect|setdatasource|createconnection)$/;
/** The third text. */
const THIRD = /["'],\s{0,8}["']([^"'\n]{3,128})["']\s{0,2}[,)]/y;

/** `new PDO("mysql:host=db", "app", "x")`, with the end of the second text at `end`. */
function findConnected(scan: Scan, at: number, end: number): number {
  if (!CONNECTS.test(scan.before(at, 20))) return at + 1;
  THIRD.lastIndex = end;
  const value = THIRD.exec(scan.text)?.[1];
  if (value === undefined || !isSecretValue(value, 'password', 'password', true)) return at + 1;
  const start = scan.text.indexOf(value, end + 2);
  scan.add(start, start + value.length, 'SECRET', keyedRule('password'));
  // What comes first may tell of more.
  return at + 1;
}

/** After what is signed, or was, the text that it is signed with. */
const SIGNED =
  /\((?:[^"'`()\n]|\([^()\n]{0,80}\)|"[^"\n]{0,400}"|'[^'\n]{0,400}'){1,200}?,\s{0,8}(["'])([^"'\n]{5,256})\1\s{0,2}[,)]/y;
/** Algorithms, files and words for their kind. */
const NO_KEY = /^(?:[HREP]S\d{3}|EdDSA|none|utf-?8|base64\w*)$|\.(?:pem|key|crt|pub)$/i;

/** `jwt.sign({ id: 1 }, "x")`, with the bracket at `at`. */
function findSigned(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at + 1;
  SIGNED.lastIndex = at;
  const value = SIGNED.exec(scan.text)?.[2];
  if (value === undefined || NO_KEY.test(value)) return at + 1;
  if (!isSecretValue(value, 'password', 'password', true)) return at + 1;
  const start = scan.text.lastIndexOf(value, SIGNED.lastIndex - value.length);
  scan.add(start, start + value.length, 'SECRET', keyedRule('token'));
  // What is signed may tell of more.
  return at + 1;
}

/** What stands in the bracket at `at`: the first row of a statement of SQL, texts that a call is given, a phone. */
export function findInBracket(scan: Scan, at: number): number {
  if (isAfterValues(scan.codes, at + MARGIN)) findInserted(scan, at);
  if (isOfJwt(scan.codes, at + MARGIN)) {
    const end = findSigned(scan, at);
    if (end > at + 1) return end;
  }
  if (isWrittenSign(scan.codes, at + MARGIN)) return findWrittenEmail(scan, at);
  const next = scan.code(at + 1);
  return next === 34 || next === 39 ? findArgument(scan, at) : findPlusNumber(scan, at);
}

/** `('ssh_pass', 'ssh_password')`: two names; `('PASS', 'green')`: a result. */
const isOtherName = (value: string, name: string): boolean =>
  name === 'pass'
    ? /^[a-z]+$/i.test(value)
    : isJoinedName(value) && secretClass(plainKey(value)) !== '';

/** The value of a call whose first argument names a secret, or the password of a login; the bracket is at `at`. */
function findArgument(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at + 1;
  ARGUMENTS.lastIndex = at;
  const found = ARGUMENTS.exec(scan.text);
  if (found === null)
    return Math.max(findBearer(scan, at), findKeyOfClient(scan, at), findSet(scan, at));
  const name = plainKey(found[1]!);
  const value = found[2]!;
  const end = ARGUMENTS.lastIndex - 1;
  findConnected(scan, at, end);
  // Both are parts of a credential: an id that is one itself is found on the way, and what follows it with it; and no path.
  if (/^A[A-Z]{3}[A-Z0-9]{16}$/.test(found[1]!)) return at + 1;
  if (found[1]!.includes('/')) return findKeyOfClient(scan, at);
  // `kind in ('password', 'link')`
  if (/(?:^|[^\w])in ?$/.test(scan.before(at, 4))) return at + 1;
  const kind = LOGIN.test(scan.before(at, 20)) ? 'password' : secretClass(name);
  // The second may be a name as well.
  if (kind === '') return findKeyOfClient(scan, at);
  if (!isSecretValue(value, kind, name, true) || isOtherName(value, name)) return at + 1;
  // Passed over otherwise.
  const sign = found[1]!.indexOf('@');
  if (sign > 0) findEmail(scan, at + 2 + sign);
  return scan.add(end - value.length, end, 'SECRET', keyedRule(kind));
}
