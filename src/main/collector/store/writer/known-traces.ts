import { wordAt } from '../../otlp/span-ids.ts';
import { hashWords, slotsFor } from '../segment/id-words.ts';
import { NO_CHUNK } from './span-chunks.ts';

/** Traces there is room for at first. */
const FIRST_TRACES = 64;
/** Number of no trace. */
export const NO_TRACE = -1;

/**
 * The traces that are remembered, by their ids, in order of last use.
 *
 * Each has a number, by which the columns tell the rest about it. The number of a trace that was forgotten is given
 * to another one later.
 */
export class KnownTraces {
  /** Times for which the files have been searched, microseconds since the epoch. */
  fromUs = new Float64Array(FIRST_TRACES);
  toUs = new Float64Array(FIRST_TRACES);
  /** List of its span ids, see `span-chunks.ts`. */
  head = new Int32Array(FIRST_TRACES);
  count = new Int32Array(FIRST_TRACES);
  /** Four words a trace. */
  #ids = new Int32Array(FIRST_TRACES * 4);
  #hashes = new Int32Array(FIRST_TRACES);
  /** Neighbors in order of use; `#newer` also links the free numbers. */
  #older = new Int32Array(FIRST_TRACES);
  #newer = new Int32Array(FIRST_TRACES);
  /** Open addressing, number of the trace + 1. */
  #slots: Int32Array;
  #shift: number;
  #size = 0;
  #used = 0;
  #free = NO_TRACE;
  #oldest = NO_TRACE;
  #newest = NO_TRACE;

  constructor() {
    const { size, shift } = slotsFor(FIRST_TRACES);
    this.#slots = new Int32Array(size);
    this.#shift = shift;
  }

  get size(): number {
    return this.#size;
  }

  /** The trace least recently used; {@link NO_TRACE} when there is none. */
  get oldest(): number {
    return this.#oldest;
  }

  /** Number of the trace whose 16-byte id is at `at`, now the one most recently used; or {@link NO_TRACE}. */
  use(bytes: Uint8Array, at: number): number {
    const a = wordAt(bytes, at);
    const b = wordAt(bytes, at + 4);
    const c = wordAt(bytes, at + 8);
    const d = wordAt(bytes, at + 12);
    const ids = this.#ids;
    const mask = this.#slots.length - 1;
    for (let slot = hashWords(a, b, c, d) >>> this.#shift; ; slot = (slot + 1) & mask) {
      const trace = this.#slots[slot]! - 1;
      if (trace < 0) return NO_TRACE;
      const word = trace * 4;
      if (ids[word] !== a || ids[word + 1] !== b) continue;
      if (ids[word + 2] !== c || ids[word + 3] !== d) continue;
      if (trace !== this.#newest) {
        this.#unlink(trace);
        this.#append(trace);
      }
      return trace;
    }
  }

  /** Enters a trace that is not known: without spans, and searched for at no time. */
  enter(bytes: Uint8Array, at: number): number {
    const trace = this.#take();
    for (let i = 0; i < 4; i++) this.#ids[trace * 4 + i] = wordAt(bytes, at + i * 4);
    const [a, b, c, d] = this.#ids.subarray(trace * 4);
    this.#hashes[trace] = hashWords(a!, b!, c!, d!);
    this.fromUs[trace] = Infinity;
    this.toUs[trace] = -Infinity;
    this.head[trace] = NO_CHUNK;
    this.count[trace] = 0;
    this.#append(trace);
    this.#size++;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    else this.#fill(trace);
    return trace;
  }

  remove(trace: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = this.#home(trace);
    while (slots[hole] !== trace + 1) hole = (hole + 1) & mask;
    // What follows moves up where the hole would keep it from being found.
    for (let at = (hole + 1) & mask; slots[at] !== 0; at = (at + 1) & mask) {
      const home = this.#home(slots[at]! - 1);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      slots[hole] = slots[at]!;
      hole = at;
    }
    slots[hole] = 0;
    this.#unlink(trace);
    this.#newer[trace] = this.#free;
    this.#free = trace;
    this.#size--;
  }

  #home(trace: number): number {
    return this.#hashes[trace]! >>> this.#shift;
  }

  #take(): number {
    const trace = this.#free;
    if (trace !== NO_TRACE) {
      this.#free = this.#newer[trace]!;
      return trace;
    }
    if (this.#used === this.count.length) this.#grow();
    return this.#used++;
  }

  #append(trace: number): void {
    this.#older[trace] = this.#newest;
    this.#newer[trace] = NO_TRACE;
    if (this.#newest === NO_TRACE) this.#oldest = trace;
    else this.#newer[this.#newest] = trace;
    this.#newest = trace;
  }

  #unlink(trace: number): void {
    const older = this.#older[trace]!;
    const newer = this.#newer[trace]!;
    if (older === NO_TRACE) this.#oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NO_TRACE) this.#newest = older;
    else this.#older[newer] = older;
  }

  #fill(trace: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#home(trace);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = trace + 1;
  }

  #rehash(): void {
    const { size, shift } = slotsFor(this.#size * 2);
    this.#slots = new Int32Array(size);
    this.#shift = shift;
    for (let each = this.#oldest; each !== NO_TRACE; each = this.#newer[each]!) this.#fill(each);
  }

  #grow(): void {
    this.fromUs = doubled(this.fromUs);
    this.toUs = doubled(this.toUs);
    this.head = doubled(this.head);
    this.count = doubled(this.count);
    this.#ids = doubled(this.#ids);
    this.#hashes = doubled(this.#hashes);
    this.#older = doubled(this.#older);
    this.#newer = doubled(this.#newer);
  }
}

function doubled<T extends Int32Array | Float64Array>(column: T): T {
  const larger = new (column.constructor as new (length: number) => T)(column.length * 2);
  larger.set(column);
  return larger;
}
