import { findEmail } from './find-email.ts';
import { plainKey } from './key-context.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, secretClass } from './secret-value.ts';

/** Two texts in a call: `env('API_TOKEN', 'x')`, `setProperty("password", "x")`. */
const ARGUMENTS = /\(["']([^"'\n]{2,64})["'],\s{0,8}["']([^"'\n]{4,256})["']/y;
/** Calls that take a user and a password. */
const LOGIN = /(?:credentials?|basicauth|basic_auth|login|authenticate|\bauth ?= ?)$/;

/** One text in a call that takes the token of a client: `.bearer_auth("x")`, `setBearerAuth("x")`. */
const ARGUMENT = /\(["']([^"'\s]{8,300})["']\s{0,2}\)/y;
const BEARER = /(?:bearer_?(?:auth|token)?|set_?auth_?token)$/;

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

/** The value of a call whose first argument names a secret, or the password of a login; the bracket is at `at`. */
export function findArgument(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at + 1;
  ARGUMENTS.lastIndex = at;
  const found = ARGUMENTS.exec(scan.text);
  if (found === null) return findBearer(scan, at);
  const name = plainKey(found[1]!);
  const value = found[2]!;
  // Both are parts of a credential: an id that is one itself is found on the way, and what follows it with it; and no path.
  if (/^A[A-Z]{3}[A-Z0-9]{16}$|\//.test(found[1]!)) return at + 1;
  // `kind in ('password', 'link')`
  if (/(?:^|[^\w])in ?$/.test(scan.before(at, 4))) return at + 1;
  const kind = LOGIN.test(scan.before(at, 16)) ? 'password' : secretClass(name);
  if (kind === '' || !isSecretValue(value, kind, name, true)) return at + 1;
  const end = ARGUMENTS.lastIndex - 1;
  // Passed over otherwise.
  const sign = found[1]!.indexOf('@');
  if (sign > 0) findEmail(scan, at + 2 + sign);
  return scan.add(end - value.length, end, 'SECRET', keyedRule(kind));
}
