import { isDigit, isWord } from './code-units.ts';
import type { Scan } from './scan.ts';

/** Longest password before the sign. */
const MAX_PASSWORD = 96;
const GO = /(?:^|[^\w.%+-])([\w.%+-]{1,64}):([^\s"'`<>]{3,96})$/;
const ORACLE = /(?:^|[^\w.$#-])[A-Za-z][\w$#]{0,40}\/([^\s"'`<>/@]{3,96})$/;

/** `@tcp(` and `@unix(` of Go's drivers, `@host:1521/service`, `@//host:1521/service` and `@host:1521:sid` of Oracle's. */
export function isDriverLogin(scan: Scan, at: number): boolean {
  const next = scan.code(at + 1);
  if (next === 116 || next === 117) {
    const bracket = scan.code(at + 4) === 40 ? at + 4 : at + 5;
    if (scan.code(bracket) === 40)
      return /^(?:tcp|unix)\($/.test(scan.text.slice(at + 1, bracket + 1));
  }
  // The filter lets no other sign through.
  if (!isWord(scan.code(at - 1))) return false;
  let end = at + 1;
  while (scan.code(end) === 47 && end < at + 3) end++;
  const start = end;
  while (
    end < Math.min(start + 64, scan.length) &&
    (isWord(scan.code(end)) || scan.code(end) === 46 || scan.code(end) === 45)
  )
    end++;
  if (end === start || scan.code(end) !== 58 || !isDigit(scan.code(end + 1))) return false;
  let port = end + 1;
  while (port < end + 7 && isDigit(scan.code(port))) port++;
  const sign = scan.code(port);
  return (sign === 47 || sign === 58) && isWord(scan.code(port + 1));
}

/** Adds the password in `user:password@tcp(host:3306)/db` or `user/password@host:1521/service`, with the sign at `at`; false for none. */
export function findDriverLogin(scan: Scan, at: number): boolean {
  if (!scan.wants('SECRET')) return false;
  const isGo = scan.code(at + 4) === 40 || scan.code(at + 5) === 40;
  const before = scan.text.slice(Math.max(0, at - MAX_PASSWORD - 44), at);
  const found = (isGo ? GO : ORACLE).exec(before);
  const password = found?.[isGo ? 2 : 1];
  if (
    password === undefined ||
    /^[$<{[*%]|^x+$|\$[({]|\},/i.test(password) ||
    before.includes('://') ||
    // `backup/config.2016-07-16@22:28:34`
    /^\d\d:\d\d:\d\d(?!\d)/.test(scan.text.slice(at + 1, at + 10))
  )
    return false;
  scan.add(at - password.length, at, 'SECRET', 'secret.url_password');
  return true;
}
