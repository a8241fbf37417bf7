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

  /** Adds an entry and returns its number. */
  add(step: number, group: number, durationUs: number, isError: boolean): number {
    const at = this.count++;
    if (at === this.step.length) {
      // Room for far more than these: to copy millions of entries takes as long as to count some.
      this.step = roomFor(this.step, this.count * 2);
      this.group = roomFor(this.group, this.step.length);
      this.bin = roomFor(this.bin, this.step.length);
      this.error = roomFor(this.error, this.step.length);
    }
    this.step[at] = step;
    this.group[at] = group;
    this.bin[at] = durationBin(durationUs);
    this.error[at] = isError ? 1 : 0;
    return at;
  }

  /** Adds what an entry used: {@link USAGE_WIDTH} numbers. */
  addUsage(entry: number, usage: Float64Array): void {
    const at = this.usages++;
    if (at === this.usageOf.length) {
      this.usageOf = roomFor(this.usageOf, this.usages * 2);
      this.usage = roomFor(this.usage, this.usageOf.length * USAGE_WIDTH);
    }
    this.usageOf[at] = entry;
    this.usage.set(usage, at * USAGE_WIDTH);
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
