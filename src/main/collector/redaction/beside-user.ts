import { asRead } from './code-units.ts';
import { isNoPassword } from './password-words.ts';
import type { Scan } from './scan.ts';

/** Where a word of a language is a password: beside the user it is of, and as the value of a variable or a property. */

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Longest line that is looked at before and after the one of the password, UTF-16 units. */
const MAX_LINE = 120;

const USER_BEFORE =
  /(?:^|[;"'\s])(?:user(?: ?id| ?name)?|uid)=[^;"'\s<>{}$]{1,40};(?:[a-z][\w ]{1,24}=[^;"'\s]{0,40};){0,2}\s?$/;

/** `User Id=app;Password=secret;`: in a list of settings that has a user a word is a password too. */
export function isBesideUser(scan: Scan, nameStart: number, start: number, end: number): boolean {
  if (scan.code(start - 1) !== 61 || scan.code(end) !== 59 || end - start < 4) return false;
  if (!/^[\w.!#$%^&*@~+-]+$/.test(scan.text.slice(start, end))) return false;
  return USER_BEFORE.test(scan.before(nameStart, 120));
}

const WORD = /^[A-Za-z]{4,64}$/;
/** The line of a user in YAML, in a file of settings or of properties. */
const USER_LINE =
  /^[ \t]*(?:- )?["']?(?:[\w.-]{0,40}[_.-])?(?:user(?:[_-]?(?:name|id))?|login|uid|usr)["']?\s{0,2}[:=]\s{0,2}["']?([\w.@+-]{2,64})["']?[ \t]*$/i;
/** Names of variables in capitals, and of properties: `POSTGRES_PASSWORD`, `spring.datasource.password`. */
const VARIABLE = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/;
const PROPERTY = /^[a-z][\w-]*(?:\.[\w-]+)+$/;

/** A word without quotes, all of the rest of its line, that such a name or a line beside it tells to be a password. */
export function isOnlyWord(
  scan: Scan,
  nameStart: number,
  nameEnd: number,
  at: number,
  start: number,
  end: number,
): boolean {
  const next = scan.code(end);
  if (next !== LINE_FEED && next !== CARRIAGE_RETURN && end !== scan.length) return false;
  const { text } = scan;
  if (!WORD.test(text.slice(start, end)) || /\n/.test(text.slice(at, start))) return false;
  const name = text.slice(nameStart, nameEnd);
  const isColon = scan.code(at) === 58;
  if (
    isColon
      ? VARIABLE.test(name)
      : start === at + 1 && PROPERTY.test(name) && beginsLine(scan, nameStart)
  )
    return true;
  const before = text.slice(Math.max(0, nameStart - 2 * MAX_LINE), nameStart).split('\n');
  if (!/^[ \t]*(?:- )?["']?[\w.-]*$/.test(before.at(-1)!)) return false;
  const after = text.slice(end, end + MAX_LINE).split(/\r?\n/, 2)[1];
  return isUser(before.at(-2)) || isUser(after);
}

const beginsLine = (scan: Scan, at: number): boolean => at === 0 || scan.code(at - 1) === LINE_FEED;

function isUser(line: string | undefined): boolean {
  const user = line === undefined ? undefined : USER_LINE.exec(line.trimEnd())?.[1];
  return (
    user !== undefined &&
    !isNoPassword(user) &&
    !/^(?:str|user(?:name)?|bool|int|char|text|type)$/i.test(user)
  );
}

/** A user in the same line of a sentence or a log, in the languages that the password has a word of. */
const USER_SAID = new RegExp(
  `(?:^|[^a-z])(?:user(?:[ _-]?(?:name|id))?|login|account|e-?mail|id|benutzer(?:name)?|nutzer(?:name)?|usuario|usuário|utilisateur|identifiant|utente|gebruiker(?:snaam)?|użytkownik|uživatel|käyttäjä|användare|bruker|bruger|kullanıcı(?: adı)?|${asRead('логин|用户名?|用戶名?|账号|ユーザー名?|아이디')})["']?\\s{0,2}[:=]\\s{0,2}["'\`]?([^\\s"'\`,;|{}()[\\]<>]{2,64})["'\`]?(?:\\s{0,2}[,;|/、，]\\s{0,2}|\\s{1,3})(?:(?:and|und|et|y|e|og|och|en|i|a|ve|${asRead('и')}) )?$`,
);
/** What variables of programs are called that have passwords. */
const OF_PROGRAM =
  /^(?:pass|passw|pwd|hash(?:ed)?|plain(?:text)?|raw|cred|data|form|body|props|state|values?|fields?|constr|secretstr|char|type)$/i;

/** `user: root, password: toor`: a word behind a user in its line is a password, where nothing looks like a program. */
export function isBehindUser(scan: Scan, nameStart: number, start: number, end: number): boolean {
  const value = scan.text.slice(start, end);
  if (!/^[a-z]{4,64}$/i.test(value) || OF_PROGRAM.test(value) || isNoPassword(value)) return false;
  if (!/^["'`]?(?:$|\s*[\r\n]|[.,;](?:\s|$)|\s?[|<])/.test(scan.text.slice(end, end + 8)))
    return false;
  const before = scan.before(nameStart, 96);
  const user = USER_SAID.exec(before)?.[1];
  return (
    user !== undefined && !isNoPassword(user) && !OF_PROGRAM.test(user) && !/[{(]/.test(before)
  );
}
