import { asRead, isWord } from './code-units.ts';

/**
 * How other languages than English, and those that share its word, call a password before a `:` or `=`. Chat is in
 * all of them. Without a word of two meanings: `clave`, `pin` and `code` stand before much else.
 */
const WORDS =
  'kennwort,passe,mdp,senha,wachtwoord,hasło,lösenord,adgangskode,passord,salasana,parool,slaptažodis,heslo,geslo,' +
  'lozinka,zaporka,parolă,jelszó,şifre,şifresi,sifre,sandi,mật khẩu,пароль,пароля,парола,лозинка,κωδικός,סיסמה,' +
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

/** True when a value after such a word is none of its language: it has no other letters, and digits or signs. */
export function isForeignPassword(value: string, quoted: boolean): boolean {
  if (value.length < 4 || value.length > 128 || !/^[\x21-\x7e]+$/.test(value)) return false;
  return quoted || /\d|[a-z][A-Z]|[!#$%^&*~?@]/.test(value);
}
