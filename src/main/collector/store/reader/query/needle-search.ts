import type { Needle, SpecialBytes } from './text-needle.ts';

/** Bytes made a string at a time: so few that they stay in the processor's cache. */
const PIECE_BYTES = 32 * 1024;

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

  constructor({ text, specials }: Needle) {
    this.#searches = [new TextSearch(text), ...specials.map((some) => new SpecialSearch(some))];
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

/** Finds Latin-1 text without regard to letter case. */
class TextSearch implements Search {
  readonly #pattern: RegExp;
  readonly #overlap: number;
  #bytes: Buffer = Buffer.alloc(0);
  #piece = '';
  #pieceAt = 0;

  constructor(text: string) {
    // The engine skips as many characters as the text is long: faster than any loop over bytes.
    this.#pattern = new RegExp(text.replaceAll(/[^a-z0-9 ]/g, literally), 'gi');
    this.#overlap = text.length - 1;
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

/** Any character as a pattern for itself. */
function literally(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
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
