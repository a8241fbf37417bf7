import { sourcesOf } from './text-sources.ts';

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

/** Tags of numbers in two bytes or more, as no exporter writes them: of an integer and of a double. */
const LONG_TAGS: readonly SpecialBytes[] = [0x98, 0xa1].map((start) => ({
  start: Buffer.of(start),
  ends: new Map([0x80, 0].map((end) => [end, ''])),
}));

/** Texts of values that are not stored as text. */
const LITERALS = ['true', 'false', 'null', 'nan', 'infinity', '-infinity'];

const ASCII = /^[\0-\x7f]*$/;
const MARK = /\p{M}/u;
/** What is stored as it is written, also in lists: all but what JSON writes around texts or in another way. */
const PLAIN = /[ -~]/;
const JSON_SIGNS = /[[\]{}",:]/;

/** What the bytes of every span with a text hold. */
export interface Needle {
  /** Source of a regular expression over bytes as characters (Latin-1). */
  readonly pattern: string;
  readonly ignoresCase: boolean;
  /** Bytes of the longest match. */
  readonly longest: number;
  /** Or any of these: bytes of characters that are folded into some of the text. */
  readonly specials: readonly SpecialBytes[];
  /** Or a number that has these digits and signs when it is written. */
  readonly number: string | undefined;
}

/**
 * The longest part of a folded text that bytes can be searched for; undefined where nothing can be told, as of what
 * is written for values that are not stored as text, and of accents without a letter.
 */
export function needleOf(folded: string): Needle | undefined {
  if (folded.includes('\\')) return undefined;
  const stretch = stretchesOf(folded)
    .filter((chars) => !LITERALS.some((text) => text.includes(chars.join('').toLowerCase())))
    .toSorted((a, b) => b.length - a.length)[0];
  if (stretch === undefined) return undefined;
  const text = stretch.join('').toLowerCase();
  return ASCII.test(text) ? asciiNeedle(text) : otherNeedle(stretch);
}

/** The characters of each part of a text in which every one is stored as itself or as one of its sources. */
function stretchesOf(folded: string): string[][] {
  const chars = [...folded];
  const stretches: string[][] = [[]];
  for (const [i, char] of chars.entries()) {
    if (isTold(char, chars[i - 1], chars[i + 1])) stretches.at(-1)!.push(char);
    else stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
}

function isTold(char: string, before: string | undefined, after: string | undefined): boolean {
  if (ASCII.test(char)) return PLAIN.test(char) && !JSON_SIGNS.test(char);
  // What is no character is stored as something else.
  if (char === '\ufffd' || /^[\ud800-\udfff]$/.test(char)) return false;
  // Marks side by side may be stored in another order.
  const isAlone = before !== undefined && after !== undefined && !MARK.test(before + after);
  return (isAlone || !MARK.test(char)) && sourcesOf(char) !== undefined;
}

/** What the bytes of a text hold that has another in it, as it is or in any letter case (ASCII only). */
export function literalNeedle(text: string, ignoresCase: boolean): Needle {
  if (ignoresCase) return { ...asciiNeedle(text.toLowerCase()), number: undefined };
  const bytes = Buffer.from(text).toString('latin1');
  return {
    pattern: [...bytes].map(literally).join(''),
    ignoresCase: false,
    longest: bytes.length,
    specials: [],
    number: undefined,
  };
}

function asciiNeedle(text: string): Needle {
  const isNumber = /^[\d.+e-]+$/.test(text);
  return {
    pattern: [...text].map(literally).join(''),
    ignoresCase: true,
    longest: text.length,
    specials: [...specialsOf(text), ...(isNumber ? LONG_TAGS : [])],
    number: isNumber ? text : undefined,
  };
}

function otherNeedle(chars: readonly string[]): Needle {
  const parts: string[] = [];
  const ascii = chars.filter((char) => ASCII.test(char)).join('');
  let pattern = '';
  let longest = 0;
  for (const char of chars) {
    let forms = [char.toLowerCase(), char];
    if (!ASCII.test(char)) {
      const sources = sourcesOf(char)!;
      forms = [char, ...sources.same];
      parts.push(...sources.parts);
    }
    const encoded = [...new Set(forms)].map((form) => Buffer.from(form).toString('latin1'));
    pattern += eitherOf(encoded);
    longest += Math.max(...encoded.map(({ length }) => length));
  }
  const specials = [...specialsOf(ascii.toLowerCase()), ...byStart(parts)];
  return { pattern, ignoresCase: false, longest, specials, number: undefined };
}

/** A pattern for any of some texts; those that differ in the last character only are searched fastest as a set. */
function eitherOf(texts: readonly string[]): string {
  const starts = groupBy(texts, (text) => text.slice(0, -1));
  const sets = [...starts].map(([start, all]) => {
    const lasts = all.map((text) => literally(text.at(-1)!)).join('');
    return [...start].map(literally).join('') + (all.length === 1 ? lasts : `[${lasts}]`);
  });
  return sets.length === 1 ? sets[0]! : `(?:${sets.join('|')})`;
}

/** A character as a pattern for itself. */
function literally(char: string): string {
  if (/[a-z0-9 ]/i.test(char)) return char;
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Bytes of characters by all but their last. */
function byStart(chars: readonly string[]): SpecialBytes[] {
  const encoded = [...new Set(chars)].map((char) => Buffer.from(char));
  const starts = groupBy(encoded, (bytes) => bytes.toString('hex', 0, bytes.length - 1));
  return [...starts].map(([start, all]) => ({
    start: Buffer.from(start, 'hex'),
    ends: new Map(all.map((bytes) => [bytes.at(-1)!, ''])),
  }));
}

function groupBy<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(nameOf(one), [...(groups.get(nameOf(one)) ?? []), one]);
  return groups;
}

/** Bytes of the characters that may stand for some of a text: most texts have few of the letters concerned. */
function specialsOf(text: string): SpecialBytes[] {
  return SPECIALS.map(({ start, ends }) => ({
    start,
    ends: new Map([...ends].filter(([, becomes]) => [...becomes].some((c) => text.includes(c)))),
  })).filter(({ ends }) => ends.size > 0);
}
