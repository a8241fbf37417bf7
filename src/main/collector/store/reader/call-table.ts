import { randomInt } from 'node:crypto';
import { roomFor } from './analytics/growing.ts';
import { wordAt } from '../../otlp/span-ids.ts';

/** Numbers kept of a call: input, output, cached and reasoning tokens, cost (NaN: none). */
export const CALL_WIDTH = 5;

const PARENT = 1;

/**
 * The spans of all traces of an index that take part in token sums: model calls, and parents of spans with usage.
 *
 * A call that is also such a parent is a wrapper; which of the two is heard of first does not matter.
 */
export class CallTable {
  /** {@link CALL_WIDTH} numbers a call; call 0 is none. */
  usage = new Float64Array(0);
  private calls = 1;
  private count = 0;
  /** Entries: the row of the trace and the two words of the span id, its call, and whether it is a parent. */
  private keys = new Int32Array(0);
  private callOf = new Uint32Array(0);
  private flags = new Uint8Array(0);
  private slots = new Int32Array(0);
  /** Chosen anew for each table, because senders choose ids and must not choose collisions. */
  private readonly seed = randomInt(0x7fffffff);

  /** Bytes in use. */
  get bytes(): number {
    return this.slots.byteLength + this.count * 17 + this.calls * CALL_WIDTH * 8;
  }

  /**
   * Enters the call whose id is at an offset. Its number; negative when it is a wrapper; 0 when it was entered before.
   * The caller fills in its `usage`.
   */
  addCall(row: number, bytes: Uint8Array, at: number): number {
    const entry = this.entry(row, wordAt(bytes, at), wordAt(bytes, at + 4));
    if (this.callOf[entry] !== 0) return 0;
    const call = this.calls++;
    this.usage = roomFor(this.usage, this.calls * CALL_WIDTH);
    this.callOf[entry] = call;
    return this.flags[entry] === PARENT ? -call : call;
  }

  /** Enters a parent of a span with usage. The call that is a wrapper from now on, or 0. */
  addParent(row: number, bytes: Uint8Array, at: number): number {
    const entry = this.entry(row, wordAt(bytes, at), wordAt(bytes, at + 4));
    if (this.flags[entry] === PARENT) return 0;
    this.flags[entry] = PARENT;
    return this.callOf[entry]!;
  }

  /** The {@link CALL_WIDTH} numbers of a call. */
  usageOf(call: number): Float64Array {
    return this.usage.subarray(call * CALL_WIDTH, (call + 1) * CALL_WIDTH);
  }

  /** The entry of a span, made now if there is none. */
  private entry(row: number, high: number, low: number): number {
    if (this.count * 2 >= this.slots.length) this.grow();
    const { keys, slots } = this;
    const mask = slots.length - 1;
    for (let slot = this.hash(row, high, low) & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry < 0) {
        const added = this.count++;
        slots[slot] = added;
        keys[added * 3] = row;
        keys[added * 3 + 1] = high;
        keys[added * 3 + 2] = low;
        return added;
      }
      if (keys[entry * 3 + 2] === low && keys[entry * 3 + 1] === high && keys[entry * 3] === row) {
        return entry;
      }
    }
  }

  private grow(): void {
    const size = Math.max(16, this.slots.length * 2);
    const entries = size / 2;
    const { keys, callOf, flags } = this;
    this.keys = new Int32Array(entries * 3);
    this.keys.set(keys);
    this.callOf = new Uint32Array(entries);
    this.callOf.set(callOf);
    this.flags = new Uint8Array(entries);
    this.flags.set(flags);
    this.slots = new Int32Array(size).fill(-1);
    const mask = size - 1;
    for (let entry = 0; entry < this.count; entry++) {
      let slot = this.hash(keys[entry * 3]!, keys[entry * 3 + 1]!, keys[entry * 3 + 2]!) & mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
    }
  }

  private hash(row: number, high: number, low: number): number {
    let hash = Math.imul(this.seed ^ low, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ row, 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }
}
