/** What the scanner does at a UTF-16 code unit; 0 is nothing, for most of them. */
export const DIGIT = 1;
export const AT_SIGN = 2;
export const PERCENT = 3;
export const COLON = 4;
export const EQUALS = 5;
/** `_`, `-`, `.` and `$`: the end of a prefix such as `ghp_`. */
export const JOINT = 6;
export const PLUS = 7;
/** Letters that tell a token without a joint (`AKIA`, `eyJ`), or a word such as `password`. */
export const LETTER = 8;
export const PARENTHESIS = 9;
export const TILDE = 10;
/** Must be decoded first: an escape, or a character that stands for another one or for none. */
export const DISGUISE = 11;

/** Spaces before the code units of a text, so that nobody asks where it begins; more than any handler's reach. */
export const MARGIN = 64;
/** Spaces after them. */
export const TAIL = 16;

/** Code unit to action. */
export const ACTION = new Uint8Array(65_536);

const set = (characters: string, action: number): void => {
  for (let index = 0; index < characters.length; index++) {
    ACTION[characters.charCodeAt(index)] = action;
  }
};
set('0123456789', DIGIT);
set('@', AT_SIGN);
// Of percent-encoding and of HTML's entities.
set('%&', PERCENT);
set(':', COLON);
// The second is the end of `<password>`.
set('=>', EQUALS);
set('_-.$', JOINT);
set('+', PLUS);
set('IJKBYSTWkqruwZz', LETTER);
// `[at]`
set('[', LETTER);
// In words for a password: hasło, contraseña, (senha) é, пароль, 密码, パスワード, 비밀번호.
set('łñéь码碼ド호', LETTER);
set('(', PARENTHESIS);
set('~', TILDE);
// A backslash, and the escape character before the colors of a terminal.
set('\\\u001b', DISGUISE);

/** Characters that are not seen: a value split by them is still that value to a reader. */
const INVISIBLE =
  '\u00ad\u061c\u115f\u1160\u180b\u180c\u180d\u2065\u206a\u206b\u206c\u206d\u206e\u206f\u3164\uffa0\ufff9\ufffa\ufffb\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff';
/** Letters of other scripts that look like Latin ones, and signs. */
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ['абвгекмнорстухісјѕһԁԛԝ', 'a6brekmhopctyxicjshdqw'],
  ['АВЕКМНОРСТУХІЈЅ', 'ABEKMHOPCTYXIJS'],
  ['αορνικτυχ', 'aopviktux'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ['‐‑‒–−\u2043\ufe63', '-------'],
  ['\u00a0\u1680\u2007\u2009\u202f\u205f\u3000', '       '],
  ['\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a', '         '],
  ['․。﹒﹫﹢', '...@+'],
  // What groups of a number are parted by now and then.
  ['·•∙⋅‧', '-----'],
];
/** What a code unit reads as: 0 as itself, {@link NOTHING} as nothing. */
export const READS_AS = new Uint16Array(65_536);
export const NOTHING = 0xffff;

for (let index = 0; index < INVISIBLE.length; index++) {
  READS_AS[INVISIBLE.charCodeAt(index)] = NOTHING;
}
for (const [from, to] of LOOK_ALIKES) {
  for (let index = 0; index < from.length; index++) {
    READS_AS[from.charCodeAt(index)] = to.charCodeAt(index);
  }
}
// Accents that are characters of their own.
for (let code = 0x300; code <= 0x36f; code++) READS_AS[code] = NOTHING;
// Digits of all scripts: each has its ten one after the other.
for (let code = 0x660, digit = 0; code < 0xff00; code++) {
  digit = /\p{Nd}/u.test(String.fromCharCode(code)) ? digit + 1 : 0;
  if (digit > 0) READS_AS[code] = 48 + ((digit - 1) % 10);
}
for (let code = 0xff01; code <= 0xff5e; code++) READS_AS[code] = code - 0xfee0;
for (let code = 0; code < 65_536; code++) if (READS_AS[code] !== 0) ACTION[code] = DISGUISE;
// How emoji are drawn: in too many texts to undo it for nothing else.
for (let code = 0xfe00; code <= 0xfe0f; code++) READS_AS[code] = NOTHING;

/** A word as the scanner sees it, with Latin letters for those of other scripts that look the same. */
export function asRead(word: string): string {
  return Array.from({ length: word.length }, (_, index) => {
    const code = word.charCodeAt(index);
    return String.fromCharCode(READS_AS[code] || code);
  }).join('');
}

/** 1 for {@link isWord}. */
export const WORD = new Uint8Array(65_536);
for (let code = 0; code < 65_536; code++) {
  const ascii = code < 128 && /[A-Za-z0-9_]/.test(String.fromCharCode(code));
  // Letters of Latin, Greek and Cyrillic glue to a value; scripts written without spaces do not.
  const isFirst = code >= 0xc0 && code < 0x530 && code !== 0xd7 && code !== 0xf7;
  // The rest of Latin, as Vietnamese has it, and of Greek.
  const isFurther = code >= 0x1e00 && code < 0x2000;
  WORD[code] = ascii || isFirst || isFurther ? 1 : 0;
}

/** A letter, digit or underscore: a value does not begin or end between two of them. */
export const isWord = (code: number): boolean => WORD[code] === 1;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
export const isHex = (code: number): boolean =>
  isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
