import { findCommandPassword, findLinePassword } from './find-config-secret.ts';
import { findElement } from './find-element.ts';
import { findFilled } from './find-filled.ts';
import { findCopied } from './find-inserted.ts';
import { findSecretColumn } from './find-secret-column.ts';
import { spokenPassword, withoutEnd } from './password-words.ts';
import { isPhrase } from './pass-phrase.ts';
import type { Scan } from './scan.ts';
import { isSecretValue } from './secret-value.ts';

/** `The password is X`, `password X`, `--password X`; the scanner stands on the `w`. */
const SPOKEN =
  /wor[dt]["'`]?(?:(?:['’]s|\s{1,3}(?:to [a-z ]{2,40}:|is:?|was:?|(?:is|was) (?:now|currently|still):?|as(?= ["'])|ist|lautet|es|est|[éèä]r?|to|will be|should be|(?:(?:has been|was|is|now) )?(?:(?:re)?set|changed) to|of|(?:for|to|of|on|at|in|del?|della|dello|d[aou]|für|von|vom|para|per) (?:[\w.@+"'’`-]{1,64} ){1,5}?(?:is|was|=|[éèe]s?|est|ist|lautet)(?: now)? ?:?|(?:for|für|pour|per|para) (?:(?:user|the|das|den|die) )?["'`]?[\w.@+-]{1,64}["'`]?:)|[ \t]{1,3}[-—]|\s{0,2}(?::=|=>|->|→|<-)|\s\([\w -]{1,24}\)\s?[:=-])?\s{1,3}|\s{1,3}for (?:user )?["'`]?[\w.@+-]{1,64}["'`]?[:=]|\s{1,3}for ["'`][^\s"'`]{1,64}["'`]@["'`][^\s"'`]{1,64}["'`]\s?=\s?|\s{0,3}(?:→|\|)\s{0,3})(?:[05789] )?["'`]?([^\s"'`<>,;]{4,128})/iy;
/** `IDENTIFIED BY 'X'` of SQL; the scanner stands on the `Y`. */
const IDENTIFIED =
  /Y\s{1,3}(?:(?:PASSWORD|VALUES)\s{1,3})?(?:["']([^"'\n]{4,128})["']|([^\s"'`;,()<>]{4,128}))/iy;
