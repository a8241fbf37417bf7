import type { AttributeValue } from '../../../shared/telemetry.ts';

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/**
 * An attribute value as plain JSON, for reading: integers beyond 2^53 as text, bytes as base64.
 *
 * @param most elements of each array or map that are kept; the rest is left out
 */
export function plainValue(value: AttributeValue, most = Number.POSITIVE_INFINITY): Plain {
  switch (value.type) {
    case 'array':
      return value.value.slice(0, most).map((item) => plainValue(item, most));
    case 'kvlist':
      return Object.fromEntries(
        value.value.slice(0, most).map(({ key, value: inner }) => [key, plainValue(inner, most)]),
      );
    case 'int': {
      const number = Number(value.value);
      return Number.isSafeInteger(number) ? number : value.value;
    }
    default:
      return value.value;
  }
}

/** About how long the JSON of a value is; stops counting beyond `limit`. */
export function weight(value: AttributeValue, limit: number): number {
  if (value.type === 'string' || value.type === 'bytes') return value.value.length + 2;
  if (value.type !== 'array' && value.type !== 'kvlist') return 8;
  let sum = 2;
  for (const item of value.value) {
    sum += 'key' in item ? item.key.length + weight(item.value, limit) : weight(item, limit);
    if (sum > limit) break;
  }
  return sum;
}
