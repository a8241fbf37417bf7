import type { AppliedPrice } from '../../../shared/span-detail.ts';
import type { PriceEntry } from './shipped-price.ts';

/** Texts by entry, the standard one and that of long requests: spans of one model share them. */
const made = new WeakMap<PriceEntry, { version: string; standard: string; long: string }>();

/**
 * What is kept with a span of the price it was costed with, as text: the table's version, whether an administrator set
 * the price, and dollars per million tokens. No name of a model, as whoever may see the cost need not see that.
 */
export function appliedPriceText(version: string, entry: PriceEntry, isLong: boolean): string {
  let texts = made.get(entry);
  if (texts?.version !== version) {
    const { longContext: long, source } = entry;
    const text = (rates: Omit<PriceEntry, 'longContext' | 'model' | 'provider'>): string => {
      const { input, output, cachedInput, cacheWrite } = rates;
      return JSON.stringify([version, source, input, output, cachedInput, cacheWrite]);
    };
    texts = {
      version,
      standard: text(entry),
      long: long === undefined ? '' : text({ ...entry, ...long }),
    };
    made.set(entry, texts);
  }
  return isLong ? texts.long : texts.standard;
}

/** Reads what {@link appliedPriceText} made; null for '' and for what it did not make. */
export function readAppliedPrice(text: string): AppliedPrice | null {
  if (text === '') return null;
  try {
    const [version, source, input, output, cachedInput, cacheWrite] = JSON.parse(text) as never[];
    return { version, source, input, output, cachedInput, cacheWrite } as unknown as AppliedPrice;
  } catch {
    return null;
  }
}
