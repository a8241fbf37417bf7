/** Distinct reasons handed back to a sender. */
const MAX_REASONS = 5;
/** Distinct reasons counted; more can only come from an attack. */
const MAX_COUNTED = 50;

/** Counts what one request had refused, by reason. */
export class Rejections {
  /** Spans, log records or data points refused so far. */
  total = 0;
  private readonly counts = new Map<string, { units: number; firstAt: string }>();

  /** Whether nothing was refused, not even something of no units. */
  get isEmpty(): boolean {
    return this.counts.size === 0;
  }

  /** Counts `units` under a reason; `where` is only asked for the first of a kind. */
  add(reason: string, units: number, where: () => string): void {
    this.total += units;
    const known = this.counts.get(reason);
    if (known !== undefined) known.units += units;
    else if (this.counts.size < MAX_COUNTED) this.counts.set(reason, { units, firstAt: where() });
  }

  /** The five most frequent reasons, each with its count and where it was first met. */
  reasons(): string[] {
    return [...this.counts]
      .sort(([, left], [, right]) => right.units - left.units)
      .slice(0, MAX_REASONS)
      .map(([reason, { units, firstAt }]) => `${reason} (${units}, first at ${firstAt})`);
  }
}
