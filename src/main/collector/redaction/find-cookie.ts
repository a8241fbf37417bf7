import type { Scan } from './scan.ts';
import { MAX_VALUE, valueEnd } from './value-bounds.ts';

/** All of a `Cookie` header: what each cookie holds is known only to the server that set it. */
export function findCookies(scan: Scan, start: number, quotedEnd: number, at: number): number {
  const found =
    /^[\w.-]{1,64}=[^\s"',<>;]{1,2000}(?:; ?[\w.-]{1,64}=[^\s"',<>;]{0,2000}){0,40}/.exec(
      scan.text.slice(start, quotedEnd === 0 ? start + MAX_VALUE : quotedEnd),
    );
  if (found === null || found[0].length < 12 || /=\[|\*{3}/.test(found[0])) return at + 1;
  return scan.add(start, start + found[0].length, 'SECRET', 'secret.cookie');
}

/** A session id, only inside a cookie: elsewhere it is what traces are searched by. */
export function findCookie(scan: Scan, at: number, name: string): number {
  if (scan.code(at) !== 61) return at + 1;
  const end = valueEnd(scan, at + 1, 0);
  const named =
    /^(?:php|j)sess|^sess$|sid$/.test(name) ||
    scan.code(end) === 59 ||
    (name.endsWith('_session') &&
      /^(?=.*[a-z])(?=.*\d)[A-Za-z0-9%+/=_-]{32,}$/.test(scan.text.slice(at + 1, end)));
  // `sid=conversation_id`: a variable.
  if (/^[a-z]+(?:_[a-z]+)+$/.test(scan.text.slice(at + 1, end))) return at + 1;
  if (end - at < 16 || !(named || /cookie|curl[^\n|;]{0,80} -b[ ='"]/.test(scan.before(at, 120))))
    return at + 1;
  return scan.add(at + 1, end, 'SECRET', 'secret.cookie');
}
