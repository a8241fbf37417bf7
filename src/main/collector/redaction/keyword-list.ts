import { isWord } from './code-units.ts';

const UNITS = 65_536;
/** Of each UTF-16 unit the one that stands for it in either case; 0 where nobody asked yet. */
const FOLDED = new Uint16Array(UNITS);
/** Starts of words below this are looked up, others always looked at. */
const LATIN = 256;
/** Characters of all words up to which a pattern is soon compiled, and then looks several times faster. */
const SHORT_LIST = 10_000;
/** Texts up to this length are looked at without one, so that trying rules on what they put in place compiles none. */
const SHORT_TEXT = 128;
/** Letters beyond the first 65,536 characters, some of which have two cases. */
const ASTRAL = /[\u{10000}-\u{10ffff}]/gu;
const ASCII = /^[\0-\x7f]*$/;

/**
 * Words to be found in texts, upper and lower case alike or not.
 *
 * Sorted, so that a place costs no more than the longest word has characters, whatever their number: the pattern
 * `one|two|...` of a long list takes the engine a quarter of a second to compile, and tries words that begin alike one by
 * one.
 */
export class KeywordList {
  readonly #words: readonly string[];
  readonly #ignoresCase: boolean;
  readonly #hasAstral: boolean;
  /** Whether any word starts with a unit below {@link LATIN}. */
  readonly #starts = new Uint8Array(LATIN);
  readonly #hasOtherStarts: boolean;
  readonly #isShort: boolean;
  /** In which texts there is anything to find. */
  #pattern: RegExp | undefined;

  /** @param words none is empty */
  constructor(words: readonly string[], ignoresCase: boolean) {
    this.#ignoresCase = ignoresCase;
    this.#hasAstral = ignoresCase && words.some((word) => word.search(ASTRAL) >= 0);
    this.#words = [...new Set(words.map((word) => this.#foldText(word)))].toSorted();
    for (const word of this.#words) {
      if (word.charCodeAt(0) < LATIN) this.#starts[word.charCodeAt(0)] = 1;
    }
    this.#hasOtherStarts = this.#words.some((word) => word.charCodeAt(0) >= LATIN);
    const characters = this.#words.reduce((sum, { length }) => sum + length, 0);
    this.#isShort = characters <= SHORT_LIST;
  }

  /** Whether any of the words is in the text, or in a longer word of it. */
  isIn(text: string): boolean {
    const isKnown = this.#testPattern(text);
    if (isKnown !== undefined) return isKnown;
    const folded = this.#foldAstral(text);
    for (let at = 0; at < folded.length; at++) {
      if (this.#canStart(folded, at) && this.#endOfWord(folded, at, false) > 0) return true;
    }
    return false;
  }

  /** The places of the words in the text that are no part of longer ones, the longest where several start. */
  find(text: string, take: (start: number, end: number) => void): void {
    if (this.#testPattern(text) === false) return;
    const folded = this.#foldAstral(text);
    for (let at = 0; at < folded.length;) {
      if (!this.#canStart(folded, at) || isInside(folded, at)) {
        at++;
        continue;
      }
      const end = this.#endOfWord(folded, at, true);
      if (end > 0) take(at, end);
      at = Math.max(at + 1, end);
    }
  }

  /** Undefined where only looking tells. */
  #testPattern(text: string): boolean | undefined {
    if (!this.#isShort || text.length <= SHORT_TEXT) return undefined;
    this.#pattern ??= patternOf(this.#words, this.#ignoresCase);
    return this.#pattern.test(text);
  }

  #canStart(text: string, at: number): boolean {
    const unit = this.#fold(text.charCodeAt(at));
    return unit < LATIN ? this.#starts[unit] === 1 : this.#hasOtherStarts;
  }

  /** Where the longest word ends that starts there, 0 for none. */
  #endOfWord(text: string, start: number, isWhole: boolean): number {
    const words = this.#words;
    let low = 0;
    let high = words.length;
    let end = 0;
    for (let length = 0; low < high && start + length < text.length; length++) {
      const unit = this.#fold(text.charCodeAt(start + length));
      // Where the words go on alike, there is nothing to search for.
      if (words[low]!.charCodeAt(length) !== unit) low = lowest(words, low, high, length, unit);
      if (low < high && words[high - 1]!.charCodeAt(length) !== unit) {
        high = lowest(words, low, high, length, unit + 1);
      }
      if (low === high || words[low]!.length !== length + 1) continue;
      const at = start + length + 1;
      if (!isWhole) return at;
      if (!isInside(text, at)) end = at;
      low++;
    }
    return end;
  }

  #foldText(word: string): string {
    if (!this.#ignoresCase) return word;
    if (ASCII.test(word)) return word.toLowerCase();
    const text = this.#foldAstral(word);
    // Lists of a million letters are folded where everybody waits for it.
    const units = Buffer.allocUnsafe(2 * text.length);
    for (let at = 0; at < text.length; at++) {
      units.writeUInt16LE(this.#fold(text.charCodeAt(at)), 2 * at);
    }
    return units.toString('utf16le');
  }

  #foldAstral(text: string): string {
    return this.#hasAstral ? text.replaceAll(ASTRAL, (letter) => letter.toLowerCase()) : text;
  }

  #fold(unit: number): number {
    if (!this.#ignoresCase) return unit;
    const known = FOLDED[unit]!;
    return known === 0 && unit > 0 ? (FOLDED[unit] = foldUnit(unit)) : known;
  }
}

/** Literals only, so nothing backtracks. */
function patternOf(words: readonly string[], ignoresCase: boolean): RegExp {
  const literals = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(literals.join('|'), ignoresCase ? 'iu' : 'u');
}

/** First of the words from `low` on whose unit at `place` is `unit` or more; all of them are longer than that. */
function lowest(
  words: readonly string[],
  low: number,
  high: number,
  place: number,
  unit: number,
): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (words[middle]!.charCodeAt(place) < unit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Simple case folding, as patterns have it: letters that become several (ß) stay, and so does the dotless i. */
function foldUnit(unit: number): number {
  const letter = String.fromCharCode(unit);
  const upper = letter.toUpperCase();
  const lower = (upper.length === 1 ? upper : letter).toLowerCase();
  if (lower.length !== 1 || letter === 'ı') return unit;
  return lower.charCodeAt(0);
}

/** True between two characters of one word, and between the halves of one character. */
function isInside(text: string, at: number): boolean {
  if (at === 0 || at >= text.length) return false;
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return (isWord(before) && isWord(after)) || (isHigh(before) && isLow(after));
}

const isHigh = (unit: number): boolean => unit >>> 10 === 0x36;
const isLow = (unit: number): boolean => unit >>> 10 === 0x37;
