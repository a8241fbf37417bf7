import { expect, test } from 'vitest';
import { dayBars } from './day-bars.ts';

const stored = (day: string, bytes: number, signal: 'traces' | 'logs' = 'traces') => ({
  day,
  bytes,
  signal,
});

test('days without anything are bars too, signals of a day are one', () => {
  const { bars, daysPerBar } = dayBars([
    stored('2026-03-03', 5),
    stored('2026-03-01', 2),
    stored('2026-03-01', 3, 'logs'),
  ]);
  expect(daysPerBar).toBe(1);
  expect(bars.map(({ from, total }) => [from, total])).toEqual([
    ['2026-03-01', 5],
    ['2026-03-02', 0],
    ['2026-03-03', 5],
  ]);
});

test('a year fits, nothing of it is lost, and the last bar ends with the last day', () => {
  const year = Array.from({ length: 365 }, (_, i) =>
    stored(new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10), i),
  );
  const { bars, daysPerBar } = dayBars(year);
  expect(daysPerBar).toBe(5);
  expect(bars).toHaveLength(73);
  expect(bars.at(-1)).toMatchObject({ from: '2026-12-27', to: '2026-12-31' });
  expect(bars.reduce((sum, { total }) => sum + total, 0)).toBe((364 * 365) / 2);
});

test('nothing is no bars', () => {
  expect(dayBars([]).bars).toEqual([]);
});
