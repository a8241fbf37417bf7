import { addWord, execAt, FEATURE, textBefore } from './find-config-secret.ts';
import type { Scan } from './scan.ts';
import { isSecretValue } from './secret-value.ts';

/**
 * Passwords after words that are no word for a password, in lines of routers, of wireless networks and of the protocols
 * of mail and files. They may be words of a language: only where the line ends behind them are they taken.
 */

/** Nothing but spaces, a quote and the end of the line, also of one in JSON. */
const LINE_END = String.raw`(?=[ \t]{0,3}(?:[\r\n"'` + '`' + String.raw`]|$))`;
const WORD = String.raw`([^\s"'` + '`' + String.raw`<>]{4,128})`;

/** Adds what `pattern` captures where it begins at `at`, unless it `isOther`; where to go on. */
function addAt(
  scan: Scan,
  at: number,
  pattern: RegExp,
  isOther: (value: string) => boolean = () => false,
): number {
  const found = execAt(pattern, scan.text, at);
  if (found === null || isOther(found[1]!)) return at + 1;
  return addWord(scan, at + found[0].lastIndexOf(found[1]!), found[1]!, at);
}

const PROMPT = String.raw`(?:^|\n)[ \t]{0,8}(?:[\w.()-]{1,40}# ?)?`;
const USER_BEFORE = new RegExp(
  String.raw`${PROMPT}username \S{1,64}(?: privilege \d{1,2})?(?: algorithm-type \S{2,12})? sec$`,
);
const ENABLE_BEFORE = new RegExp(String.raw`${PROMPT}enable(?: algorithm-type \S{2,12})? sec$`);
const SECRET = new RegExp(String.raw`ret[ \t]{1,4}(?:[0-9] )?["']?${WORD}["']?${LINE_END}`, 'y');
/** What may be enabled of secrets. */
const SECRET_FEATURE =
  /^(?:scan|shar|detect|access|inject|mount|discover|version|engine|sauce|keys?$|push|replic|backend|provider|plugin)/i;

/** `enable secret WORD`, `username ada secret WORD` of Cisco's routers, from the `r`. */
export function findRouterSecret(scan: Scan, at: number): number {
  const before = textBefore(scan, at, 140);
  if (USER_BEFORE.test(before)) return addAt(scan, at, SECRET);
  if (!ENABLE_BEFORE.test(before)) return at + 1;
  return addAt(scan, at, SECRET, (value) => FEATURE.test(value) || SECRET_FEATURE.test(value));
}

const MASTER = new RegExp(
  String.raw`uth[ \t]{1,4}["']?([^\s"'` + '`' + String.raw`<>#]{4,128})["']?${LINE_END}`,
  'y',
);

