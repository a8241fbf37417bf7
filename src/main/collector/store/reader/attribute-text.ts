import type { AttributeValue } from '../../../../shared/telemetry.ts';

/** A value as JSON a reader would write by hand: kvlists are objects, 64-bit integers plain digits. */
export function attributeJson(value: AttributeValue): string {
  switch (value.type) {
    case 'array':
      return `[${value.value.map(attributeJson).join(',')}]`;
    case 'kvlist':
      return `{${value.value.map(({ key, value }) => `${JSON.stringify(key)}:${attributeJson(value)}`).join(',')}}`;
    case 'int':
      return value.value;
    case 'empty':
      return 'null';
    case 'double':
      return typeof value.value === 'number' || value.value === '-0'
        ? String(value.value)
        : JSON.stringify(value.value);
    default:
      return JSON.stringify(value.value);
  }
}

/** Text of a value as it is shown: strings as they are, bytes as base64, lists as JSON. */
export function attributeText(value: AttributeValue): string {
  switch (value.type) {
    case 'array':
    case 'kvlist':
      return attributeJson(value);
    case 'empty':
      return '';
    default:
      return String(value.value);
  }
}

/**
 * Whether a value is what a user wrote: the same text, the same number in another notation, a boolean in any letter
 * case, bytes as base64 or hex, one element of an array, or a list as JSON with any spacing.
 */
export function valueMatches(value: AttributeValue, wanted: string): boolean {
  const trimmed = wanted.trim();
  switch (value.type) {
    case 'string':
      return value.value === wanted;
    case 'bool':
      return trimmed.toLowerCase() === String(value.value);
    case 'int':
      return integerOf(trimmed) === BigInt(value.value);
    case 'double':
      return trimmed !== '' && sameDouble(value.value, trimmed);
    case 'bytes':
      return value.value === trimmed || hexOf(value.value) === trimmed.toLowerCase();
    case 'empty':
      return trimmed === '';
    case 'array':
      return (
        value.value.some((element) => valueMatches(element, wanted)) || sameJson(value, trimmed)
      );
    default:
      return sameJson(value, trimmed);
  }
}

function integerOf(text: string): bigint | undefined {
  if (/^[+-]?\d{1,400}$/.test(text)) return BigInt(text.replace(/^\+/, ''));
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isSafeInteger(number) ? BigInt(number) : undefined;
}

function sameDouble(value: number | string, text: string): boolean {
  const wanted = Number(text);
  const number = Number(value);
  return Number.isNaN(number) ? text === 'NaN' : number === wanted;
}

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

function sameJson(value: AttributeValue, text: string): boolean {
  const own = attributeJson(value);
  if (own === text) return true;
  try {
    return JSON.stringify(JSON.parse(own)) === JSON.stringify(JSON.parse(text));
  } catch {
    return false;
  }
}
