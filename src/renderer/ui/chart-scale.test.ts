import { expect, it } from 'vitest';
import { axisLabels, axisTop, countAxisTop, labelledDays } from './chart-scale.ts';

it.each([
  [0, 1],
  [0.0045, 0.005],
  [1, 1],
  [3, 5],
  [5, 5],
  [51, 100],
  [1000, 1000],
  [123_456, 200_000],
])('an axis up to %d ends at %d', (max, top) => {
  expect(axisTop(max)).toBeCloseTo(top, 12);
});

it.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [8, 8],
  [9, 10],
  [51, 100],
])('an axis of up to %d things ends at %d: half of it is whole too', (max, top) => {
  expect(countAxisTop(max)).toBe(top);
});

it('labels the last day, and no more than there is room for', () => {
  expect([...labelledDays(7, 8)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const many = [...labelledDays(90, 8)];
  expect(many).toContain(89);
  expect(many.length).toBeLessThanOrEqual(8);
});

/** A mark for every so many days from a day on. */
const marks = (from: string, count: number, days: number) =>
  Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.parse(from) + i * days * 86_400_000).toISOString().slice(0, 10);
    return { label: day.slice(5), year: day.slice(0, 4) };
  });

it('says the year where it changes, and nowhere else', () => {
  const texts = axisLabels(marks('2025-10-19', 67, 6), 8).filter((text) => text !== '');
  expect(texts).toEqual([
    '11-06',
    '12-30',
    '02-22\n2026',
    '04-17',
    '06-10',
    '08-03',
    '09-26',
    '11-19',
  ]);
  expect(axisLabels(marks('2026-01-01', 73, 5), 8).filter((text) => text.length > 5)).toEqual([]);
});

it('says the year with the first label where it changed before that one', () => {
  const texts = axisLabels(marks('2025-12-31', 10, 1), 8);
  expect(texts).toEqual(['', '01-01\n2026', '', '01-03', '', '01-05', '', '01-07', '', '01-09']);
});

it('leaves the year out where marks have none', () => {
  expect(axisLabels([{ label: 'a' }, { label: 'b' }], 8)).toEqual(['a', 'b']);
});
