import { expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

it('puts what differs first and says how', () => {
  expect(
    differenceOf(
      { name: 'a', scopes: ['read'], ended: null, gone: 1 },
      { name: 'a', scopes: ['read', 'ingest'], ended: '2026-01-01T10:20:30.400Z', fresh: true },
    ),
  ).toEqual([
    { field: 'scopes', kind: 'changed', before: 'read', after: 'read, ingest' },
    { field: 'ended', kind: 'changed', before: 'none', after: '2026-01-01 10:20:30 UTC' },
    { field: 'gone', kind: 'removed', before: '1', after: undefined },
    { field: 'fresh', kind: 'added', before: undefined, after: 'true' },
    { field: 'name', kind: 'same', before: 'a', after: 'a' },
  ]);
});

it('compares what is in a field field by field, and shows the rest of a structure with blanks', () => {
  const traces = { days: 30, bytes: null };
  expect(
    differenceOf(
      { traces, own: { kind: 'mask' }, list: [] },
      { traces: { ...traces, days: 7 }, own: null, list: [{ days: 1 }], fresh: { a: { b: 1 } } },
    ),
  ).toEqual([
    { field: 'traces.days', kind: 'changed', before: '30', after: '7' },
    { field: 'own', kind: 'changed', before: '{ "kind": "mask" }', after: 'none' },
    { field: 'list', kind: 'changed', before: 'none', after: '[ { "days": 1 } ]' },
    { field: 'fresh.a.b', kind: 'added', before: undefined, after: '1' },
    { field: 'traces.bytes', kind: 'same', before: 'none', after: 'none' },
  ]);
});

it('has nothing to say of nothing', () => {
  expect(differenceOf(null, null)).toEqual([]);
  expect(differenceOf(null, { list: [], text: '' })).toEqual([
    { field: 'list', kind: 'added', before: undefined, after: 'none' },
    { field: 'text', kind: 'added', before: undefined, after: '“”' },
  ]);
});
