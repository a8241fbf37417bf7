import type { Measures } from '../../../../../shared/contract/analytics.ts';
import { ExactSum } from '../exact-sum.ts';

/** Numbers of one usage: input, output, cached and reasoning tokens, cost in US dollars (NaN: none). */
export const USAGE_WIDTH = 5;

/** What some calls used together; a call can be taken away again. */
export class UsageSum {
  input = 0;
  output = 0;
  cached = 0;
  reasoning = 0;
  /** Calls with a cost. */
  private costs = 0;
  private cost = new ExactSum();

  /** Input and output tokens. */
  get tokens(): number {
    return this.input + this.output;
  }

  /** US dollars; null when nothing has a cost. */
  get costUsd(): number | null {
    return this.costs > 0 ? this.cost.value : null;
  }

  /** Adds the usage at an offset, or with `sign` -1 takes it away. */
  add(usage: Float64Array, at: number, sign: 1 | -1 = 1): void {
    this.input += sign * usage[at]!;
    this.output += sign * usage[at + 1]!;
    this.cached += sign * usage[at + 2]!;
    this.reasoning += sign * usage[at + 3]!;
    const cost = usage[at + 4]!;
    if (Number.isNaN(cost)) return;
    this.costs += sign;
    this.cost.add(sign * cost);
  }

  clear(): void {
    this.input = 0;
    this.output = 0;
    this.cached = 0;
    this.reasoning = 0;
    if (this.costs === 0) return;
    this.costs = 0;
    this.cost = new ExactSum();
  }

  addSum(other: UsageSum): void {
    this.input += other.input;
    this.output += other.output;
    this.cached += other.cached;
    this.reasoning += other.reasoning;
    this.costs += other.costs;
    this.cost.addSum(other.cost);
  }

  result(): Pick<
    Measures,
    'inputTokens' | 'outputTokens' | 'cachedTokens' | 'reasoningTokens' | 'costUsd'
  > {
    return {
      inputTokens: this.input,
      outputTokens: this.output,
      cachedTokens: this.cached,
      reasoningTokens: this.reasoning,
      costUsd: this.costUsd,
    };
  }
}
