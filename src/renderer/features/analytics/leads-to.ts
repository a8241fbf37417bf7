import type { GroupField } from '../../../shared/contract/analytics.ts';
import type { TraceSearch, TraceTerms } from '../../app/trace-search.ts';

/** Filter for the traces with a value of a field; undefined where the list has no such filter. */
export function termsOf(field: GroupField, value: string): TraceTerms | undefined {
  switch (field) {
    case 'service':
      return { services: [value] };
    case 'environment':
      return { environments: [value] };
    case 'model':
      return { models: [value] };
    case 'session':
      return { session: value };
    case 'user':
      return { user: value };
    case 'name':
      return { name: value };
    default:
      return undefined;
  }
}

/** The traces behind a part of a chart: a group of it, a step of it, or both. */
export function tracesBehind(
  search: TraceSearch,
  part: {
    terms?: TraceTerms | undefined;
    time?: { fromUs: number; toUs: number } | undefined;
  },
): TraceSearch {
  return {
    time: part.time === undefined ? search.time : { kind: 'between', ...part.time },
    terms: { ...search.terms, ...part.terms },
  };
}
