import type { TraceFacets, TraceSuggestions } from '../../../shared/contract/traces.ts';
import {
  ANNOTATION_FIELDS,
  infoOf,
  meaningOf,
  SPAN_FIELDS,
  SUGGESTED_FIELDS,
  TRACE_FIELDS,
  type FieldInfo,
  type SuggestedField,
} from '../../../shared/query/fields.ts';
import { bareOrQuoted, quote } from '../../../shared/query/tokenize.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import { attributeKey } from '../../../shared/query/group-key.ts';
import { formatCount } from '../../ui/format.ts';
import type { QueryCursor } from './query-cursor.ts';

/** An entry of the list under the filter bar. */
export interface FilterSuggestion {
  id: string;
  label: string;
  /** How often it was seen, or what it is. */
  note?: string;
  /** Takes the place of what is typed of it; a whole filter takes the place of everything. */
  insert: string;
  isWhole?: boolean;
  /** Whether the filter may be complete with it. */
  isEnd: boolean;
}

export interface SuggestionGroup {
  value: string;
  items: FilterSuggestion[];
}

/** What is known to choose from. */
export interface Known {
  readonly facets: TraceFacets | undefined;
  /** Attribute keys where a key comes next, values of what {@link askedAt} says where a value does. */
  readonly found: TraceSuggestions | undefined;
  /** Columns that a rule hides from the reader: filtering by them is refused. */
  readonly hidden: readonly DerivedField[];
  /** Filters used before, and saved ones; offered while nothing is typed. */
  readonly recent: readonly string[];
  readonly saved: readonly { readonly name: string; readonly query: string }[];
}

const DURATIONS = ['100ms', '500ms', '1s', '5s', '30s', '1min'];

const FACET_OF: Readonly<Record<string, keyof TraceFacets>> = {
  service: 'services',
  environment: 'environments',
  model: 'models',
  name: 'names',
  status: 'statuses',
  'root.name': 'names',
  'root.service': 'services',
  'main.service': 'services',
  'main.model': 'models',
  tag: 'tags',
};

/** Scores are numbers more often than labels. */
const SCORE: FieldInfo = { type: 'number', about: 'A score by its name', reads: [] };

/** What the filter bar offers at the cursor. The first entry is the same before and after keys and values were read. */
export function suggestAt(cursor: QueryCursor, text: string, known: Known): SuggestionGroup[] {
  const groups =
    text.trim() === ''
      ? [savedGroup(known), recentGroup(known), ...keyGroups(cursor, known)]
      : { key: keyGroups, operator: operatorGroups, value: valueGroups, join: joinGroups }[
          cursor.expects
        ](cursor, known);
  return groups.filter(({ items }) => items.length > 0);
}

/** The field a key at the cursor stands for; null for an attribute. */
function fieldAt({
  key,
  isInSpan,
}: QueryCursor): { name: string; info: FieldInfo; isOfSpan: boolean } | null {
  if (key === null || key.isQuoted) return null;
  const meaning = meaningOf(key.text, isInSpan);
  if (meaning.kind === 'attribute' || meaning.kind === 'misplaced') return null;
  const isOfSpan = meaning.kind === 'span';
  return { name: meaning.field, info: infoOf(meaning) ?? SCORE, isOfSpan };
}

/** What the collector is asked for to complete a value; null where nothing is, or the facets know. */
export function askedAt(cursor: QueryCursor): { key: string } | { field: SuggestedField } | null {
  if (cursor.expects !== 'value' || cursor.key === null) return null;
  const field = fieldAt(cursor);
  if (field === null) return { key: cursor.key.text };
  if (facetOf(field) !== undefined) return null;
  const name = SUGGESTED_FIELDS.find((known) => known === field.name);
  return name === undefined ? null : { field: name };
}

/** The facet with the values of a field; those of spans are others than those of traces. */
function facetOf(field: { name: string; isOfSpan: boolean }): keyof TraceFacets | undefined {
  return field.isOfSpan ? undefined : FACET_OF[field.name];
}

