import { expect, it } from 'vitest';
import { barsOf, startOf } from './redaction-buckets.ts';

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
