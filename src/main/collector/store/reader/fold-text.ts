/**
 * Text in the form in which letter case does not matter: lower, then upper case, so that the sharp s equals SS and
 * every sigma is the same; composed and decomposed accents are equal too, the Turkish i with and without its dot, and
 * letters as wide as ideographs with those of ASCII.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  const narrow = WIDE.test(text) ? text.replaceAll(WIDE_ALL, toNarrow) : text;
  return narrow.normalize('NFC').toLowerCase().toUpperCase().replaceAll('I\u0307', 'I');
}

const ASCII = /^[\0-\x7f]*$/;
/** Full-width forms of ASCII, and the space between ideographs. */
const WIDE = /[\u3000\uff01-\uff5e]/;
const WIDE_ALL = new RegExp(WIDE, 'g');

function toNarrow(wide: string): string {
  return wide === '\u3000' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
}
