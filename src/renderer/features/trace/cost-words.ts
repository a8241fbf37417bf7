import type { AppliedPrice, SpanDetail } from '../../../shared/span-detail.ts';
import type { CostSources } from '../../../shared/span-table.ts';
import { formatPlural, formatPrice } from '../../ui/format.ts';

/** Where the cost of a span comes from, in a few words for beside the number. */
export function costWords({ costSource, price }: SpanDetail): string {
  if (costSource === 'span') return 'as sent';
  if (price === null) return 'by price table';
  return price.source === 'edited' ? 'by a price set here' : `by prices of ${price.version}`;
}

/** Where the cost of a span comes from, in full: version of the table and prices used. */
export function costExplanation({ costSource, price }: SpanDetail): string {
  if (costSource === 'span') return 'The span itself carries its cost';
  if (price === null) {
    return 'Computed from the price table as it was when the span was stored';
  }
  const whose = price.source === 'edited' ? ', a price an administrator set' : '';
  return `Computed when the span was stored, from the price table of ${price.version}${whose}.\n${ratesOf(price)}`;
}

/**
 * Why a model call that used tokens has no cost; undefined for a span that has one, or is to have none: tokens of agents
 * and chains are sums of the calls below them.
 */
export function missingCost({ costUsd, genAi, hiddenFields = [] }: SpanDetail): string | undefined {
  const { model, provider, isCall } = genAi;
  if (costUsd !== null || !isCall) return undefined;
  if (hiddenFields.some((field) => field === 'costUsd' || field === 'model')) return undefined;
  if (model === '') return 'The span names no model, so that no price could be found for it';
  const where = provider === '' ? '' : ` at ${provider}`;
  return `When the span was stored, the price table had no price for ${model}${where}. One that is added to it holds for spans that come later`;
}

/** Prices by kind of token, a line each, as they were used. */
function ratesOf({ input, output, cachedInput, cacheWrite }: AppliedPrice): string {
  const lines: [string, number | null][] = [
    ['input', input],
    ['cached input', cachedInput],
    ['input written to a cache', cacheWrite],
    ['output', output],
  ];
  return lines
    .filter(([, rate]) => rate !== null)
    .map(([name, rate]) => `${formatPrice(rate!)} per million ${name} tokens`)
    .join('\n');
}

/** Where the cost of a trace comes from. */
export function traceCostExplanation(costs: CostSources | undefined): string {
  if (costs === undefined) return 'Cost';
  const { sent, computed, versions } = costs;
  const parts: string[] = [];
  if (computed > 0) {
    const of = versions.length === 0 ? '' : ` of ${versions.join(' and ')}`;
    parts.push(`${formatPlural(computed, 'span')} costed from the price table${of}`);
  }
  if (sent > 0) {
    parts.push(`${formatPlural(sent, 'span')} ${sent === 1 ? 'carries its' : 'carry their'} cost`);
  }
  return parts.join('\n');
}
