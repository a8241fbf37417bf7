import { findEmail } from './find-email.ts';
import { plainKey } from './key-context.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, secretClass } from './secret-value.ts';

/** Two texts in a call: `env('API_TOKEN', 'x')`, `setProperty("password", "x")`. */
const ARGUMENTS = /\(["']([^"'\n]{2,64})["'],\s{0,8}["']([^"'\n]{4,256})["']/y;
/** Calls that take a user and a password. */
const LOGIN = /(?:credentials?|basicauth|basic_auth|login|authenticate|\bauth ?= ?)$/;

/** The value of a call whose first argument names a secret, or the password of a login; the bracket is at `at`. */
export function findArgument(scan: Scan, at: number): number {
  if (!scan.wants('SECRET')) return at + 1;
  ARGUMENTS.lastIndex = at;
  const found = ARGUMENTS.exec(scan.text);
  if (found === null) return at + 1;
  const name = plainKey(found[1]!);
  const value = found[2]!;
  // Both are parts of a credential: an id that is one itself is found on the way, and what follows it with it; and no path.
  if (/^A[A-Z]{3}[A-Z0-9]{16}$|\//.test(found[1]!)) return at + 1;
  const kind = LOGIN.test(scan.before(at, 16)) ? 'password' : secretClass(name);
  if (kind === '' || !isSecretValue(value, kind, name, true)) return at + 1;
  const end = ARGUMENTS.lastIndex - 1;
  // Passed over otherwise.
  const sign = found[1]!.indexOf('@');
  if (sign > 0) findEmail(scan, at + 2 + sign);
  return scan.add(
    end - value.length,
    end,
    'SECRET',
    kind === 'password' ? 'secret.password' : 'secret.keyed',
  );
}
