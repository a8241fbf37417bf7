import type { TraceFilter } from './contract/traces.ts';
import { AppError } from './errors.ts';

interface Comparison {
  readonly field: string;
  readonly operator: '=' | '>=' | '<=' | '>' | '<' | '~';
  readonly value: string;
}

const TOKEN =
  /\s*([A-Za-z_][\w.\-/]*)\s*(>=|<=|=|>|<|~)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*(?:(and)(?=\s)|$)?/iy;

const DURATION_US: Readonly<Record<string, number>> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  ms: 1000,
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6,
};

/**
 * Reads a filter as people type it: `service = api and status = error and duration > 1.5s and http.route = "/v1 x"`.
 *
 * Known fields are service, environment, status, name, model, session, user and duration; any other name is an
 * attribute, which can only be compared with `=`. `name` takes `=` and `~`, both meaning "contains".
 * @throws AppError `invalid` naming the position where reading stopped
 */
export function parseFilterText(text: string): TraceFilter {
  const filter: TraceFilter = {};
  for (const comparison of readComparisons(text)) apply(filter, comparison);
  return filter;
}

function readComparisons(text: string): Comparison[] {
  const comparisons: Comparison[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new AppError(
        'invalid',
        `The filter cannot be read from position ${at + 1}: "${text.slice(at, at + 40)}". Write comparisons such as status = error, joined by "and".`,
      );
    }
    const value = match[3] === undefined ? match[4]! : match[3].replaceAll(/\\(.)/g, '$1');
    comparisons.push({ field: match[1]!, operator: match[2] as Comparison['operator'], value });
    at = TOKEN.lastIndex;
  }
  return comparisons;
}

const LISTS: Readonly<Record<string, 'services' | 'environments' | 'models'>> = {
  service: 'services',
  'service.name': 'services',
  environment: 'environments',
  env: 'environments',
  model: 'models',
};

function apply(filter: TraceFilter, { field, operator, value }: Comparison): void {
  const name = field.toLowerCase();
  if (name === 'duration') return applyDuration(filter, operator, value);
  if (name === 'name' && (operator === '=' || operator === '~')) {
    filter.name = value;
    return;
  }
  if (operator !== '=') {
    throw new AppError(
      'invalid',
      `"${field} ${operator} ${value}": only duration can be compared with ${operator}; use "=".`,
    );
  }
  const list = LISTS[name];
  if (list !== undefined) (filter[list] ??= []).push(value);
  else if (name === 'session' || name === 'user') filter[name] = value;
  else if (name === 'status') {
    if (value !== 'ok' && value !== 'error')
      throw new AppError('invalid', `status is ok or error, not "${value}".`);
    filter.status = value;
  } else (filter.attributes ??= []).push({ key: field, value });
}

function applyDuration(filter: TraceFilter, operator: Comparison['operator'], value: string): void {
  const match = /^(\d+(?:\.\d+)?)([a-zµ]*)$/.exec(value);
  const unit = DURATION_US[match?.[2] ?? ''];
  if (match === null || unit === undefined || operator === '=' || operator === '~') {
    throw new AppError(
      'invalid',
      `"duration ${operator} ${value}" cannot be read. Write for example: duration > 1.5s.`,
    );
  }
  const us = Number(match[1]) * unit;
  if (operator === '>' || operator === '>=') filter.minDurationUs = us;
  else filter.maxDurationUs = us;
}
