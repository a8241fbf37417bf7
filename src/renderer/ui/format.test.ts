import { describe, expect, it } from 'vitest';
import {
  exactTime,
  formatBytes,
  formatCompact,
  formatMark,
  utcDate,
  formatDuration,
  formatDurationNs,
  formatMoney,
  formatPlural,
  formatPrice,
  relativeTime,
  timeSpan,
  shortId,
} from './format.ts';

describe('durations', () => {
  it.each([
    [0, '0 ns'],
    [812, '812 ns'],
    [1_500, '1.50 µs'],
    [999_600, '1.00 ms'],
    [60_000_000, '60.0 ms'],
    [999_600_000, '1.00 s'],
    [4_120_000_000, '4.12 s'],
    [59_960_000_000, '1 min'],
    [200_000_000_000, '3 min 20 s'],
    [3_660_000_000_000, '1 h 1 min'],
    [90_000_000_000_000, '1 d 1 h'],
    [999 * 86_400_000_000_000, '999 d'],
    [1_795_486_800_000_000_000, '56.9 years'],
    [-2_000_000, '-2.00 ms'],
  ])('%d ns is %s', (ns, text) => {
    expect(formatDurationNs(ns)).toBe(text);
  });

  it('takes microseconds too', () => {
    expect(formatDuration(812_000)).toBe('812 ms');
  });
});

describe('numbers', () => {
  it('groups counts and shortens large ones', () => {
    expect(formatPlural(12_481, 'trace')).toBe('12,481 traces');
    expect(formatPlural(1, 'trace')).toBe('1 trace');
    expect(formatCompact(9_999)).toBe('9,999');
    expect(formatCompact(54_200_000)).toBe('54.2M');
    expect(formatCompact(999_999, 1e6)).toBe('999,999');
    expect(formatCompact(8_999_999_991, 1e6)).toBe('9B');
    expect([0, 5_000, 10_000].map(formatMark)).toEqual(['0', '5K', '10K']);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_200, '1.2 kB'],
    [999_600, '1 MB'],
    [38_400_000, '38.4 MB'],
    [1.5e12, '1.5 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('keeps small money readable', () => {
    expect(formatMoney(0)).toBe('$0.00');
    expect(formatMoney(0.0217)).toBe('$0.0217');
    expect(formatMoney(0.0000123)).toBe('$0.0000123');
    expect(formatMoney(1234.5)).toBe('$1,234.50');
    expect(formatPrice(0.4)).toBe('$0.40');
    expect(formatPrice(0.075)).toBe('$0.075');
  });
});

describe('times', () => {
  it('names days of UTC with their year', () => {
    expect(utcDate('2026-01-05')).toBe('Jan 5, 2026');
  });

  const now = Date.UTC(2026, 10, 21, 12, 0, 0);
  const ago = (seconds: number): string => relativeTime((now - seconds * 1000) * 1000, now);

  it('are relative for a day', () => {
    expect([ago(0), ago(-5), ago(-20), ago(12), ago(75), ago(7_300)]).toEqual([
      'just now',
      'just now',
      'now',
      '12 s ago',
      '1 min ago',
      '2 h ago',
    ]);
    expect(ago(3 * 86_400)).toContain('Nov 18');
    expect(ago(800 * 86_400)).toContain('2024');
  });

  it('never call the future past', () => {
    expect(ago(-3_600)).not.toContain('ago');
    expect([ago(-30), ago(-840)]).toEqual(['now', 'in 14 min']);
  });

  it('are one of two that says the years when those differ', () => {
    const us = now * 1000;
    expect(timeSpan(us - 86_400e6, us)).not.toContain('2026');
    expect(timeSpan(us - 365 * 86_400e6, us)).toMatch(/2025.* to .*2026/);
  });

  it('are exact to the microsecond, locally and in UTC', () => {
    const lines = exactTime(now * 1000 + 42).split('\n');
    expect(lines.at(-1)).toMatch(/12:00:00\.000042 UTC$/);
    // Where the local time is UTC it is said once.
    expect(new Set(lines.map((line) => line.split(' ').at(-1))).size).toBe(lines.length);
    expect(exactTime(now * 1000)).toMatch(/12:00:00\.000 UTC$/);
  });
});

it('shortens ids in the middle', () => {
  expect(shortId('0af7651916cd43dd8448eb211c80319c')).toBe('0af7…319c');
  expect(shortId('short')).toBe('short');
});
