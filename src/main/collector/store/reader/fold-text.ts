/**
 * Text in the form in which letter case does not matter: lower, then upper case, so that the sharp s equals SS and
 * every sigma is the same; composed and decomposed accents are equal too.
 */
export function foldText(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : text.normalize('NFC').toLowerCase().toUpperCase();
}

const ASCII = /^[\0-\x7f]*$/;
