/** Characters that become others with ASCII in them when they are folded: their bytes, without the last one. */
export interface SpecialBytes {
  readonly start: Buffer;
  /** Last bytes, each with the ASCII characters (lower case) that it becomes. */
  readonly ends: ReadonlyMap<number, string>;
}

/** Full-width forms by their last byte; they are U+FF01 and on, 63 of them and 31. */
const wide = (last: number, first: number, count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      (last + i).toString(16),
      String.fromCharCode(first + i).toLowerCase(),
    ]),
  );

/**
 * Bytes of UTF-8 as hex: sharp s, i with and without dot, the dot, long s, Kelvin sign, ligatures, letters with rare
 * marks, full-width forms and the ideographic space.
 */
const SPECIALS: readonly SpecialBytes[] = Object.entries({
  c3: { '9f': 's' },
  c4: { b0: 'i', b1: 'i' },
  c5: { '89': 'n', bf: 's' },
  c7: { b0: 'j' },
  cc: { '87': 'i' },
  cd: { be: ';' },
  e1ba: { '96': 'h', '97': 't', '98': 'w', '99': 'y', '9a': 'a', '9e': 's' },
  e1bf: { af: '`' },
  e284: { aa: 'k' },
  e380: { '80': ' ' },
  efbc: wide(0x81, 0x21, 63),
  efbd: wide(0x80, 0x60, 31),
  efac: { '80': 'f', '81': 'fi', '82': 'fl', '83': 'fi', '84': 'fl', '85': 'st', '86': 'st' },
}).map(([start, ends]) => ({
  start: Buffer.from(start, 'hex'),
  ends: new Map(
    Object.entries<string>(ends).map(([end, text]) => [Number.parseInt(end, 16), text]),
  ),
}));

/** First two bytes of ideographs that are folded into others. */
const IDEOGRAPHS: readonly SpecialBytes[] = Object.entries({
  ef: ['a4', 'a5', 'a6', 'a7', 'a8', 'a9', 'aa', 'ab'],
  f0: ['af'],
}).map(([start, ends]) => ({
  start: Buffer.from(start, 'hex'),
  ends: new Map(ends.map((end) => [Number.parseInt(end, 16), ''])),
}));

/** Texts of values that are not stored as text. */
const LITERALS = ['true', 'false', 'null', 'nan', 'infinity', '-infinity'];

/** What the bytes of every span with a text hold. */
export interface Needle {
  /** Bytes as characters (Latin-1) with letters in lower case, to be found in any letter case. */
  readonly text: string;
  /** Or any of these: bytes of characters that are folded into some of the text. */
  readonly specials: readonly SpecialBytes[];
}

/**
 * The longest part of a folded text that bytes can be searched for; undefined where nothing can be told. Numbers and
 * lists are not stored as they are read, and letters of most scripts have two forms; what is left are ASCII texts and
 * ideographs.
 */
export function needleOf(folded: string): Needle | undefined {
  if (folded.includes('\\')) return undefined;
  const words = folded
    .split(/[^\x20-\x7e]+|[[\]{}",:]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => !/^[\d.+e-]*$/.test(word) && !LITERALS.some((text) => text.includes(word)))
    .map((text) => ({ text, specials: specialsOf(text) }));
  const ideographs = (folded.match(/[㐀-鿿]+/g) ?? []).map((text) => ({
    text: Buffer.from(text).toString('latin1').toLowerCase(),
    specials: IDEOGRAPHS,
  }));
  return [...words, ...ideographs].toSorted((a, b) => b.text.length - a.text.length)[0];
}

/** Bytes of the characters that may stand for some of a text: most texts have few of the letters concerned. */
function specialsOf(text: string): SpecialBytes[] {
  return SPECIALS.map(({ start, ends }) => ({
    start,
    ends: new Map([...ends].filter(([, becomes]) => [...becomes].some((c) => text.includes(c)))),
  })).filter(({ ends }) => ends.size > 0);
}