function savedGroup({ saved }: Known): SuggestionGroup {
  const items = saved.map(({ name, query }) => ({
    id: `saved:${name}`,
    label: name,
    note: query,
    insert: query,
    isWhole: true,
    isEnd: true,
  }));
  return { value: 'Saved', items };
}

function recentGroup({ recent }: Known): SuggestionGroup {
  const items = recent.slice(0, 8).map((query) => ({
    id: `recent:${query}`,
    label: query,
    insert: query,
    isWhole: true,
    isEnd: true,
  }));
  return { value: 'Recent', items };
}

function keyGroups(cursor: QueryCursor, known: Known): SuggestionGroup[] {
  const { part, isInSpan } = cursor;
  const wanted = part.toLowerCase();
  const all: Readonly<Record<string, FieldInfo>> = isInSpan ? SPAN_FIELDS : TRACE_FIELDS;
  const fields = Object.entries(all)
    .filter(
      ([name, { reads }]) =>
        name.startsWith(wanted) &&
        name !== 'id' &&
        !reads.some((field) => known.hidden.includes(field)),
    )
    .map(([name, { about }]) => ({
      id: `field:${name}`,
      label: name,
      note: about,
      insert: `${name} `,
      isEnd: false,
    }));
  const groups: SuggestionGroup[] = [{ value: isInSpan ? 'Span' : 'Trace', items: fields }];
  if (part !== '') {
    groups.push({
      value: 'Text',
      items: [
        {
          id: 'text',
          label: `“${part}” in any name, value or message`,
          insert: quote(part),
          isEnd: true,
        },
      ],
    });
    if (!isInSpan) groups.push(facetGroup(wanted, known));
  } else if (!isInSpan) groups.push(SPANS);
  groups.push(saidGroup(wanted, isInSpan, known));
  groups.push({ value: 'Attributes', items: (known.found?.values ?? []).map(attributeItem) });
  return groups;
}

/** Pins, tags, notes, and the scores of the project by name. */
function saidGroup(wanted: string, isInSpan: boolean, { facets }: Known): SuggestionGroup {
  const pinned = facets?.pinned?.[0]?.count;
  const fields = Object.entries(ANNOTATION_FIELDS)
    .filter(([name]) => name.startsWith(wanted) && !(isInSpan && name === 'pinned'))
    .map(([name, { about }]) =>
      name === 'pinned'
        ? {
            id: 'field:pinned',
            label: name,
            note: pinned === undefined ? about : formatCount(pinned),
            insert: name,
            isEnd: true,
          }
        : { id: `field:${name}`, label: name, note: about, insert: `${name} `, isEnd: false },
    );
  const scores = (facets?.scores ?? [])
    .filter(({ value }) => `score.${value.toLowerCase()}`.includes(wanted))
    .slice(0, wanted === '' ? 3 : 10)
    .map(({ value, count }) => ({
      id: `score:${value}`,
      label: `score.${value}`,
      note: formatCount(count),
      insert: `score.${bareOrQuoted(value)} `,
      isEnd: false,
    }));
  return { value: 'Said of it', items: [...fields, ...scores] };
}

const SPANS: SuggestionGroup = {
  value: 'Spans',
  items: [
    { id: 'has', label: 'has(…)', note: 'one span meets all of it', insert: 'has(', isEnd: false },
    {
      id: 'count',
      label: 'count(…)',
      note: 'so many spans meet it',
      insert: 'count(',
      isEnd: false,
    },
  ],
};

function attributeItem({ value, count }: { value: string; count: number }): FilterSuggestion {
  return {
    id: `key:${value}`,
    label: value,
    note: formatCount(count),
    insert: `${attributeKey(value)} `,
    isEnd: false,
  };
}

