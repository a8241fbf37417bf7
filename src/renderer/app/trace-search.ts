import type { TraceFilter } from '../../shared/contract/traces.ts';
import { MAX_QUERY } from '../../shared/query/tokenize.ts';
import { readListLook, writeListLook, type ListLook } from './list-look.ts';

/** Ranges that move with the clock, in seconds. */
const RELATIVE_RANGES = {
  '15m': 900,
  '1h': 3_600,
  '6h': 21_600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
} as const;
export type RelativeRange = keyof typeof RELATIVE_RANGES;

/** When a trace must have started: any time, the last so-and-so long, or between two times (µs). */
export type TimeRange =
  | { kind: 'any' }
  | { kind: 'last'; range: RelativeRange }
  | { kind: 'between'; fromUs: number; toUs: number };

/** The filter of the Traces list as its address holds it: everything but the time. */
export type TraceTerms = Omit<TraceFilter, 'fromUs' | 'toUs'>;

export interface TraceSearch {
  time: TimeRange;
  terms: TraceTerms;
  /** Groups instead of traces: a field, or an attribute as in a filter. */
  groupBy?: string;
  /** The latest traces as they arrive. */
  live?: true;
  look?: ListLook;
}

/** No filter at all. */
export const EVERYTHING: TraceSearch = { time: { kind: 'any' }, terms: {} };

const isRelative = (text: string | null): text is RelativeRange =>
  text !== null && Object.hasOwn(RELATIVE_RANGES, text);

function count(text: string | null): number | undefined {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function readTime(query: URLSearchParams): TimeRange {
  const range = query.get('time');
  if (isRelative(range)) return { kind: 'last', range };
  const fromUs = count(query.get('from'));
  const toUs = count(query.get('to'));
  if (fromUs === undefined || toUs === undefined || toUs <= fromUs) return { kind: 'any' };
  return { kind: 'between', fromUs: Math.floor(fromUs), toUs: Math.floor(toUs) };
}

/** The key ends at the first `=`, so one inside it is written otherwise. */
const escapeKey = (key: string): string => key.replaceAll('%', '%25').replaceAll('=', '%3D');

function readAttribute(pair: string): { key: string; value: string }[] {
  const end = pair.indexOf('=');
  if (end < 1) return [];
  const key = pair.slice(0, end).replaceAll('%3D', '=').replaceAll('%25', '%');
  return [{ key, value: pair.slice(end + 1) }];
}

/** Reads a search from the query of an address; what makes no sense is left out. */
export function readTraceSearch(query: URLSearchParams): TraceSearch {
  const terms: TraceTerms = {};
  const list = (name: string): string[] | undefined => {
    const values = [...new Set(query.getAll(name))].slice(0, 100);
    return values.length > 0 ? values : undefined;
  };
  const services = list('service');
  if (services) terms.services = services;
  const environments = list('environment');
  if (environments) terms.environments = environments;
  const models = list('model');
  if (models) terms.models = models;
  const status = query.get('status');
  if (status === 'ok' || status === 'error') terms.status = status;
  const min = count(query.get('min-us'));
  if (min !== undefined) terms.minDurationUs = min;
  const max = count(query.get('max-us'));
  if (max !== undefined) terms.maxDurationUs = max;
  for (const name of ['name', 'session', 'user'] as const) {
    const value = query.get(name);
    if (value) terms[name] = value.slice(0, 512);
  }
  const written = query.get('q');
  if (written) terms.query = written.slice(0, MAX_QUERY);
  const attributes = query.getAll('attribute').flatMap(readAttribute).slice(0, 10);
  if (attributes.length > 0) terms.attributes = attributes;
  const groupBy = query.get('group')?.slice(0, 512);
  const look = readListLook(query);
  return {
    time: readTime(query),
    terms,
    ...(groupBy ? { groupBy } : {}),
    ...(!groupBy && query.get('live') === '1' ? { live: true as const } : {}),
    ...(Object.keys(look).length > 0 ? { look } : {}),
  };
}

/** The query of an address for a search; reads back the same. */
export function writeTraceSearch(search: TraceSearch): URLSearchParams {
  const query = new URLSearchParams();
  const { time, terms } = search;
  if (time.kind === 'last') query.set('time', time.range);
  if (time.kind === 'between') {
    query.set('from', String(time.fromUs));
    query.set('to', String(time.toUs));
  }
  for (const value of terms.services ?? []) query.append('service', value);
  for (const value of terms.environments ?? []) query.append('environment', value);
  for (const value of terms.models ?? []) query.append('model', value);
  if (terms.status) query.set('status', terms.status);
  if (terms.minDurationUs !== undefined) query.set('min-us', String(terms.minDurationUs));
  if (terms.maxDurationUs !== undefined) query.set('max-us', String(terms.maxDurationUs));
  if (terms.name) query.set('name', terms.name);
  if (terms.session) query.set('session', terms.session);
  if (terms.user) query.set('user', terms.user);
  for (const { key, value } of terms.attributes ?? [])
    query.append('attribute', `${escapeKey(key)}=${value}`);
  if (terms.query) query.set('q', terms.query);
  if (search.groupBy) query.set('group', search.groupBy);
  if (search.live) query.set('live', '1');
  if (search.look) writeListLook(search.look, query);
  return query;
}

/** How many conditions a search sets, time apart. */
export function termCount(terms: TraceTerms): number {
  return [...writeTraceSearch({ time: { kind: 'any' }, terms }).keys()].length;
}

/** What the collector is asked: the search with the clock read now (`nowMs`, ms since the epoch). */
export function toTraceFilter(search: TraceSearch, nowMs: number): TraceFilter {
  const { time, terms } = search;
  if (time.kind === 'between') return { ...terms, fromUs: time.fromUs, toUs: time.toUs };
  if (time.kind === 'last') {
    return { ...terms, fromUs: Math.floor((nowMs - RELATIVE_RANGES[time.range] * 1000) * 1000) };
  }
  return terms;
}
