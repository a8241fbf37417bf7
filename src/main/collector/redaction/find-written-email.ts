import { isWord } from './code-units.ts';
import { isSpoken } from './find-spoken-secret.ts';
import type { Scan } from './scan.ts';

/** Addresses that are written so that no program takes them for one, and what follows one. */

const MAX_LOCAL = 64;
/** The sign, and a domain whose dots may be written too. */
const REST =
  /[([] ?(?:at|@) ?[)\]]\s{0,2}(?:[a-z0-9](?:[a-z0-9-]{0,62})(?:\.|\s{0,2}[([{] ?(?:dot|punkt|point|punto|ponto|\.) ?[)\]}]\s{0,2}|\s{1,2}dot\s{1,2}(?=[a-z]))){1,6}[a-z]{2,24}(?![\w-])/iy;

/** `ada [at] corp [dot] io`, `ada(at)corp.io`, from the bracket at `at`. */
export function findWrittenEmail(scan: Scan, at: number): number {
  if (!scan.wants('EMAIL')) return at + 1;
  REST.lastIndex = at;
  if (!REST.test(scan.text)) return at + 1;
  let last = at;
  while (last > at - 2 && scan.code(last - 1) === 32) last--;
  let start = last;
  while (start > last - MAX_LOCAL && isLocal(scan.code(start - 1))) start--;
  while (start < last && !isWord(scan.code(start))) start++;
  return start === last ? at + 1 : scan.add(start, REST.lastIndex, 'EMAIL', 'email.written');
}

const isLocal = (code: number): boolean =>
  isWord(code) || code === 46 || code === 45 || code === 43 || code === 37;

/** Behind an address without a space, as lists of stolen logins have it: `ada@corp.io:Sunfl0wer!`. */
const PAIR = /:([^\s:;,"'`<>|/\\]{5,64})(?=[\s"'`<,;|]|$)/y;
const OF_HOST =
  /(?:^|[^\w.-])(?:scp|rsync|sftp|ssh|sshfs|git|hg|docker|podman|helm|curl|mount)[\s(][^\n]{0,80}$/;

/** The password behind the address from `start` to `end`; where to go on. */
export function findPairedPassword(scan: Scan, start: number, end: number): number {
  if (scan.code(end) !== 58 || scan.code(end + 1) <= 32 || !scan.wants('SECRET')) return end;
  PAIR.lastIndex = end;
  const value = PAIR.exec(scan.text)?.[1];
  if (value === undefined || !isSpoken(value, false) || !/\d/.test(value)) return end;
  if (/^\d+[a-z]{0,2}$|^[a-z]+\d$|\.\d/i.test(value) || OF_HOST.test(scan.before(start, 96)))
    return end;
  return scan.add(end + 1, end + 1 + value.length, 'SECRET', 'secret.password');
}

const ADDRESS = /@(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/y;
const LOGIN_BEFORE =
  /(?:^|[\s"'`(=,])(?!(?:sips?|mailto|xmpp|ssh|tel|acct|git|h323|im|pres):)[\w.-]{2,64}:([^\s:@/"'`<>]{5,64})$/i;

/** The password in `root:x@10.0.0.1`, with the sign at `at`. */
export function findHostLogin(scan: Scan, at: number): number {
  ADDRESS.lastIndex = at;
  if (!scan.wants('SECRET') || !ADDRESS.test(scan.text)) return at + 1;
  const value = LOGIN_BEFORE.exec(scan.text.slice(Math.max(0, at - 136), at))?.[1];
  if (value !== undefined && isSpoken(value, false))
    scan.add(at - value.length, at, 'SECRET', 'secret.password');
  return at + 1;
}