/** Values of the columns that hold what is typed: a condition in one step. */
function facetGroup(wanted: string, { facets, hidden }: Known): SuggestionGroup {
  const items = (['service', 'model', 'environment', 'name', 'tag'] as const).flatMap((field) =>
    hidden.some((name) => name === field)
      ? []
      : (facets?.[FACET_OF[field]!] ?? [])
          .filter(({ value }) => value.toLowerCase().includes(wanted))
          .slice(0, 4)
          .map(({ value, count }) => ({
            id: `value:${field}=${value}`,
            label: `${field} = ${value}`,
            note: formatCount(count),
            insert: `${field} = ${bareOrQuoted(value)}`,
            isEnd: true,
          })),
  );
  return { value: 'Values', items };
}

const OPERATORS = {
  text: ['=', '!=', '~', '!~', 'in (', 'exists'],
  choice: ['=', '!='],
  number: ['>', '>=', '<', '<=', '=', 'between'],
} as const;
const MEANINGS: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not',
  '==': 'is, as charts split by it',
  '~': 'matches a pattern',
  '!~': 'does not match',
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  'in (': 'is one of',
  between: 'and',
  exists: 'is there',
};

function operatorGroups(cursor: QueryCursor): SuggestionGroup[] {
  const type = fieldAt(cursor)?.info.type ?? 'attribute';
  const list =
    type === 'attribute'
      ? [...OPERATORS.text, '>', '<', '==']
      : type === 'text' || type === 'choice'
        ? OPERATORS[type]
        : OPERATORS.number;
  const items = list
    .filter((sign) => sign.startsWith(cursor.part))
    .map((sign) => ({
      id: `operator:${sign}`,
      label: sign,
      note: MEANINGS[sign] ?? '',
      insert: sign === 'in (' ? sign : `${sign} `,
      isEnd: sign === 'exists',
    }));
  return [{ value: cursor.key?.text ?? '', items }];
}

function valueGroups(cursor: QueryCursor, known: Known): SuggestionGroup[] {
  const { part, operator, key } = cursor;
  const field = fieldAt(cursor);
  const isEnd = operator !== 'in' && operator !== 'between';
  const item = (value: string, note?: string): FilterSuggestion => ({
    id: `=${value}`,
    label: value,
    ...(note === undefined ? {} : { note }),
    insert: bareOrQuoted(value),
    isEnd,
  });
  const typed: FilterSuggestion[] = part === '' ? [] : [{ ...item(part, 'as typed'), id: 'typed' }];
  if (operator === '~' || operator === '!~') return [{ value: 'Pattern', items: typed }];
  const wanted = part.toLowerCase();
  const { choices = [], type = 'attribute' } = field?.info ?? {};
  if (choices.length > 0) {
    const facet = facetOf(field!);
    const counts = new Map(
      (facet && known.facets?.[facet])?.map(({ value, count }) => [value, formatCount(count)]),
    );
    const items = choices
      .filter((value) => value.startsWith(wanted))
      .map((value) => item(value, counts.get(value)));
    return [{ value: field!.name, items }];
  }
  if (type === 'duration') {
    const items = DURATIONS.filter((value) => value.startsWith(wanted)).map((value) => item(value));
    return [
      {
        value: 'duration',
        items: items.some(({ label }) => label === part) ? items : [...typed, ...items],
      },
    ];
  }
  const facet = field === null ? undefined : facetOf(field);
  const read = askedAt(cursor) === null ? undefined : known.found;
  const values = (facet === undefined ? read?.values : known.facets?.[facet]) ?? [];
  const matching = values
    .filter(({ value }) => value !== part && value !== '' && value.toLowerCase().includes(wanted))
    .slice(0, 50)
    .map(({ value, count }) => item(value, formatCount(count)));
  return [{ value: key?.text ?? '', items: [...typed, ...matching] }];
}

function joinGroups({ part }: QueryCursor): SuggestionGroup[] {
  const items = ['and', 'or']
    .filter((word) => word.startsWith(part.toLowerCase()))
    .map((word) => ({ id: word, label: word, insert: `${word} `, isEnd: false }));
  return [{ value: 'Go on', items }];
}
