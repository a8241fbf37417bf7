import { asRead, isWord } from './code-units.ts';

/**
 * How other languages than English, and those that share its word, call a password before a `:` or `=`. Chat is in
 * all of them. Without a word of two meanings: `clave`, `pin` and `code` stand before much else.
 */
const WORDS =
  'kennwort,passwort,contrasena,passe,mdp,senha,wachtwoord,hasło,lösenord,losenord,adgangskode,passord,salasana,parool,slaptažodis,heslo,geslo,' +
  'lozinka,zaporka,parolă,parola,jelszó,jelszo,şifre,şifresi,şifrem,sifre,sandi,mật khẩu,mat khau,пароль,пароля,парола,лозинка,κωδικός,סיסמה,' +
  'كلمة المرور,كلمة السر,पासवर्ड,รหัสผ่าน,密码,密碼,口令,パスワード,暗証番号,비밀번호,비번';

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
  ['é', ' ', ' '],
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
  /^[a-zñłо]{0,2}(?: (?:do|od|dla|[оo][тt]|для|к|de|del|da|para|до) [^\s:,.;]{1,24}(?: [^\s:,.;]{1,24})?:\s{1,3}|\s{0,2}(?:是|为|為|は|는|은|=>|->|→)\s{0,2}|\s{1,3}(?:(?:es|é|e|to|lautet|jest|это|этo|-|—|:)\s{1,3})?)["'`「“]?([\x21-\x7e]{4,128})/;

/** Without the signs that end its sentence, for what comes `after`: an exclamation mark before the rest of it is part of the password. */
export function withoutEnd(value: string, after: string): string {
  const bare = value.replace(/["'`.,;)!?:]+$/, '');
  return /^!+$/.test(value.slice(bare.length)) && /^(?: [a-zß-ɏа-я가-힣]|[,;])/.test(after)
    ? value
    : bare;
}

/** The word with another sign, or with its verb. */
const ENDS_OTHERWISE =
  /contrase[nñ]a$|senha(?: (?:d[aeo]s?|para) [^\s:,.;]{1,24}(?: [^\s:,.;]{1,24})?)? é$/;

/** The password that stands after such a word, from the letter at `at` on: where, and where it ends. */
export function spokenPassword(
  before: string,
  after: string,
): { readonly start: number; readonly end: number } | undefined {
  const found = VERB.exec(after);
  if (found === null) return undefined;
  const rest = /^[a-zñł]{0,2}/.exec(after)![0];
  if (!endsInPasswordWord(before + rest) && !ENDS_OTHERWISE.test(before + rest)) return undefined;
  const value = withoutEnd(found[1]!, after.slice(found[0].length, found[0].length + 2));
  if (!isForeignPassword(value, false)) return undefined;
  const start = found[0].length - found[1]!.length;
  return { start, end: start + value.length };
}

/**
 * True when a value after such a word is none of its sentence: digits or signs are among its letters, which may be those
 * of a language that is written with spaces between words.
 */
export function isForeignPassword(value: string, quoted: boolean): boolean {
  if (value.length < 4 || value.length > 128 || !/^[\x21-\x7e\u00c0-\u052f]+$/.test(value))
    return false;
  // A Cyrillic letter looks like a six, and is one in the scanner's eyes.
  return quoted || /[a-z][A-Z]|[!#$%^&*~?@]|[0-57-9]|66|^6|6$/.test(value);
}

/** What is said of passwords, in the languages of {@link WORDS} that have Latin letters, and in English. */
const SAID =
  'nothing|fallback|please|denied|granted|accepted|rejected|failed|failure|success|required|optional|represents|indicates|specifies|contains|generate|generates|returns|describes|defines|denotes|requires|expected|string|text|number|integer|boolean|date|datetime|uuid|email|float|double|decimal|json|array|object|none|null|true|false|undefined|hidden|masked|redacted|removed|empty|unset|always|never|default|varchar|password|expired|invalid|incorrect|wrong|missing|forgotten|reset|change|changed|protected|encrypted|disabled|enabled|unknown|' +
  'passwort|kennwort|erforderlich|benötigt|notwendig|vergessen|falsch|ungültig|geändert|ändern|bestätigen|wiederholen|pflichtfeld|eingeben|abgelaufen|zurücksetzen|' +
  'oublié|requis|obligatoire|invalide|modifier|expiré|changer|saisir|vérifier|' +
  'obligatorio|obligatoria|requerido|requerida|incorrecto|incorrecta|inválido|inválida|olvidada|olvidado|cambiar|caducada|' +
  'obrigatório|obrigatória|incorreto|incorreta|esquecida|esqueceu|alterar|expirada|necessária|' +
  'obbligatorio|obbligatoria|richiesta|dimenticata|errata|scaduta|cambia|' +
  'verplicht|vergeten|onjuist|ongeldig|wijzigen|vereist|verlopen|' +
  'wymagane|nieprawidłowe|błędne|zapomniane|zmień|wygasło|' +
  'krävs|obligatoriskt|glömt|felaktigt|ogiltigt|påkrævet|forkert|glemt|ugyldig|kreves|nødvendig|' +
  'pakollinen|vaaditaan|unohtunut|virheellinen|kohustuslik|nõutav|privaloma|neteisingas|' +
  'povinné|nesprávné|zapomenuté|neplatné|povinná|obavezna|obavezno|pogrešna|netočna|zaboravljena|obvezno|napačno|' +
  'obligatorie|incorectă|necesară|uitată|kötelező|helytelen|elfelejtett|hibás|érvénytelen|gerekli|zorunlu|hatalı|yanlış|unutuldu|unuttum|geçersiz|giriniz|' +
  'diperlukan|wajib|salah';
const NO_PASSWORDS: ReadonlySet<string> = new Set(SAID.split('|').map(asRead));

/** A word that is said of a password, and is hardly ever one. */
export const isNoPassword = (value: string): boolean => NO_PASSWORDS.has(value.toLowerCase());

/** Words for a password in scripts other than Latin: what is in Latin letters behind them is none of their sentence. */
const isOfOtherScript = (before: string): boolean => /[\u0250-\u1dff\u2e80-\uffff]/.test(before);

/**
 * True when a value of Latin letters alone, after the lower-case text that ends in such a word and its sign, is no word of
 * a sentence: nothing follows in its line.
 */
export function isForeignWord(before: string, value: string, after: string): boolean {
  const least = isOfOtherScript(before) ? 6 : 8;
  if (value.length < least || !/^[A-Za-z]{6,64}$/.test(value) || isNoPassword(value)) return false;
  return /^["'`]?[ \t]{0,3}(?:[\r\n<}\])|;]|$|\\n|,\s?["'}\n])/.test(after);
}
