import { expect, it } from 'vitest';
import { barsOf, foldTypes, startOf } from './redaction-buckets.ts';

const NOW = Date.parse('2026-03-02T13:20:00Z');

it('begins at a full hour or day, so that the newest bar is the present one', () => {
  expect(startOf('day', NOW)).toBe('2026-03-01T14:00:00.000Z');
  expect(startOf('week', NOW)).toBe('2026-02-24T00:00:00.000Z');
});

it('has a bar for every step, also where nothing was found', () => {
  const from = startOf('week', NOW);
  const bars = barsOf(
    [{ at: '2026-03-02T00:00:00.000Z', counts: { EMAIL: 2, IP: 1 } }],
    'week',
    from,
  );
  expect(bars).toHaveLength(7);
  expect(bars[0]).toEqual({ at: from, counts: {} });
  expect(bars[6]).toEqual({
    at: '2026-03-02T00:00:00.000Z',
    counts: { EMAIL: 2, IP: 1 },
  });
});

it('draws the rarest of many types as one, and no count is lost', () => {
  const types = Array.from({ length: 12 }, (_, index) => `T${index}`);
  const bars = [
    { at: 'a', counts: Object.fromEntries(types.map((type, index) => [type, 100 - index])) },
    { at: 'b', counts: { T1: 3 } },
    { at: 'c', counts: {} },
  ];
  const folded = foldTypes(bars, types);
  expect(folded.types).toEqual([...types.slice(0, 7), '']);
  expect(folded.bars.map(({ counts }) => counts)).toEqual([
    { T0: 100, T1: 99, T2: 98, T3: 97, T4: 96, T5: 95, T6: 94, '': 93 + 92 + 91 + 90 + 89 },
    { T1: 3 },
    {},
  ]);
  expect(foldTypes(bars, types.slice(0, 8))).toEqual({ bars, types: types.slice(0, 8) });
});
