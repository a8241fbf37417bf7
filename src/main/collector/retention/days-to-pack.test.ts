import { expect, test } from 'vitest';
import type { StoredDay } from '../store/rewrite/types.ts';
import { daysToPack } from './days-to-pack.ts';
import { KEEP_EVERYTHING } from './rules.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

function stored(day: string, more: Partial<StoredDay> = {}): StoredDay {
  const ms = Date.parse(day) + 60_000;
  const times = { generation: 0, fromMs: ms, toMs: ms, arrivedMs: ms, arrivedToMs: ms };
  return { signal: 'traces', day, bytes: 1000, records: 100, through: 5, ...times, ...more };
}
const chosen = (
  days: readonly StoredDay[],
  rules = KEEP_EVERYTHING,
  ceiling: number | null = null,
) => daysToPack(days, rules, ceiling, NOW).map(({ day }) => day);
const keep = (days: number) => ({
  ...KEEP_EVERYTHING,
  traces: { ...KEEP_EVERYTHING.traces, days },
});

test('takes days that are over, the newest first', () => {
  const days = ['2026-11-18', '2026-11-20', '2026-11-19', '2026-11-21', '2026-11-22'];
  expect(chosen(days.map((day) => stored(day)))).toEqual([
    '2026-11-20',
    '2026-11-19',
    '2026-11-18',
  ]);
});

test('waits for what was under way at midnight, and does nothing twice', () => {
  expect(chosen([stored('2026-11-20', { arrivedMs: NOW - 60_000 })])).toEqual([]);
  const packed = (records: number) => stored('2026-11-20', { packed: { records, saved: 1 } });
  expect(chosen([packed(100)])).toEqual([]);
  expect(chosen([packed(95)])).toEqual([]);
  expect(chosen([packed(80)])).toEqual(['2026-11-20']);
});

test('leaves days that go soon, unless a legal hold keeps them', () => {
  const days = ['2026-11-13', '2026-11-15', '2026-11-17'].map((day) => stored(day));
  expect(chosen(days, keep(6))).toEqual(['2026-11-17']);
  expect(chosen(days, KEEP_EVERYTHING, 6)).toEqual(['2026-11-17']);
  expect(chosen(days, { ...keep(6), legalHold: true })).toHaveLength(3);
});
