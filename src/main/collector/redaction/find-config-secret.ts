import { isSpoken } from './find-spoken-secret.ts';
import type { Scan } from './scan.ts';
import { isSecretValue } from './secret-value.ts';

/**
 * Passwords in lines of configuration and in commands that are known by their words and by where they stand, whatever the
 * password looks like: words of a language too. What stands there in manuals is not taken.
 */

/** How far before a password its command is looked for. */
const MAX_BEFORE = 200;
/** What stands for a password: variables, stars, words in brackets or in capitals, and words for one. */
const CAPITALS = /^[A-Z_]{3,}$/;
const STANDS_FOR =
  /^(?:[$<{[(*%-].*|(?:your|my|new|the|some)?[-_]?(?:strong|secure|redis|admin|db|user|root)?[-_]?(?:pass(?:word|wd|phrase)?|secret|string|community|key)[>)\]}]?|x{3,}|foobared|changeme)$/i;

/** Adds a value that stands where a password does, unless it stands for one; where to go on. */
export function addWord(scan: Scan, start: number, value: string, at: number): number {
  if (value.length < 4 || value.length > 128 || STANDS_FOR.test(value) || CAPITALS.test(value))
    return at + 1;
  return scan.add(start, start + value.length, 'SECRET', 'secret.password');
}

/** Text of at most `units` before `at`. */
export function textBefore(scan: Scan, at: number, units = MAX_BEFORE): string {
  return scan.text.slice(Math.max(0, at - units), at);
}

