import type { DetailValue } from '../../../../shared/span-detail.ts';
import { ExactNumber, formatJson, isContainer, type JsonValue } from './json-value.ts';

/** An attribute value as JSON, integers beyond 2^53 exact; shortened parts as their beginning. */
export function jsonOf(value: DetailValue): JsonValue {
  switch (value.type) {
    case 'array':
      return value.value.map(jsonOf);
    case 'kvlist':
      return Object.fromEntries(value.value.map(({ key, value: inner }) => [key, jsonOf(inner)]));
    case 'int':
      return Number.isSafeInteger(Number(value.value))
        ? Number(value.value)
        : new ExactNumber(value.value);
    case 'empty':
      return null;
    case 'shortened':
      return value.preview;
    default:
      return value.value;
  }
}

/** A value as text to copy, search and filter by: scalars bare, structures as JSON. */
export function textOfValue(value: DetailValue): string {
  const json = jsonOf(value);
  if (typeof json === 'string') return json;
  if (json === null) return '';
  return isContainer(json) ? formatJson(json, 0) : formatJson(json);
}

/** Whether a value needs the whole width: structures, JSON and long texts. */
export function isWide(value: DetailValue): boolean {
  if (value.type !== 'string') return value.type === 'kvlist' || value.type === 'shortened';
  return value.value.length > 120 || (value.value.length > 40 && /^\s*[[{]/.test(value.value));
}

/** Whether the Traces list can be filtered by this value. */
export function isFilterable(value: DetailValue): boolean {
  const scalar =
    value.type === 'string' ||
    value.type === 'int' ||
    value.type === 'double' ||
    value.type === 'bool';
  return scalar && textOfValue(value).length <= 1024;
}