/** `masterauth WORD` in a line of its own or in the command of Redis, from the `u`. */
export function findMasterauth(scan: Scan, at: number): number {
  if (!/(?:^|[\n"'`>] ?|config set )mastera$/i.test(textBefore(scan, at, 20))) return at + 1;
  return addAt(scan, at, MASTER, (value) => !isSecretValue(value, 'password', 'masterauth', false));
}

const KEY_STRING = new RegExp(
  String.raw`-string[ \t]{1,4}(?:[0-9] )?["']?${WORD}["']?${LINE_END}`,
  'y',
);

/** `key-string WORD` in a line of a router, from the dash. */
export function findKeyString(scan: Scan, at: number): number {
  if (!scan.wants('SECRET') || !/(?:^|\n)[ \t]{0,12}key$/.test(textBefore(scan, at, 16)))
    return at + 1;
  return addAt(scan, at, KEY_STRING);
}

/** A line of Cisco's or of a firewall's, and one of Juniper's or VyOS. */
const SHARED_BEFORE =
  /(?:^|[\n"'`])[ \t]{0,12}(?:ikev[12] )?(?:(?:local|remote)-authentication )?pre-shared$|(?:^|[\n"'`>#] ?)set [^\n]{1,160} pre-shared$/;
const SHARED = new RegExp(
  String.raw`-(?:key|secret) (?:address \S{1,64}(?: [\d.]{7,15})? key |hostname \S{1,64} key |local |remote |ascii-text |hexadecimal )?(?:[068] )?["']?(?!(?:ascii-text|hexadecimal|local|remote|key) )${WORD}["']?${LINE_END}`,
  'y',
);

/** `pre-shared-key WORD`, from the last dash; else `at`. */
export function findSharedKey(scan: Scan, at: number): number {
  if (!scan.text.startsWith('pre-shared', at - 10)) return at;
  if (!SHARED_BEFORE.test(textBefore(scan, at))) return at;
  const end = addAt(scan, at, SHARED);
  return end > at + 1 ? end : at;
}

/** What FTP and POP3 say one after the other, also in a log that says who said it. */
const LOGIN_BEFORE =
  /(?:^|\n)[^\n]{0,40}USER \S{1,64}\r?\n(?:[^\n]{0,120}\n)?[^\n]{0,40}PA$|(?:^|[\n \]])C: ?PA$/;
/** Signs of who says it; then what is answered is looked at too. */
const SAID_BEFORE = /(?:^|[\n \]])(?:[<>]|>>|=>|-{2,3}>) ?PA$/;
const ANSWER = /^\S*[ \t]{0,3}\r?\n[^\n]{0,48}(?:\+OK|-ERR|(?:^|[^\d.:-])(?:230|332|530))(?!\d)/;
const PASS = new RegExp(String.raw`SS ${WORD}${LINE_END}`, 'y');
const MAX_ANSWER = 190;
/** What tests and their runners say that pass. */
const NO_PASS = /^(?:[\w@./-]+\.[a-z]{1,5}|\[.*|\(.*|(?:test|all|rate|ok|fail|skip)\w*)$/i;

/** `PASS WORD` after `USER ada`, from the first `S`. */
export function findMailPassword(scan: Scan, at: number): number {
  const before = textBefore(scan, at, 300);
  const isSaid =
    SAID_BEFORE.test(before) && ANSWER.test(scan.text.slice(at + 3, at + 3 + MAX_ANSWER));
  if (!isSaid && !LOGIN_BEFORE.test(before)) return at + 1;
  return addAt(scan, at, PASS, (value) => NO_PASS.test(value));
}

const TAG_BEFORE = /(?:^|\n|[CS>]:? ?)[A-Za-z]{1,4}\d{1,6} LOG$/;
const LOGIN = new RegExp(
  String.raw`IN (?:"[^"\r\n]{1,64}"|[^\s"]{1,64}) "?([^\s"]{4,128})"?(?=[ \t]{0,2}(?:[\r\n]|$))`,
  'y',
);

/** What is said of a login. */
const NO_LOGIN = /^(?:fail|succe|denied|ok$|error|reject|attempt|from$|via$|complet)/i;

/** The end of a line, and in the next one what the server asks for: here the user, then the password, in base64. */
const PROMPTED =
  /IN(?: [^\r\n]{1,120})?\r?\n(?:[^\n]{0,160}\n){0,3}?[^\n]{0,60}334 [Uc]GFzc3dvcmQ[6A][^\n]{0,8}\n[^\n]{0,60}?(?<![\w+/=])([A-Za-z0-9+/]{4,200}={0,2})(?=[ \t]{0,3}(?:[\r\n"]|$))/y;
/** The user and the password where only what was sent is told. */
const SENT =
  /IN(?: |\r?\n(?:C: ?|>{1,2} ?)?)([A-Za-z0-9+/]{4,200}={0,2})[ \t]{0,3}\r?\n(?:C: ?|>{1,2} ?)?([A-Za-z0-9+/]{4,200}={0,2})(?=[ \t]{0,3}(?:[\r\n"]|$))/y;
/** What PLAIN (RFC 4616) sends with the command, or when it is asked to. */
const PLAIN =
  /IN(?: |\r?\n[^\n]{0,60}334[ \t]{0,2}\r?\n[^\n]{0,60}?)(?<![\w+/=])([A-Za-z0-9+/]{8,400}={0,2})(?![\w+/=])/y;

/** Base64 of a text of ASCII. */
const isTextOf = (packed: string): boolean =>
  packed.length % 4 === 0 && /^[ -~]{3,}$/.test(Buffer.from(packed, 'base64').toString('latin1'));

/** `AUTH LOGIN` and `AUTH PLAIN` of SMTP (RFC 4954) and POP3, from the `I`: the password, or it and the user. */
function findMailAnswer(scan: Scan, at: number): void {
  const isPlain = scan.code(at - 1) === 65;
  const value = execAt(isPlain ? PLAIN : PROMPTED, scan.text, at)?.[1];
  if (value === undefined) {
    const [, user = '', password = ''] = (isPlain ? null : execAt(SENT, scan.text, at)) ?? [];
    if (isTextOf(user) && isTextOf(password))
      scan.add(SENT.lastIndex - password.length, SENT.lastIndex, 'SECRET', 'secret.password');
    return;
  }
  const end = (isPlain ? PLAIN : PROMPTED).lastIndex;
  // Who acts for whom, and the password, with a zero before each of the last two.
  if (isPlain && !/^[^\0]*\0[^\0]+\0[^\0]+$/.test(Buffer.from(value, 'base64').toString('latin1')))
    return;
  scan.add(end - value.length, end, 'SECRET', 'secret.password');
}

/** `a1 LOGIN ada WORD` of IMAP, and what answers `AUTH LOGIN` and `AUTH PLAIN`, from the `I`. */
export function findMailLogin(scan: Scan, at: number): number {
  const before = textBefore(scan, at, 16);
  if (/(?:^|[^A-Za-z])AUTH (?:LOG|PLA)$/.test(before)) findMailAnswer(scan, at);
  else if (TAG_BEFORE.test(before)) addAt(scan, at, LOGIN, (value) => NO_LOGIN.test(value));
  // The name may be an address.
  return at + 1;
}
