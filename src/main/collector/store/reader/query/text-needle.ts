/**
 * First bytes of characters that become ASCII letters when they are folded (sharp s, i with and without dot, long s,
 * Kelvin sign, ligatures, letters with rare marks), and of ideographs that are folded into others.
 */
const SPECIAL_BYTES =
  'c39f c4b0 c4b1 c589 c5bf c7b0 e1ba e284aa efac efa4 efa5 efa6 efa7 efa8 efa9 efaa efab f0af';
const SPECIAL = SPECIAL_BYTES.split(' ').map((hex) => lowerBytes(Buffer.from(hex, 'hex')));

/** Texts of values that are not stored as text. */
const LITERALS = ['true', 'false', 'null', 'nan', 'infinity', '-infinity'];

/**
 * Bytes as characters with ASCII and Latin-1 letters in lower case: what takes the least time to search without regard
 * to letter case. Letters of other scripts are several such characters.
 */
export function lowerBytes(bytes: Buffer): string {
  return bytes.toString('latin1').toLowerCase();
}

/** Whether {@link needleOf} says nothing about texts in these bytes. */
export function hasSpecial(lower: string): boolean {
  return SPECIAL.some((bytes) => lower.includes(bytes));
}

/**
 * The longest part of a folded text that the bytes of every span with it hold, in the form of {@link lowerBytes}; ''
 * where nothing can be told. Numbers and lists are not stored as they are read, and letters of most scripts have two
 * forms; what is left are ASCII texts and ideographs.
 */
export function needleOf(folded: string): string {
  if (folded.includes('\\')) return '';
  const words = folded
    .split(/[^\x20-\x7e]+|[[\]{}",:]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => !/^[\d.+e-]*$/.test(word) && !LITERALS.some((text) => text.includes(word)));
  const ideographs = (folded.match(/[㐀-鿿]+/g) ?? []).map((text) => lowerBytes(Buffer.from(text)));
  return [...words, ...ideographs].reduce(
    (best, one) => (one.length > best.length ? one : best),
    '',
  );
}
