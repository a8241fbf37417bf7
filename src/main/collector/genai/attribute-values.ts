import type { SlotRange } from './known-attributes.ts';

/** Decoded scalar values by slot; arrays, maps and absent attributes are undefined. */
export type SlotValues = ReadonlyArray<string | number | boolean | undefined>;

/**
 * Largest token count taken as real (2^40). A larger one is an error of the sender, and a sum over a project must stay
 * an exact integer.
 */
const MAX_TOKENS = 2 ** 40;

/** Longest text kept in a field, in UTF-16 units: fields are indexed, the whole value stays in the span. */
const MAX_TEXT = 1_024;

/** First value of the group that is a non-empty text (numbers are written out), cut to 1,024 units; or ''. */
export function firstText(values: SlotValues, slots: SlotRange): string {
  for (let slot = slots.from; slot < slots.to; slot++) {
    const value = values[slot];
    if (typeof value === 'string') {
      if (value !== '') return value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value;
    } else if (typeof value === 'number') return String(value);
  }
  return '';
}

/** First non-empty text of the group, uncut: for documents to be parsed. */
export function firstDocument(values: SlotValues, slots: SlotRange): string {
  for (let slot = slots.from; slot < slots.to; slot++) {
    const value = values[slot];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/** First positive token count of the group, or 0. */
export function firstCount(values: SlotValues, slots: SlotRange): number {
  for (let slot = slots.from; slot < slots.to; slot++) {
    const value = values[slot];
    if (value === undefined) continue;
    const count = toCount(value);
    if (count > 0) return count;
  }
  return 0;
}

/** First positive amount of the group in US dollars, or 0. */
export function firstAmount(values: SlotValues, slots: SlotRange): number {
  for (let slot = slots.from; slot < slots.to; slot++) {
    const value = values[slot];
    if (value === undefined) continue;
    const amount = toAmount(value);
    if (amount > 0) return amount;
  }
  return 0;
}

/** Sum of the positive amounts of the group in US dollars. */
export function sumOfAmounts(values: SlotValues, slots: SlotRange): number {
  let sum = 0;
  for (let slot = slots.from; slot < slots.to; slot++) sum += toAmount(values[slot]);
  return sum;
}

/** A whole, positive number of tokens from a number or a decimal string; 0 for anything else. */
export function toCount(value: unknown): number {
  const number = toAmount(value);
  return number <= MAX_TOKENS ? Math.trunc(number) : 0;
}

/** A positive finite number from a number or a decimal string; 0 for anything else. */
export function toAmount(value: unknown): number {
  // A number written as text is short; the limit keeps a megabyte of digits from being parsed.
  const number = typeof value === 'string' && value.length <= 32 ? Number(value) : value;
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : 0;
}
