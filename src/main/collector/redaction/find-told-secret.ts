import { isSpoken } from './find-spoken-secret.ts';
import type { Scan } from './scan.ts';

/** How far before a password its command is looked for. */
const MAX_BEFORE = 160;
const BEFORE = '(?:^|[^a-z0-9])';
const QUOTE = '["\'`]?';
const NAME = '["\']?[\\w.-]{1,32}["\']?';
/** A setting of Redis, an option of the tools for Java's key stores. */
const SETTING = new RegExp(`(?:requirepass|masterauth|(?:store|key|destkey)pass) ${QUOTE}$`, 'i');
/** The command of Redis at the beginning of a line: names of methods come after it in mail. */
const AUTH = new RegExp(
  `(?:(?:^|["'\`\\n>]\\s?|redis\\S{0,24} )AUTH|^auth) (?:${NAME} )?${QUOTE}$`,
);
/** In a statement: what is identified by something else is in many sentences. */
const SQL =
  /(?:(?:create|alter) (?:user|role)|grant) [^;]{1,96}identified (?:with ["'`]?\w{1,40}["'`]? )?by (?:values )?["'`]?$/i;
const SENTENCE = new RegExp(`${BEFORE}secret is ${QUOTE}$`, 'i');
const WORD = new RegExp(
  `${BEFORE}(?:(?:pwd?|passcode|passwd|pass_?phrase|psk|(?<!(?:first|second|third|last|next|final|this|each|one|compiler|render(?:ing)?|tests?) )pass|wachtwoord) is|(?:mot de passe|mdp)(?: \\w{1,12}){0,2} est|[şs]ifrem) ${QUOTE}$`,
  'i',
);
/** A user and a password with hardly a word between. */
const USER_PASS = new RegExp(
  `${BEFORE}(?:user(?:name)?|login|usr) (?!(?:and|or|agent|names?|with|who|will|can|must|to|input|data|does|did|is) )\\S{1,64}[,;]? (?:and |with )?pass ${QUOTE}$`,
  'i',
);
const WANDB = new RegExp(`${BEFORE}wandb login (?:--relogin )?${QUOTE}$`, 'i');
const WINDOWS = new RegExp(`${BEFORE}net1?(?:\\.exe)? user ${NAME} ${QUOTE}$`, 'i');
/** Lines of Cisco's routers. */
const ROUTER =
  /(?:^|\n)[ \t]{0,8}(?:enable|username \S{1,64}(?: privilege \d{1,2})?) secret (?:[0-9] )?["'`]?$/;
/** What FTP and POP3 say one after the other. */
const MAIL_LOGIN = /(?:^|\n)[^\n]{0,24}USER \S{1,64}\r?\n(?:[^\n]{0,96}\n)?[^\n]{0,24}PASS $/;
const VALUE = /(?!\/)[^\s"'`,;|<>]{5,128}/y;
/** Names of methods and of algorithms, numbers with a unit, words with a dash. */
const NO_SECRET =
  /^[A-Z]+[A-Z\d-]*$|^(?:[xX]?[oO][aA]uth|[Bb]ase|[a-z]{1,3})-?\d+(?:-|$)|^\d+-?[a-zA-Z]{1,8}$|-[a-z]{4,}/;

/**
 * A password that only the words before it tell: `requirepass x1`, `AUTH x1`, `identified by 'x1'`, `my secret is x1`,
 * `wandb login x1`, `net user ada x1 /add`. Its first digit is at `at`; `at` for none.
 */
export function findToldSecret(scan: Scan, at: number): number {
  let start = at;
  while (start > at - 64 && !isEnd(scan.code(start - 1))) start--;
  const before = scan.text.slice(Math.max(0, start - MAX_BEFORE), start);
  VALUE.lastIndex = start;
  const value = VALUE.exec(scan.text)?.[0].replace(/[.)?:]+$/, '') ?? '';
  if (!isSpoken(value, false) || !tells(before, value, scan.text[start + value.length])) return at;
  return scan.add(start, start + value.length, 'SECRET', 'secret.password');
}

/** A space or a quote. */
const isEnd = (code: number): boolean => code <= 32 || code === 34 || code === 39 || code === 96;

function tells(before: string, value: string, next = ''): boolean {
  if (ROUTER.test(before) || MAIL_LOGIN.test(before)) return true;
  if (SETTING.test(before) || SQL.test(before) || WINDOWS.test(before)) return true;
  if (WANDB.test(before)) return /^[0-9a-f]{40}$/i.test(value);
  if (NO_SECRET.test(value)) return false;
  if (USER_PASS.test(before)) return true;
  if (AUTH.test(before)) return next === '' || /["'`\r\n]/.test(next);
  return (value.length >= 8 && SENTENCE.test(before)) || WORD.test(before);
}