const COMMUNITY =
  /-server community ["']?([^\s"'`<>]{4,64})["']?(?=[ \t]{1,3}(?:ro|rw|view|\d)|[ \t]{0,3}(?:[\r\n"']|$))/iy;

/** `snmp-server community STRING RO` of Cisco's routers, from the dash; the names that each of them has at first are known. */
export function findCommunity(scan: Scan, at: number): number {
  COMMUNITY.lastIndex = at;
  const value = COMMUNITY.exec(scan.text)?.[1];
  if (value === undefined || !scan.wants('SECRET') || /^(?:public|private)$/i.test(value))
    return at + 1;
  return addWord(scan, at + scan.text.slice(at).indexOf(value, 18), value, at);
}

const REQUIREPASS =
  /quirepass[ \t]{1,4}(["']?)([^\s"'`<>#]{4,128})\1(?=[ \t]{0,3}(?:[\r\n"'`]|$))/y;

/** `requirepass word` in a line of its own or in the command of Redis, from the `q`. */
export function findRequirepass(scan: Scan, at: number): number {
  REQUIREPASS.lastIndex = at;
  const found = REQUIREPASS.exec(scan.text);
  if (found === null || !/(?:^|[\n"'`>] ?|config set )re$/i.test(textBefore(scan, at, 16)))
    return at + 1;
  const value = found[2]!;
  if (!isSecretValue(value, 'password', 'requirepass', true)) return at + 1;
  return addWord(scan, REQUIREPASS.lastIndex - value.length - found[1]!.length, value, at);
}

/** Before the `w` of `password`: lines of Cisco's routers, of `.netrc`, and commands. */
const LINE_BEFORE =
  /(?:^|\n)[ \t]{0,8}(?:enable|username \S{1,64}(?: privilege \d{1,2})?|neighbor \S{1,64}|ppp (?:chap|pap sent-username \S{1,64}))[ \t]pass$/;
const NETRC_BEFORE =
  /(?:^|[\s"'`])(?:machine\s{1,4}\S{1,128}|default)\s{1,8}login\s{1,4}\S{1,128}\s{1,8}pass$/;
const COMMAND_BEFORE = /(?:^|[^\w.-])nmcli [^|;\n]{1,120} pass$/;
/** A type of the password, and what it is; what comes after a word in a sentence is no end of a line. */
const LINE_VALUE =
  /word[ \t]{1,4}(?:[0-9] )?["']?([^\s"'`<>]{4,128})["']?(?=[ \t]{0,3}(?:[\r\n"'`]|$))/y;
const WORD_VALUE = /word\s{1,8}["']?([^\s"'`<>]{4,128})/y;
/** What may be enabled of passwords. */
export const FEATURE =
  /^(?:protect|authent|encrypt|polic|manag|reset|recover|login|expir|rotat|hash|complex|histor|autofill|stor|aging|prompt|sync|valid|chang|check|mask|strength|generat|based|less|support|feature|visib|toggle|confirm|remind|requir|length|field|input|entry)/i;

/** A password after that word, from its `w`, where the line says that it is one. */
export function findLinePassword(scan: Scan, at: number): number {
  const before = textBefore(scan, at);
  const isLine = LINE_BEFORE.test(before);
  if (!isLine && !NETRC_BEFORE.test(before) && !COMMAND_BEFORE.test(before)) return at + 1;
  const pattern = isLine ? LINE_VALUE : WORD_VALUE;
  pattern.lastIndex = at;
  const found = pattern.exec(scan.text);
  if (found === null || (isLine && FEATURE.test(found[1]!))) return at + 1;
  return addWord(scan, at + found[0].lastIndexOf(found[1]!), found[1]!, at);
}

/** `rabbitmqctl change_password ada X`, from the `w`. */
const CHANGED = /word ["']?[\w.@-]{1,64}["']? ["']?([^\s"'`<>]{4,128})/y;
const CHANGED_BEFORE = /(?:^|[^\w.-])rabbitmqctl [^|;\n]{0,60}change_pass$/;

/** `bindpw X`, `rootpw X` in a line of their own, from the `w`. */
const BOUND =
  /w[ \t]{1,8}(?:--plaintext )?["']?([^\s"'`<>]{4,128})["']?(?=[ \t]{0,3}(?:[\r\n"'`]|$))/y;
const BOUND_BEFORE = /(?:^|\n)[ \t]{0,8}(?:bind|root)p$/;

/** `htpasswd -b FILE USER PASSWORD`, with `-n` without a file; `mosquitto_passwd -b FILE USER PASSWORD`. */
const BATCH =
  /wd(?:\.exe)?((?: {1,3}-[A-Za-z]{1,6}(?: \d{1,2})?){1,4})((?: {1,3}(?![-&])[^\s|;<>`]{1,200}){2,3})/y;
/** `PASSWORD('X')` of MySQL. */
const FUNCTION = /WORD\( ?["']([^"'\n]{4,128})["'] ?\)/y;
/** `echo X | passwd --stdin ada` */
const PIPED_BEFORE =
  /echo {1,3}(?:-n {1,3})?["']?([^\s"'|$`<>{}*][^\s"'|`<>]{3,127})["']? {0,3}\| {0,3}(?:sudo {1,3})?(?:\/\S{1,40}\/)?pass$/;

/** A password that the command or the line says, from a `w` that is in no `password` followed by it. */
export function findCommandPassword(scan: Scan, at: number): number {
  const { text } = scan;
  if (scan.code(at - 1) === 112) {
    if (!BOUND_BEFORE.test(textBefore(scan, at, 16))) return at + 1;
    const value = execAt(BOUND, text, at)?.[1];
    return value === undefined ? at + 1 : addWord(scan, text.indexOf(value, at + 2), value, at);
  }
  if (scan.code(at + 4) === 40) {
    const value = execAt(FUNCTION, text, at)?.[1] ?? '';
    return isSpoken(value, false) ? addWord(scan, text.indexOf(value, at + 5), value, at) : at + 1;
  }
  if (scan.code(at + 1) === 100) {
    const before = textBefore(scan, at);
    const piped = PIPED_BEFORE.exec(before);
    if (piped !== null) {
      const start = at - before.length + piped.index + piped[0].indexOf(piped[1]!, 5);
      addWord(scan, start, piped[1]!, at);
      return at + 1;
    }
    if (!/(?:^|[^\w.-])(?:htpass|mosquitto_pass)$/.test(before)) return at + 1;
    return findBatch(scan, at);
  }
  if (!CHANGED_BEFORE.test(textBefore(scan, at, 96))) return at + 1;
  const value = execAt(CHANGED, text, at)?.[1];
  return value === undefined ? at + 1 : addWord(scan, CHANGED.lastIndex - value.length, value, at);
}

function findBatch(scan: Scan, at: number): number {
  const [, options = '', rest = ''] = execAt(BATCH, scan.text, at) ?? [];
  if (!/-\w*b/.test(options)) return at + 1;
  const words = rest.trim().split(/ +/);
  const count = /-\w*n/.test(options) ? 2 : 3;
  if (words.length < count) return at + 1;
  const from =
    at +
    scan.text.slice(at).indexOf(rest) +
    rest.indexOf(words[count - 1]!, lengthTo(words, count));
  const bare = words[count - 1]!.replaceAll(/^["']|["']$/g, '');
  return addWord(scan, scan.text.indexOf(bare, from), bare, at);
}

const lengthTo = (words: readonly string[], count: number): number =>
  words.slice(0, count - 1).reduce((sum, { length }) => sum + length + 1, 0);

export function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const SERVER_KEY_BEFORE =
  /(?:^|\n)[ \t]{0,8}(?:(?:tacacs|radius)-server(?: host \S{1,64})?(?: [a-z-]{2,16} \d{1,5}){0,4}|crypto isakmp|ntp authentication-key \d{1,5} md5) $/;
const SERVER_KEY =
  /key (?:[0-9] )?([^\s"'`<>]{4,128})(?=[ \t]{1,3}address|[ \t]{0,3}(?:[\r\n]|$))/y;

/** `radius-server key X`, `crypto isakmp key X address …` of Cisco's routers, from the `k`. */
export function findServerKey(scan: Scan, at: number): number {
  const value = execAt(SERVER_KEY, scan.text, at)?.[1];
  if (value === undefined || !SERVER_KEY_BEFORE.test(textBefore(scan, at, 160))) return at + 1;
  return addWord(scan, SERVER_KEY.lastIndex - value.length, value, at);
}

const NET_USE = /(?:^|[^\w.-])net1?(?:\.exe)? {1,3}use {1,3}([^|;]{1,160}) {1,3}\/user$/i;
const AFTER_USER = /:["']?[^\s"']{1,64}["']? {1,3}(["']?)([^\s"'/\\*][^\s"'|<>]{3,127})\1(?=\s|$)/y;

/** `net use Z: \\host\share PASSWORD /user:ada`, or the password after the user; the colon is at `at`. */
export function findNetUse(scan: Scan, at: number): number {
  const words = NET_USE.exec(textBefore(scan, at))?.[1]?.trim().split(/ +/);
  const share = words?.findIndex((word) => word.includes('\\')) ?? -1;
  if (words === undefined || share < 0) return at + 1;
  const word = words.at(-1)!.replaceAll(/^["']|["']$/g, '');
  if (share < words.length - 1) {
    if (/[/\\]|^\*$/.test(word)) return at + 1;
    addWord(scan, scan.text.lastIndexOf(word, at - 5 - word.length), word, at);
    return at + 1;
  }
  const value = execAt(AFTER_USER, scan.text, at)?.[2];
  if (value === undefined) return at + 1;
  return addWord(scan, scan.text.indexOf(value, scan.text.indexOf(' ', at)), value, at);
}

/** `/p:PASSWORD` of clients for remote desktops; the colon is at `at`. */
export function findDesktopPassword(scan: Scan, at: number): number {
  if (
    !/(?:^|[^\w.-])(?:xfreerdp|wlfreerdp|sdl-freerdp|freerdp)\d? [^|;\n]{0,160}\/p$/.test(
      textBefore(scan, at),
    )
  )
    return at + 1;
  const value = /^["']?([^\s"'`|;&<>]{4,128})/.exec(scan.text.slice(at + 1, at + 132))?.[1];
  return value === undefined ? at + 1 : addWord(scan, scan.text.indexOf(value, at), value, at);
}

const PAIR_BEFORE =
  /(?:(?:echo|printf) {1,3}(?:-[ne] {1,3})?|chpasswd[^|;\n]{0,40}<<< {0,3})["']?$/;
const PAIR =
  /:([^\s"'`|$<>]{4,128})["']?(?:\\n["']?)? {0,3}(\| {0,3}(?:sudo {1,3})?(?:\/\S{1,40}\/)?chpasswd(?![\w-])|[\s"']|$)/y;

/** `echo 'ada:PASSWORD' | chpasswd`, `chpasswd <<< 'ada:PASSWORD'`: the name begins at `start`, the colon is at `at`. */
export function findChangedPassword(scan: Scan, start: number, at: number): number {
  const before = PAIR_BEFORE.exec(textBefore(scan, start, 64))?.[0];
  const found = before === undefined ? null : execAt(PAIR, scan.text, at);
  if (found === null || (!before!.includes('chpasswd') && !found[2]!.startsWith('|')))
    return at + 1;
  return addWord(scan, at + 1, found[1]!, at);
}

const ORACLE =
  /(?:^|[^\w.-])(?:sqlplus|sqlldr|impdp|expdp|rman target|sqlcl|sql)(?:\.exe)?(?: -\w{1,16})* ["']?[A-Za-z][\w$#]{0,40}\/["']?([^\s"'`<>/@]{4,96})["']?$/i;

/** `sqlplus scott/PASSWORD@service`, with the sign at `at`. */
export function findOracleLogin(scan: Scan, at: number): number {
  const password = ORACLE.exec(textBefore(scan, at, 160))?.[1];
  if (password === undefined || !scan.wants('SECRET')) return at + 1;
  addWord(scan, scan.text.lastIndexOf(password, at), password, at);
  return at + 1;
}
