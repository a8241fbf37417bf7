import { expect, it } from 'vitest';
import { queryCursor } from './query-cursor.ts';
import { askedAt, suggestAt } from './query-suggestions.ts';

const FACETS = {
  services: [{ value: 'shop', count: 3 }],
  environments: [],
  models: [],
  names: [{ value: 'GET /cart', count: 2 }],
  statuses: [{ value: 'error', count: 1 }],
};
const FOUND = { values: [{ value: 'from the collector', count: 7 }], spans: 9 };

function offered(text: string): string[] {
  const known = { facets: FACETS, found: FOUND, hidden: [], recent: [], saved: [] };
  return suggestAt(queryCursor(text, text.length), text, known).flatMap(({ items }) =>
    items.map(({ label, note = '' }) => `${label} ${note}`.trim()),
  );
}

it.each([
  ['service = ', null],
  ['main.service = ', null],
  ['status = ', null],
  ['tokens > ', null],
  ['http.route = ', { key: 'http.route' }],
  ['"service" = ', { key: 'service' }],
  ['user = ', { field: 'user' }],
  ['release in (', { field: 'release' }],
  ['has(name = ', { field: 'name' }],
  ['has(service = a and event = ', { field: 'event' }],
  ['span.name = ', { field: 'name' }],
  ['note = ', null],
  ['dura', null],
])('at the end of %j it asks for %j', (text, asked) => {
  expect(askedAt(queryCursor(text, text.length))).toEqual(asked);
});

it.each([
  ['service = ', ['shop 3']],
  ['status = ', ['ok', 'error 1']],
  ['has(status = ', ['ok', 'error']],
  ['name = ', ['GET /cart 2']],
  ['has(name = ', ['from the collector 7']],
  ['user = ', ['from the collector 7']],
  ['tokens = ', []],
  ['has(call = ', ['true', 'false']],
])('offers values with counts after %j', (text, items) => {
  expect(offered(text)).toEqual(items);
});
