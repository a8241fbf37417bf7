import { isNoPassword } from './password-words.ts';

/** Words, with what may be among them in a sentence. */
const WORDS = /^[\p{L}’'-]+[,:]?(?: [\p{L}’'-]+[,:;.!?]?)+/u;
/** A few words of a wallet (BIP 39, where they have three to eight letters), of which there are twelve to twenty-four. */
const SEED = /^[a-z]{3,8}(?: [a-z]{3,8}){11,23}$/;
/** What passwords are made of that are easy to remember: words in lower case, none of them short. */
const PLAIN = /^[a-z]{3,}(?:[ -][a-z]{3,}){1,11}(?:[ -]?\d{1,4})?$/;

/** Words by which a sentence is known, and what is said of passwords and of the fields for them. */
const OF_SENTENCE = new Set(
  (
    'a an the is are was were be been being am must should shall will would can cannot could may might not no none of to in on at for with from by as or and but if than then ' +
    'this that these those your you we our my me i it its he she they their them has have had do does did done please enter type repeat confirm confirmed choose chosen current old new valid ' +
    'failed failure error denied expired match matches matched mismatch same different least most more less only also too very so when where which who what how why all any each every ' +
    'character characters letter letters digit digits number numbers symbol symbols length long short minimum maximum min max empty blank field fields value values string text hidden ' +
    'secret token key user users username login log signin sign account hash hashed hashing encrypted encoded plain plaintext stored store default optional set unset using used use ' +
    'password passwords passphrase passcode pass code email mail address name phone placeholder label hint here there see below above strong weak allowed supported access available provided given ' +
    'and/or per via after before during into out up off over under again now later today once after ' +
    'der die das ein eine ist sind nicht kein keine und oder mit für bitte ihr ihre dein neues neue altes muss mindestens zeichen eingeben ' +
    'le la les un une est sont ne pas et ou avec pour votre veuillez mot de passe nouveau ancien doit ' +
    'el los las una es son no y o con para su tu por favor nueva nuevo debe contraseña clave ' +
    'o os as um uma são não e ou com sua seu nova novo deve senha il lo gli una è sono non con per tua nuova deve het een niet en of met voor uw nieuw wachtwoord'
  ).split(' '),
);

/** True for twelve words of a wallet or more, which are its key. */
export const isSeedPhrase = (value: string): boolean => SEED.test(value);

/** Where the words of a wallet end that begin at `at`; 0 for others. */
export function seedEnd(text: string, at: number): number {
  SEED_AT.lastIndex = at;
  return SEED_AT.test(text) ? SEED_AT.lastIndex : 0;
}
const SEED_AT = /[a-z]{3,8}(?: [a-z]{3,8}){11,23}(?![ ]?[\w-])/y;

/** False for a sentence, a title or what is said of a field; what is no words at all is let through. */
export function isPhrase(value: string): boolean {
  if (!WORDS.test(value) || isSeedPhrase(value)) return true;
  const words = value.toLowerCase().match(/[\p{L}’']+/gu)!;
  if (words.some((word) => OF_SENTENCE.has(word) || isNoPassword(word))) return false;
  return words.length < 3 || PLAIN.test(value);
}
