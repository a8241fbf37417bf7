import { hashWords, slotsFor } from '../store/segment/id-words.ts';

/** What a model call adds to the usage of a day. */
export interface CountedCall {
  readonly day: number;
  readonly source: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

/** Calls of each of the two generations; together they bound the memory of one project. */
const GENERATION = 8_192;
/** Calls there is room for at first. */
const FIRST_CALLS = 64;
/** Columns of {@link Generation.numbers}. */
const NUMBERS = 5;
/** In place of a source: a span with usage has it as its parent. */
const WRAPPER = -1;

/**
 * Calls by the names of their spans, in flat arrays: each was a map entry, an object and several numbers that the
 * garbage collector of the main thread looked after.
 */
class Generation {
  size = 0;
  /** Name, day, tokens of input and of output, cost. */
  numbers = new Float64Array(FIRST_CALLS * NUMBERS);
  /** Place in `RecentCalls.#sources`, or {@link WRAPPER}. */
  sources = new Int32Array(FIRST_CALLS);
  /** Open addressing, place of the call + 1. */
  #slots: Int32Array;
  #shift: number;

  constructor() {
    const { size, shift } = slotsFor(FIRST_CALLS);
    this.#slots = new Int32Array(size);
    this.#shift = shift;
  }

  /** Place of a span; -1 for none. */
  find(span: number): number {
    return this.#slots[this.#slotOf(span)]! - 1;
  }

  /** Place of a span that was not there. */
  add(span: number): number {
    if (this.size === this.sources.length) this.#grow();
    const place = this.size++;
    this.numbers[place * NUMBERS] = span;
    this.#slots[this.#slotOf(span)] = place + 1;
    return place;
  }

  clear(): void {
    this.size = 0;
    this.#slots.fill(0);
  }

  #slotOf(span: number): number {
    const slots = this.#slots;
    let slot = hashWords(span >>> 0, Math.floor(span / 0x100000000), 0, 0) >>> this.#shift;
    for (;;) {
      const place = slots[slot]! - 1;
      if (place < 0 || this.numbers[place * NUMBERS] === span) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  #grow(): void {
    const room = this.size * 2;
    const numbers = new Float64Array(room * NUMBERS);
    numbers.set(this.numbers);
    this.numbers = numbers;
    const sources = new Int32Array(room);
    sources.set(this.sources);
    this.sources = sources;
    const { size, shift } = slotsFor(room);
    this.#slots = new Int32Array(size);
    this.#shift = shift;
    for (let place = 0; place < this.size; place++) {
      this.#slots[this.#slotOf(numbers[place * NUMBERS]!)] = place + 1;
    }
  }
}

/**
 * The latest model calls of a project, so that a call and the span around it count once though they come in
 * different requests.
 *
 * Spans are named by 53 bits of their trace and span ids. A call that is the parent of a span with usage is a
 * wrapper, whichever of the two comes first. Beyond the last ten thousand or so a wrapper is no longer recognized.
 */
export class RecentCalls {
  #young = new Generation();
  #old = new Generation();
  /** Senders of the calls, and their places. */
  readonly #sources: string[] = [];
  readonly #places = new Map<string, number>();

  /** Notes a parent of a span with usage; answers the call that was counted for it and is not to count any more. */
  wrapper(span: number): CountedCall | undefined {
    const young = this.#young.find(span);
    if (young >= 0) return this.#take(this.#young, young);
    const old = this.#old.find(span);
    const counted = old < 0 ? undefined : this.#take(this.#old, old);
    const place = this.#enter(span);
    this.#young.sources[place] = WRAPPER;
    return counted;
  }

  /** Whether a call counts; `counted` is remembered if it does. */
  call(span: number, counted: CountedCall): boolean {
    if (this.#young.find(span) >= 0 || this.#old.find(span) >= 0) return false;
    const place = this.#enter(span);
    const { numbers, sources } = this.#young;
    const at = place * NUMBERS;
    numbers[at + 1] = counted.day;
    numbers[at + 2] = counted.inputTokens;
    numbers[at + 3] = counted.outputTokens;
    numbers[at + 4] = counted.costUsd;
    sources[place] = this.#placeOf(counted.source);
    return true;
  }

  /** What was counted for a span, which is a wrapper from now on. */
  #take({ numbers, sources }: Generation, place: number): CountedCall | undefined {
    const source = sources[place]!;
    if (source === WRAPPER) return undefined;
    sources[place] = WRAPPER;
    const at = place * NUMBERS;
    return {
      day: numbers[at + 1]!,
      source: this.#sources[source]!,
      inputTokens: numbers[at + 2]!,
      outputTokens: numbers[at + 3]!,
      costUsd: numbers[at + 4]!,
    };
  }

  /** A place in the young generation; a full one becomes the old one before. */
  #enter(span: number): number {
    if (this.#young.size === GENERATION) {
      const spare = this.#old;
      spare.clear();
      this.#old = this.#young;
      this.#young = spare;
    }
    return this.#young.add(span);
  }

  #placeOf(source: string): number {
    let place = this.#places.get(source);
    if (place === undefined) {
      place = this.#sources.push(source) - 1;
      this.#places.set(source, place);
    }
    return place;
  }
}
