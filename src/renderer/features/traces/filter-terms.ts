import { bareOrQuoted, quote } from '../../../shared/query/tokenize.ts';
import { attributeQuery } from '../../app/attribute-query.ts';
import type { TraceTerms } from '../../app/trace-search.ts';
import { formatDuration } from '../../ui/format.ts';

/** One condition of a filter that is not written, as the bar shows it. */
export interface FilterChip {
  /** Unique among the chips of a filter. */
  id: string;
  field: string;
  operator: '=' | '>=' | '<=' | '~';
  value: string;
  /** The same in the filter language. */
  text: string;
  /** The filter without this condition. */
  without: TraceTerms;
}

const LISTS = [
  ['services', 'service'],
  ['environments', 'environment'],
  ['models', 'model'],
] as const;

/** A pattern that matches a text and nothing else, letter case ignored. */
const patternOf = (text: string): string => `(?i)${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;

function drop<K extends keyof TraceTerms>(terms: TraceTerms, key: K): TraceTerms {
  const { [key]: _, ...rest } = terms;
  return rest;
}

function listChips(terms: TraceTerms): FilterChip[] {
  return LISTS.flatMap(([key, field]) =>
    (terms[key] ?? []).map((value) => {
      const rest = (terms[key] ?? []).filter((each) => each !== value);
      return {
        id: `${field}=${value}`,
        field,
        operator: '=' as const,
        value: value || 'not named',
        text: `${field} = ${bareOrQuoted(value)}`,
        without: rest.length > 0 ? { ...terms, [key]: rest } : drop(terms, key),
      };
    }),
  );
}

function durationChip(terms: TraceTerms, key: 'minDurationUs' | 'maxDurationUs'): FilterChip[] {
  const us = terms[key];
  if (us === undefined) return [];
  const operator = key === 'minDurationUs' ? '>=' : '<=';
  return [
    {
      id: key,
      field: 'duration',
      operator,
      value: formatDuration(us),
      text: `duration ${operator} ${us}us`,
      without: drop(terms, key),
    },
  ];
}

/** The conditions of a filter, in the order the bar shows them. */
export function chipsOf(terms: TraceTerms): FilterChip[] {
  const chips = listChips(terms);
  if (terms.status) {
    const value = terms.status;
    const text = `status = ${value}`;
    chips.push({
      id: 'status',
      field: 'status',
      operator: '=',
      value,
      text,
      without: drop(terms, 'status'),
    });
  }
  chips.push(...durationChip(terms, 'minDurationUs'), ...durationChip(terms, 'maxDurationUs'));
  for (const field of ['name', 'session', 'user'] as const) {
    const value = terms[field];
    if (value === undefined) continue;
    const operator = field === 'name' ? '~' : '=';
    const text =
      field === 'name' ? `name ~ ${quote(patternOf(value))}` : `${field} = ${bareOrQuoted(value)}`;
    chips.push({ id: field, field, operator, value, text, without: drop(terms, field) });
  }
  const attributes = terms.attributes ?? [];
  for (const { key, value } of attributes) {
    const rest = attributes.filter((each) => each.key !== key || each.value !== value);
    chips.push({
      id: `attribute:${key}=${value}`,
      field: key,
      operator: '=',
      value,
      text: attributeQuery(key, '=', value),
      without: rest.length > 0 ? { ...terms, attributes: rest } : drop(terms, 'attributes'),
    });
  }
  return chips;
}
