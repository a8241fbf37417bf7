import { wordAt } from '../../otlp/span-ids.ts';
import { hashWords, slotsFor } from '../segment/id-words.ts';

/** Rows by 8-byte span id; of equal ids the first added wins. */
export class SpanIdTable {
  private readonly ids: Uint8Array;
  private readonly slots: Int32Array;
  private readonly shift: number;

  /** Holds up to `count` rows of `ids`, 8 bytes a row. */
  constructor(ids: Uint8Array, count: number) {
    const { size, shift } = slotsFor(count);
    this.ids = ids;
    this.shift = shift;
    this.slots = new Int32Array(size).fill(-1);
  }

  add(row: number): void {
    const slot = this.slotOf(this.ids, row * 8);
    if (this.slots[slot]! < 0) this.slots[slot] = row;
  }

  /** The row with the id at an offset of `bytes`, or -1. */
  find(bytes: Uint8Array, at: number): number {
    return this.slots[this.slotOf(bytes, at)]!;
  }

  private slotOf(bytes: Uint8Array, at: number): number {
    const high = wordAt(bytes, at);
    const low = wordAt(bytes, at + 4);
    const mask = this.slots.length - 1;
    for (let slot = hashWords(high, low, 0, 0) >>> this.shift; ; slot = (slot + 1) & mask) {
      const row = this.slots[slot]!;
      if (row < 0) return slot;
      if (wordAt(this.ids, row * 8) === high && wordAt(this.ids, row * 8 + 4) === low) return slot;
    }
  }
}
