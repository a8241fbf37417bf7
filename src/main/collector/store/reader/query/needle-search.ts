import { DoubleSearch, IntSearch } from './number-search.ts';
import type { Needle, SpecialBytes } from './text-needle.ts';

/** Bytes made a string at a time: so few that they stay in the processor's cache. */
const PIECE_BYTES = 32 * 1024;
/** As many last bytes are looked for each with what is before it. */
const MOST_WHOLE = 4;

/** Where something comes next in some bytes. */
interface Search {
  begin(bytes: Buffer): void;
  /** Offset of the next place from an offset on, which only grows; Infinity for none. */
  next(from: number): number;
}

/** Where a needle may be in a frame: in stretches that are asked for in ascending order. */
export class NeedleSearch {
  readonly #searches: readonly Search[];
  readonly #hits: number[];

  constructor(needle: Needle) {
    const { number } = needle;
    this.#searches = [
      new TextSearch(needle),
      ...needle.specials.flatMap(specialSearches),
      ...(number === undefined ? [] : [new DoubleSearch(number)]),
      ...(number === undefined || /[.+e]/.test(number) ? [] : [new IntSearch(number)]),
    ];
    this.#hits = this.#searches.map(() => Infinity);
  }

  /** Begins with other bytes; false if the needle is nowhere in them. */
  begin(bytes: Buffer): boolean {
    for (const [i, search] of this.#searches.entries()) {
      search.begin(bytes);
      this.#hits[i] = search.next(0);
    }
    return this.#hits.some((hit) => hit !== Infinity);
  }

  /** False only if the needle is not in a stretch. */
  mayBeIn(start: number, end: number): boolean {
    const hits = this.#hits;
    for (let i = 0; i < hits.length; i++) {
      if (hits[i]! < start) hits[i] = this.#searches[i]!.next(start);
      if (hits[i]! < end) return true;
    }
    return false;
  }
}

/** Finds what matches a pattern in bytes as characters. */
class TextSearch implements Search {
  readonly #pattern: RegExp;
  readonly #overlap: number;
  #bytes: Buffer = Buffer.alloc(0);
  #piece = '';
  #pieceAt = 0;

  constructor({ pattern, ignoresCase, longest }: Needle) {
    // The engine skips as many characters as the text is long: faster than any loop over bytes.
    this.#pattern = new RegExp(pattern, ignoresCase ? 'gi' : 'g');
    this.#overlap = longest - 1;
  }

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#take(0);
  }

  next(from: number): number {
    if (from >= this.#pieceAt + PIECE_BYTES) this.#take(from);
    let at = from - this.#pieceAt;
    for (;;) {
      this.#pattern.lastIndex = at;
      const hit = this.#pattern.exec(this.#piece);
      if (hit !== null) return this.#pieceAt + hit.index;
      const end = this.#pieceAt + PIECE_BYTES;
      if (end >= this.#bytes.length) return Infinity;
      this.#take(end);
      at = 0;
    }
  }

  #take(at: number): void {
    this.#pieceAt = at;
    this.#piece = this.#bytes.toString('latin1', at, at + PIECE_BYTES + this.#overlap);
  }
}

/** Whole texts are found faster, one after the other, than a beginning that many characters of a script have. */
function specialSearches(special: SpecialBytes): Search[] {
  const { start, ends } = special;
  if (ends.size > MOST_WHOLE) return [new SpecialSearch(special)];
  return [...ends.keys()].map((end) => new BytesSearch(Buffer.concat([start, Buffer.of(end)])));
}

/** Finds some bytes. */
class BytesSearch implements Search {
  readonly #wanted: Buffer;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(wanted: Buffer) {
    this.#wanted = wanted;
  }

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
  }

  next(from: number): number {
    const at = this.#bytes.indexOf(this.#wanted, from);
    return at < 0 ? Infinity : at;
  }
}

/** Finds some bytes followed by one of several. */
class SpecialSearch implements Search {
  readonly #special: SpecialBytes;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(special: SpecialBytes) {
    this.#special = special;
  }

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
  }

  next(from: number): number {
    const { start, ends } = this.#special;
    for (let at = from; ; at++) {
      at = this.#bytes.indexOf(start, at);
      if (at < 0) return Infinity;
      if (ends.has(this.#bytes[at + start.length]!)) return at;
    }
  }
}
