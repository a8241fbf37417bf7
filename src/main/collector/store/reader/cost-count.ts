import type { CostSources } from '../../../../shared/span-table.ts';
import { readAppliedPrice } from '../../prices/applied-price.ts';
import type { SpanHeader } from '../segment/span-header.ts';

/** Counts where the costs of spans come from. */
export class CostCount {
  #sent = 0;
  #computed = 0;
  readonly #prices = new Set<string>();

  add({ costSource, price, strings }: SpanHeader, ordinal: number): void {
    const source = costSource[ordinal]!;
    if (source === 0) return;
    if (source === 1) {
      this.#sent++;
      return;
    }
    this.#computed++;
    this.#prices.add(strings[price[ordinal]!]!);
  }

  /** Undefined where no span has a cost. */
  sources(): CostSources | undefined {
    if (this.#sent + this.#computed === 0) return undefined;
    const versions = [...this.#prices].map((text) => readAppliedPrice(text)?.version ?? '');
    return {
      sent: this.#sent,
      computed: this.#computed,
      versions: [...new Set(versions)].filter((version) => version !== '').toSorted(),
    };
  }
}
