import {
  COUNTED_UNITS,
  GROUP_ORDERS,
  type CountedUnit,
  type GroupOrder,
} from '../../shared/contract/analytics.ts';
import { readSplitKey, splitKeyText } from '../../shared/query/group-key.ts';
import { readTraceSearch, writeTraceSearch, type TraceSearch } from './trace-search.ts';

export const ANALYTICS_TABS = ['series', 'services', 'agents', 'errors'] as const;
export type AnalyticsTab = (typeof ANALYTICS_TABS)[number];

/** What the Analytics screen shows, as its address holds it. */
export interface AnalyticsSearch {
  tab: AnalyticsTab;
  counted: CountedUnit;
  /** A field, or an attribute as in a filter; null: nothing is split. */
  groupBy: string | null;
  orderBy: GroupOrder;
  /** Whether the time just before is shown beside it. */
  before: boolean;
  /** Two values of what is split by that are compared, the one to start from first; null for the greatest groups. */
  pair: readonly [string, string] | null;
  search: TraceSearch;
}

/** The last day, nothing left out. */
export const LAST_DAY: AnalyticsSearch = {
  tab: 'series',
  counted: 'traces',
  groupBy: null,
  orderBy: 'count',
  before: false,
  pair: null,
  search: { time: { kind: 'last', range: '24h' }, terms: {} },
};

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** Whether what is counted has one value of what is split by. */
export function canSplit(counted: CountedUnit, by: string): boolean {
  const key = readSplitKey(by);
  return counted !== 'traces' || (key.kind === 'field' && key.field !== 'operation');
}

/** Longest key that can be asked for, UTF-16 code units. */
const MAX_KEY = 514;

function readBy(by: string | null): string | null {
  return by === null || by === '' || by.length > MAX_KEY ? null : splitKeyText(readSplitKey(by));
}

/** Reads an address; what makes no sense is left out. */
export function readAnalyticsSearch(query: URLSearchParams): AnalyticsSearch {
  if (query.size === 0) return LAST_DAY;
  const counted = oneOf(COUNTED_UNITS, query.get('count')) ?? LAST_DAY.counted;
  const by = readBy(query.get('by'));
  const groupBy = by !== null && canSplit(counted, by) ? by : null;
  const [from, to] = query.getAll('compare');
  const isPair = groupBy !== null && from !== undefined && to !== undefined && from !== to;
  return {
    tab: oneOf(ANALYTICS_TABS, query.get('tab')) ?? LAST_DAY.tab,
    counted,
    groupBy,
    orderBy: oneOf(GROUP_ORDERS, query.get('most')) ?? LAST_DAY.orderBy,
    before: query.get('before') === 'shown',
    pair: isPair ? [from, to] : null,
    search: readTraceSearch(query),
  };
}

/** The query of an address; reads back the same. */
export function writeAnalyticsSearch(view: AnalyticsSearch): URLSearchParams {
  const query = writeTraceSearch(view.search);
  if (view.tab !== LAST_DAY.tab) query.set('tab', view.tab);
  query.set('count', view.counted);
  if (view.groupBy !== null) query.set('by', view.groupBy);
  if (view.orderBy !== LAST_DAY.orderBy) query.set('most', view.orderBy);
  if (view.before) query.set('before', 'shown');
  for (const value of view.pair ?? []) query.append('compare', value);
  return query;
}
