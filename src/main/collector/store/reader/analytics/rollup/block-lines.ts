/** What the spans of a block come to, a line for each value: how many, how many failed, and how many by bin. */
export class BlockLines {
  /** Number of the value of each line. */
  readonly values: number[] = [];
  readonly counts: number[] = [];
  readonly errors: number[] = [];
  /** Where the bins of each line begin in `bins`; one more than there are lines. */
  readonly binAt: number[] = [0];
  bins: Uint16Array;
  binCounts: Uint32Array;
  private length = 0;

  /** @param most bins of all lines together */
  constructor(most: number) {
    this.bins = new Uint16Array(most);
    this.binCounts = new Uint32Array(most);
  }

  /** Begins the line of a value, which {@link finish} leaves out when nothing is counted. */
  begin(value: number): void {
    this.dropEmpty();
    this.values.push(value);
    this.counts.push(0);
    this.errors.push(0);
    this.binAt.push(this.length);
  }

  count(count: number, errors: number): void {
    const line = this.counts.length - 1;
    this.counts[line]! += count;
    this.errors[line]! += errors;
  }

  /** Adds a bin of the line that was begun last, each once. */
  addBin(bin: number, count: number): void {
    this.bins[this.length] = bin;
    this.binCounts[this.length++] = count;
    this.binAt[this.binAt.length - 1] = this.length;
  }

  /** Gives back the room that is left over; nothing may be added then. */
  finish(): this {
    this.dropEmpty();
    this.bins = this.bins.slice(0, this.length);
    this.binCounts = this.binCounts.slice(0, this.length);
    return this;
  }

  /** Rough size in memory. */
  get bytes(): number {
    return this.values.length * 32 + this.bins.length * 6;
  }

  private dropEmpty(): void {
    if (this.counts.at(-1) !== 0) return;
    this.values.pop();
    this.counts.pop();
    this.errors.pop();
    this.binAt.pop();
  }
}