const IDENTIFIED_BEFORE = /identified (?:with ["'`]?\w{1,40}["'`]? )?b$/;

/** A password in a sentence or a command, from a letter of the word that announces it. */
export function findSpokenSecret(scan: Scan, at: number): number {
  if (scan.code(at) === 89) {
    if (scan.code(at - 1) !== 66 || !IDENTIFIED_BEFORE.test(scan.before(at, 64))) return at + 1;
    return addIdentified(scan, at);
  }
  if (scan.code(at - 1) === 112) return findCommandPassword(scan, at);
  const stem = scan.before(at, 4);
  if (stem !== 'pass' && stem !== 'kenn') return at + 1;
  if (scan.text.startsWith('word-stdin', at)) return findPiped(scan, at);
  if (scan.code(at + 1) === 100 || scan.code(at + 4) === 40)
    return Math.max(findCommandPassword(scan, at), findCopied(scan, at));
  if (scan.code(at + 4) <= 32) {
    const isTag = scan.code(at - 5) === 60 || scan.code(at - 5) === 58;
    const end = isTag
      ? findElement(scan, at)
      : Math.max(findLinePassword(scan, at), findCommandPassword(scan, at));
    if (end > at + 1) return end;
  }
  findUsed(scan, at);
  const said = findGenerated(scan, at);
  if (said > at + 1) return said;
  if (partsCells(scan.code(at + 4)) || partsCells(scan.code(at + 5))) findSecretColumn(scan, at);
  SPOKEN.lastIndex = at;
  const found = SPOKEN.exec(scan.text);
  if (found === null)
    return Math.max(
      findFilled(scan, at),
      findCopied(scan, at),
      findReplaced(scan, at),
      findPaired(scan, at),
    );
  // The next field of YAML or JSON.
  const next = found[1]!.slice(-1) + scan.text.slice(SPOKEN.lastIndex, SPOKEN.lastIndex + 2);
  if (found[0].includes('\n') && /^:|^.["']:/.test(next)) return at + 1;
  const value = withoutEnd(found[1]!, scan.text.slice(SPOKEN.lastIndex, SPOKEN.lastIndex + 2));
  const end = SPOKEN.lastIndex - (found[1]!.length - value.length);
  const words = wordsInQuotes(scan, SPOKEN.lastIndex - found[1]!.length, SPOKEN.lastIndex);
  if (words > 0) return scan.add(end - value.length, words, 'SECRET', 'secret.password');
  // What goes on before its quote is a sentence.
  const isQuoted = scan.code(SPOKEN.lastIndex) !== 32;
  if (!isSpoken(value, isQuoted && /["'`]$/.test(found[0].slice(0, -found[1]!.length))))
    return Math.max(findFilled(scan, at), findReplaced(scan, at));
  scan.add(end - value.length, end, 'SECRET', 'secret.password');
  // Whose password it is may be an address.
  return found[0].includes('@') && found.index + found[0].indexOf('@') < end - value.length
    ? at + 1
    : end;
}

/** What programs say of passwords that they made: of MySQL, of Elasticsearch, of Jenkins. */
const GENERATED =
  /word (?:is generated for|for(?: the)?(?: user)?) (?:\[[\w-]{1,32}\]|[\w.@+-]{1,64})(?: (?:built-in )?(?:super)?user)?(?: successfully reset\.\s{1,3}New value| is)? ?: ([^\s"'`<>]{8,128})(?=\s|$)/iy;
/** `the admin password (X)`. */
const BRACKETED = /word \(([^\s()"'`<>,;]{6,64})\)/iy;

/** A password of letters of both cases and digits after such words, whatever else is in it; from the `w`. */
function findGenerated(scan: Scan, at: number): number {
  const next = scan.code(at + 5);
  if (scan.code(at + 4) !== 32 || (next !== 102 && next !== 105 && next !== 40)) return at + 1;
  const pattern = next === 40 ? BRACKETED : GENERATED;
  pattern.lastIndex = at;
  const [all = '', value = ''] = pattern.exec(scan.text) ?? [];
  if (!/^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?!.*:\/\/)/.test(value)) return at + 1;
  if (next === 40 && !/[!#$%^&*@~]/.test(value)) return at + 1;
  const start = at + all.lastIndexOf(value);
  return scan.add(start, start + value.length, 'SECRET', 'secret.password');
}

/** Where a password of several words ends, whose first one is between these positions and its quote before; 0 for none. */
function wordsInQuotes(scan: Scan, start: number, end: number): number {
  const quote = scan.code(start - 1);
  if (scan.code(end) !== 32 || (quote !== 34 && quote !== 39)) return 0;
  const last = scan.text.indexOf(quote === 34 ? '"' : "'", end);
  if (last < 0 || last > start + MAX_WORDS) return 0;
  const value = scan.text.slice(start, last);
  return !value.includes('\n') &&
    isPhrase(value) &&
    isSecretValue(value, 'password', 'password', true)
    ? last
    : 0;
}
const MAX_WORDS = 64;

/** `changed the password from X to Y`, from the `w`. */
const REPLACED =
  /words?(?: (?:for|of) \S{1,40})? from (["'`]?)([^\s"'`<>,;]{4,128})\1 to (["'`]?)([^\s"'`<>,;]{4,128})/iy;

function findReplaced(scan: Scan, at: number): number {
  REPLACED.lastIndex = at;
  const [, , old = '', quote = '', next = ''] = REPLACED.exec(scan.text) ?? [];
  const value = quote === '' ? next.replace(/[.)?:]+$/, '') : next;
  if (!isSpoken(old, false) || !isSpoken(value, false)) return at + 1;
  const start = scan.text.indexOf(old, at);
  scan.add(start, start + old.length, 'SECRET', 'secret.password');
  const from = REPLACED.lastIndex - next.length;
  return scan.add(from, from + value.length, 'SECRET', 'secret.password');
}

/** `use X as the password`, from the `w`. */
const USED_BEFORE =
  /(?:^|[^a-z])(?:use|used|using|uses|try|enter|type|with|set|put|has|have) (["'`]?)([^\s"'`<>,;]{5,128})\1 (?:as|for) (?:(?:the|a|an|your|my|his|her|our|their|its|new|initial|default|temporary|admin|root|user|login) ){1,3}pass$/i;

function findUsed(scan: Scan, at: number): void {
  if (scan.code(at - 5) !== 32 || !isForThat(scan, at - 5)) return;
  const before = scan.text.slice(Math.max(0, at - MAX_USED), at);
  const [all = '', quote = '', value = ''] = USED_BEFORE.exec(before) ?? [];
  if (!isSpoken(value, quote !== '')) return;
  const start = at - all.length + all.indexOf(value, all.indexOf(' '));
  scan.add(start, start + value.length, 'SECRET', 'secret.password');
}
const MAX_USED = 200;
/** Of the words between, code units. */
const MAX_FOR = 32;

/** ` as ` or ` for ` and words of letters before the space at `at`. */
function isForThat(scan: Scan, at: number): boolean {
  for (let last = at; last > at - MAX_FOR; last--) {
    const code = scan.code(last);
    if (code !== 32) {
      if ((code | 32) < 97 || (code | 32) > 122) return false;
    } else if (endsWord(scan, last, 'as') || endsWord(scan, last, 'for')) return true;
  }
  return false;
}

const endsWord = (scan: Scan, end: number, word: string): boolean =>
  scan.code(end - word.length - 1) === 32 && scan.text.startsWith(word, end - word.length);

/** `["password", "X"]`: a name and a value, and nothing else in their list. */
const PAIRED = /word(["']),\s{0,8}[bru]?(["'])([^"'\n]{4,256})\2\s{0,4}\]/iy;

function findPaired(scan: Scan, at: number): number {
  PAIRED.lastIndex = at;
  const [all = '', , , value = ''] = PAIRED.exec(scan.text) ?? [];
  if (scan.code(at - 6) !== 91 || !isSpoken(value, false)) return at + 1;
  const end = at + all.lastIndexOf(value) + value.length;
  return scan.add(end - value.length, end, 'SECRET', 'secret.password');
}

/** A quote, a comma, a semicolon, a bar, a tab or the end of a line after the name of a column. */
const partsCells = (code: number): boolean =>
  code === 34 || code === 44 || code === 59 || code === 124 || (code >= 9 && code <= 13);

/** `echo X | docker login --password-stdin`: what a command is given by another, from the option. */
export function findPiped(scan: Scan, at: number): number {
  const from = Math.max(0, at - MAX_PIPE);
  const found = PIPED.exec(scan.text.slice(from, at));
  if (found === null) return at + 1;
  const start = from + found.index + found[0].indexOf(found[1]!, 5);
  scan.add(start, start + found[1]!.length, 'SECRET', 'secret.password');
  return at + 1;
}
const MAX_PIPE = 300;
const PIPED =
  /(?:echo|printf)\s{1,3}(?:-n\s{1,3}|["']%s["']\s{1,3})?["']?([^\s"'|$`<>{}*][^\s"'|`<>]{3,127})["']?\s{0,3}\|[^|\n]{0,160}$/;

/** `mi contraseña es X`, `密码是X`, from a letter of the word. */
export function findForeignSecret(scan: Scan, at: number): number {
  const { text } = scan;
  const found = spokenPassword(scan.before(at + 1, 64), text.slice(at + 1, at + 160));
  if (found === undefined) return at + 1;
  return scan.add(at + 1 + found.start, at + 1 + found.end, 'SECRET', 'secret.password');
}

/** Not a word of the sentence: digits or signs among letters. */
export function isSpoken(value: string, quoted: boolean): boolean {
  // A variable of a shell, a file.
  if (
    /^\$\{?[A-Z][A-Z_]{2,}|^\$[A-Za-z_]+(?:(?:\.[A-Za-z_]+)*|[[\])].*|-)$|\w\.(?:ya?ml|json|txt|py|sh|md|conf|cfg|ini|toml|xml|html?|[jt]s)$/.test(
      value,
    )
  )
    return false;
  if (quoted && value.length >= 5 && /^[A-Za-z_]\w*$/.test(value)) {
    return !/^(?:string|password|required|invalid|incorrect|field|input|reset|hash|value|token|secret)$/i.test(
      value,
    );
  }
  if (value.length < 5 || /^\[|\*{3}|\$\{|^[\d.]+$|^https?:|^\/\/|^secret\/|[()=]/.test(value))
    return false;
  // Protocols and algorithms.
  if (/^(?:tls|ssl|sha|aes|rsa|md|rfc|iso|utf|http|pbkdf|argon|oauth)-?\d[\w.-]*$/i.test(value))
    return false;
  // Words with an apostrophe, directives of C, entities of HTML, what a program puts there.
  if (/^[a-z]+['’][a-z]+$|^#[a-z]+$|^&(?:#x?[\da-f]+|[a-z]+)$|^\{[\w.[\]]*\}/i.test(value))
    return false;
  const digits = /\d/.test(value);
  const signs = /[!#$%^&@~+]|\w\*\w/.test(value);
  return (
    (digits && /[A-Za-z]/.test(value)) ||
    (signs && /[A-Za-z]/.test(value)) ||
    (quoted && value.length >= 6 && /[a-z][A-Z]/.test(value)) ||
    isScrambled(value)
  );
}

/** `xxRDlXxUpbHt`: letters that change case after two or three on average, as those of no name do. */
function isScrambled(value: string): boolean {
  if (value.length < 8 || !/^[A-Za-z]+$/.test(value)) return false;
  const parts = value.match(/[A-Z]+[a-z]*|[a-z]+/g)!.length;
  return parts > 3 && value.length <= parts * 3;
}

function addIdentified(scan: Scan, at: number): number {
  IDENTIFIED.lastIndex = at;
  const found = IDENTIFIED.exec(scan.text);
  const bare = found?.[2]?.replace(/[.)!?:]+$/, '');
  if (found === null || (bare !== undefined && !isSpoken(bare, false))) return at + 1;
  const value = bare ?? found[1]!;
  const start = IDENTIFIED.lastIndex - (found[2]?.length ?? value.length + 1);
  return scan.add(start, start + value.length, 'SECRET', 'secret.password');
}
