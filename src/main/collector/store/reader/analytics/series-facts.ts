import { durationBin } from '../duration-histogram.ts';
import { roomFor } from './growing.ts';
import { USAGE_WIDTH } from './usage-sum.ts';

/**
 * What is counted, one entry each, as columns: when it began, what group it is in, how long it took, whether it
 * failed; and beside it what some of them used.
 *
 * Sums are made of it once all is known: which groups are shown, and which calls only repeat those below them.
 */
export class SeriesFacts {
  count = 0;
  step = new Uint32Array(0);
  group = new Uint32Array(0);
  bin = new Uint16Array(0);
  /** 1 for failed. */
  error = new Uint8Array(0);

  usages = 0;
  /** The entry that a usage belongs to. */
  usageOf = new Uint32Array(0);
  /** {@link USAGE_WIDTH} numbers a usage. */
  usage = new Float64Array(0);

  /**
   * Makes room for so many entries, and usages of some of them: to copy millions of them takes as long as to count
   * some.
   */
  reserve(entries: number, usages: number): void {
    if (entries > this.step.length) this.makeRoom(entries);
    if (usages > this.usageOf.length) this.makeUsageRoom(usages);
  }

  /** Adds an entry and returns its number. */
  add(step: number, group: number, durationUs: number, isError: boolean): number {
    return this.addBin(step, group, durationBin(durationUs), isError ? 1 : 0);
  }

  /** As {@link add}, of a duration whose bin is known. */
  addBin(step: number, group: number, bin: number, error: number): number {
    if (this.count === this.step.length) this.makeRoom((this.count + 1) * 2);
    const at = this.count++;
    this.step[at] = step;
    this.group[at] = group;
    this.bin[at] = bin;
    this.error[at] = error;
    return at;
  }

  /** Adds what an entry used: {@link USAGE_WIDTH} numbers from an offset on. */
  addUsage(entry: number, usage: Float64Array, from = 0): void {
    if (this.usages === this.usageOf.length) this.makeUsageRoom((this.usages + 1) * 2);
    const at = this.usages++;
    this.usageOf[at] = entry;
    const to = at * USAGE_WIDTH;
    for (let i = 0; i < USAGE_WIDTH; i++) this.usage[to + i] = usage[from + i]!;
  }

  /** Leaves out usages, and with `entries` also what they belong to. */
  drop(usages: Uint8Array, entries: boolean): void {
    const gone = new Uint8Array(entries ? this.count : 0);
    let kept = 0;
    for (let i = 0; i < this.usages; i++) {
      if (usages[i] === 1) {
        if (entries) gone[this.usageOf[i]!] = 1;
        continue;
      }
      this.usageOf[kept] = this.usageOf[i]!;
      this.usage.copyWithin(kept * USAGE_WIDTH, i * USAGE_WIDTH, (i + 1) * USAGE_WIDTH);
      kept++;
    }
    this.usages = kept;
    if (entries) this.dropEntries(gone);
  }

  private makeRoom(entries: number): void {
    this.step = roomFor(this.step, entries);
    this.group = roomFor(this.group, this.step.length);
    this.bin = roomFor(this.bin, this.step.length);
    this.error = roomFor(this.error, this.step.length);
  }

  private makeUsageRoom(usages: number): void {
    this.usageOf = roomFor(this.usageOf, usages);
    this.usage = roomFor(this.usage, this.usageOf.length * USAGE_WIDTH);
  }

  private dropEntries(gone: Uint8Array): void {
    const moved = new Uint32Array(this.count);
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (gone[i] === 1) continue;
      moved[i] = kept;
      this.step[kept] = this.step[i]!;
      this.group[kept] = this.group[i]!;
      this.bin[kept] = this.bin[i]!;
      this.error[kept] = this.error[i]!;
      kept++;
    }
    this.count = kept;
    for (let i = 0; i < this.usages; i++) this.usageOf[i] = moved[this.usageOf[i]!]!;
  }
}
