import type { TraceFacets } from '../../../shared/contract/traces.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import { formatCount } from '../../ui/format.ts';

/** An entry of the list under the filter bar. */
export interface FilterSuggestion {
  id: string;
  label: string;
  /** How many traces have it, or what the field is. */
  note?: string;
  /** Becomes the text of the input (and the list goes on), or is taken into the filter. */
  does: { type: string } | { add: string };
}

export interface SuggestionGroup {
  value: string;
  items: FilterSuggestion[];
}

const FIELDS: readonly { field: string; operator: string; note: string }[] = [
  { field: 'service', operator: '=', note: 'service.name' },
  { field: 'status', operator: '=', note: 'ok or error' },
  { field: 'duration', operator: '>', note: '500ms, 2s, 1min' },
  { field: 'name', operator: '~', note: 'part of the root span’s name' },
  { field: 'environment', operator: '=', note: 'deployment.environment.name' },
  { field: 'model', operator: '=', note: 'gen_ai.request.model' },
  { field: 'session', operator: '=', note: 'conversation or session id' },
  { field: 'user', operator: '=', note: 'user id' },
];

const DURATIONS = ['100ms', '500ms', '1s', '5s', '30s', '1min'];

const quote = (value: string): string => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;

const FACET_OF: Readonly<Record<string, keyof TraceFacets>> = {
  service: 'services',
  environment: 'environments',
  env: 'environments',
  model: 'models',
  name: 'names',
  status: 'statuses',
};

function valuesOf(
  field: string,
  part: string,
  facets: TraceFacets | undefined,
): FilterSuggestion[] {
  const facet = FACET_OF[field];
  const known = facet === undefined ? [] : (facets?.[facet] ?? []);
  const wanted = part.toLowerCase();
  const operator = field === 'name' ? '~' : '=';
  return known
    .filter(({ value }) => value.toLowerCase().includes(wanted))
    .slice(0, 50)
    .map(({ value, count }) => ({
      id: `${field}=${value}`,
      label: value || 'not named',
      note: formatCount(count),
      does: { add: `${field} ${operator} ${quote(value)}` },
    }));
}

function durations(operator: string, part: string): FilterSuggestion[] {
  const typed = /^\d+(\.\d+)?(us|ms|s|m|min|h)$/.test(part) ? [part] : [];
  return [...new Set([...typed, ...DURATIONS])]
    .filter((value) => value.startsWith(part))
    .map((value) => ({
      id: `duration${operator}${value}`,
      label: `${operator === '<' ? 'shorter' : 'longer'} than ${value}`,
      does: { add: `duration ${operator} ${value}` },
    }));
}

/** The list for `field operator part`, once an operator was typed. */
function afterOperator(
  field: string,
  operator: string,
  part: string,
  facets: TraceFacets | undefined,
): SuggestionGroup[] {
  const known = FIELDS.some((each) => each.field === field);
  if (field === 'duration')
    return [{ value: 'duration', items: durations(operator.slice(0, 1), part) }];
  const items = valuesOf(field, part, facets);
  if (part && !items.some((item) => item.label === part) && field !== 'status') {
    items.push({
      id: 'typed',
      label: `${field} ${operator} ${part}`,
      note: known ? 'as typed' : 'attribute of any span',
      does: { add: `${field} ${operator} ${quote(part)}` },
    });
  }
  return items.length > 0 ? [{ value: field, items }] : [];
}

/**
 * What the filter bar offers for a text: fields first, then their values with counts.
 *
 * @param hidden fields that a rule hides from the reader: filtering by them is refused
 */
export function suggestFilters(
  text: string,
  facets: TraceFacets | undefined,
  hidden: readonly DerivedField[] = [],
): SuggestionGroup[] {
  const typed = /^\s*([\w.\-/]+)\s*(>=|<=|=|>|<|~)\s*"?([^"]*)"?$/.exec(text);
  if (typed) {
    const [, field = '', operator = '=', part = ''] = typed;
    return afterOperator(field, operator, part.trim(), facets);
  }
  const wanted = text.trim().toLowerCase();
  const fields = FIELDS.filter(
    ({ field }) => field.startsWith(wanted) && !hidden.some((name) => name === field),
  ).map(({ field, operator, note }): FilterSuggestion => ({
    id: field,
    label: `${field} ${operator === '~' ? 'contains' : operator}`,
    note,
    does: { type: `${field} ${operator} ` },
  }));
  const groups: SuggestionGroup[] = [];
  if (fields.length > 0) groups.push({ value: 'Fields', items: fields });
  if (!wanted) return groups;
  const contains: FilterSuggestion = {
    id: 'contains',
    label: `name contains “${text.trim()}”`,
    does: { add: `name ~ ${quote(text.trim())}` },
  };
  groups.push({ value: 'Text', items: [contains] });
  for (const field of ['service', 'model', 'environment', 'name']) {
    const items = valuesOf(field, wanted, facets).slice(0, 5);
    if (items.length > 0) groups.push({ value: field, items });
  }
  return groups;
}
