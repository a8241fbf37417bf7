import { asRead, isWord } from './code-units.ts';

/**
 * How other languages than English, and those that share its word, call a password before a `:` or `=`. Chat is in
 * all of them. Without a word of two meanings: `clave`, `pin` and `code` stand before much else.
 */
const WORDS =
  'kennwort,passwort,passe,mdp,senha,wachtwoord,hasło,lösenord,adgangskode,passord,salasana,parool,slaptažodis,heslo,geslo,' +
  'lozinka,zaporka,parolă,jelszó,şifre,şifresi,şifrem,sifre,sandi,mật khẩu,пароль,пароля,парола,лозинка,κωδικός,סיסמה,' +
  'كلمة المرور,كلمة السر,पासवर्ड,รหัสผ่าน,密码,密碼,口令,パスワード,暗証番号,비밀번호';

/** As the scanner sees them. */
export const PASSWORD_WORDS: readonly string[] = [...new Set(WORDS.split(',').map(asRead))];
const LONGEST = Math.max(...PASSWORD_WORDS.map(({ length }) => length));

/** True when the lower-case text before the sign ends in one of {@link PASSWORD_WORDS}, as a word of its own. */
export function endsInPasswordWord(before: string): boolean {
  const end = before.slice(-LONGEST - 1);
  return PASSWORD_WORDS.some((word) => {
    if (!end.endsWith(word)) return false;
    const previous = end.charCodeAt(end.length - word.length - 1);
    // Scripts that are written without spaces have no letters in `isWord`.
    return Number.isNaN(previous) || previous === 95 || !isWord(previous);
  });
}

/** Letters by which the scanner knows such words where no sign follows them: `contraseña es x`, `密码是x`. */
const SPOKEN_ENDS: readonly (readonly [letter: string, before: string, after: string])[] = [
  ['ł', 'as', 'o'],
  ['ñ', 'se', 'a'],
  ['é', 'a ', ''],
  ['ь', asRead('ол'), ''],
  ['码', '密', ''],
  ['碼', '密', ''],
  ['ド', 'ー', ''],
  ['호', '번', ''],
];
const SPOKEN = SPOKEN_ENDS.map((letters) =>
  letters.map((text) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))),
);

/** The letter at `at` of `codes` may be in such a word. */
export function mayBeSpoken(codes: Uint16Array, at: number): boolean {
  return SPOKEN.some(
    ([letter, before, after]) =>
      codes[at] === letter![0] &&
      codes[at - 1] === before!.at(-1) &&
      (before!.length < 2 || codes[at - 2] === before![0]) &&
      (after!.length === 0 || codes[at + 1] === after![0]),
  );
}

/** What parts such a word from a password without a colon. */
const VERB =
  /^[a-zñłо]{0,2}(?:\s{0,2}(?:是|为|為|は|는|은|=>|->|→)\s{0,2}|\s{1,3}(?:(?:es|é|e|to|jest|это|этo|-|:)\s{1,3})?)["'`「“]?([\x21-\x7e]{4,128})/;

/** The password that stands after such a word, from the letter at `at` on: where, and where it ends. */
export function spokenPassword(
  before: string,
  after: string,
): { readonly start: number; readonly end: number } | undefined {
  const found = VERB.exec(after);
  if (found === null) return undefined;
  const rest = /^[a-zñł]{0,2}/.exec(after)![0];
  if (!endsInPasswordWord(before + rest) && !/contrase[nñ]a$|senha é$/.test(before + rest))
    return undefined;
  const value = found[1]!.replace(/["'`.,;)!?:]+$/, '');
  if (!isForeignPassword(value, false)) return undefined;
  const start = found[0].length - found[1]!.length;
  return { start, end: start + value.length };
}

/** True when a value after such a word is none of its language: it has no other letters, and digits or signs. */
export function isForeignPassword(value: string, quoted: boolean): boolean {
  if (value.length < 4 || value.length > 128 || !/^[\x21-\x7e]+$/.test(value)) return false;
  return quoted || /\d|[a-z][A-Z]|[!#$%^&*~?@]/.test(value);
}
