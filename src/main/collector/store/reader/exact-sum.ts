/**
 * What `a + b` lost when it was rounded to `sum` (Knuth's two-sum); 0 where the sum is beyond all numbers.
 *
 * Kept beside a running sum it makes the result independent of the order of what is added, and lets it be taken away.
 */
export function roundingError(a: number, b: number, sum: number): number {
  const added = sum - a;
  const error = a - (sum - added) + (b - added);
  return Number.isFinite(error) ? error : 0;
}

/** A sum of many fractions without the drift of rounding. */
export class ExactSum {
  private sum = 0;
  private lost = 0;

  add(value: number): void {
    const sum = this.sum + value;
    this.lost += roundingError(this.sum, value, sum);
    this.sum = sum;
  }

  /** Adds all that another one sums up. */
  addSum(other: ExactSum): void {
    this.add(other.sum);
    this.lost += other.lost;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}
