import { isSpoken } from './find-spoken-secret.ts';
import type { Scan } from './scan.ts';

/** `host:port:` of PostgreSQL, of what stands in for it, or `*`. */
const HOST = /(?:^|[\s"'`])(?:[\w.*-]{1,64}|\/[\w./-]{1,64}):(?:543\d|6432|6543|25060|26257|\*)$/;
/** The database, the user and the password, up to the end of the line. */
const REST = /:[\w*.$-]{1,64}:[\w*.@$-]{1,64}:([^\s:"'`<>]{5,128})(?![^\s"'`])/y;

/** The password in a line of `.pgpass`, `host:port:database:user:password`, from the colon after the port at `at`. */
export function findPgpass(scan: Scan, at: number): number {
  REST.lastIndex = at;
  const password = REST.exec(scan.text)?.[1];
  if (password === undefined) return at + 1;
  // A word too: nothing else has five such parts.
  if (
    !isSpoken(password, false) &&
    !/^(?!pass(?:word|wd)$|secret$|\w*your)[A-Za-z]{6,}$/i.test(password)
  )
    return at + 1;
  const end = REST.lastIndex;
  if (!HOST.test(scan.before(at, 80))) return at + 1;
  return scan.add(end - password.length, end, 'SECRET', 'secret.password');
}
