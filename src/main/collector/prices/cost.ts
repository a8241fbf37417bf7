import type { ModelPrice } from '../../../shared/contract/prices.ts';
import { USAGE_CALL, type SpanFields } from '../otlp/types.ts';
import { appliedPriceText } from './applied-price.ts';
import { priceFor, type PriceTable } from './price-lookup.ts';

/** Tokens of one call in the inclusive form: cached and written tokens are parts of the input. */
export type CallTokens = Pick<
  SpanFields,
  'inputTokens' | 'outputTokens' | 'cachedTokens' | 'cacheWriteTokens'
>;

/**
 * Cost of one call in US dollars.
 *
 * A price without its own rate for cached or written input bills them as input. Reasoning tokens are output. A request
 * over the long-context limit is billed at the long-context rates as a whole, as the providers do.
 */
export function costOf(price: ModelPrice, tokens: CallTokens): number {
  const rates = isLong(price, tokens) ? price.longContext! : price;
  const cached = Math.min(tokens.cachedTokens, tokens.inputTokens);
  const written = Math.min(tokens.cacheWriteTokens, tokens.inputTokens - cached);
  const plain = tokens.inputTokens - cached - written;
  const dollars =
    plain * rates.input +
    cached * (rates.cachedInput ?? rates.input) +
    written * (rates.cacheWrite ?? rates.input) +
    tokens.outputTokens * rates.output;
  return dollars / 1e6;
}

/** Whether a request is billed at the long-context rates. */
function isLong({ longContext }: ModelPrice, { inputTokens }: CallTokens): boolean {
  return longContext !== undefined && inputTokens > longContext.above;
}

/**
 * Fills in the cost of a model call that carries none and whose model the table knows; changes `fields`.
 *
 * A wrapper never gets one: the calls below it do. An unknown model keeps cost source 0, never a cost of 0 dollars.
 */
export function applyPrice(fields: SpanFields, table: PriceTable): void {
  if (fields.costSource !== 0 || fields.usage !== USAGE_CALL) return;
  const price = priceFor(table, fields.provider, fields.model);
  if (price === undefined) return;
  fields.cost = costOf(price, fields);
  fields.costSource = 2;
  fields.price = appliedPriceText(table.version, price, isLong(price, fields));
}
