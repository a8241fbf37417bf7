import { expect, test } from 'vitest';
import { chosenColumns, DEFAULT_COLUMNS } from './columns.tsx';
import { fitColumns } from './column-fit.ts';

const ids = (columns: readonly { id: string }[]): string[] => columns.map(({ id }) => id);
const columns = chosenColumns(DEFAULT_COLUMNS);

test('the columns of a list fit a window of 1280 pixels, beside the facets too', () => {
  const alone = fitColumns(columns, 1064, 'start');
  expect(alone.left).toEqual([]);
  // `Nov 19 23:29` is read whole, however little room there is.
  expect(alone.tracks.split(' ')[0]).toBe('98px');
  const beside = fitColumns(columns, 856, 'start');
  expect(ids(beside.left)).toEqual(['spans', 'errors']);
  expect(beside.minWidth).toBeLessThanOrEqual(856 - 12);
  expect(beside.tracks).toContain('minmax(154px, 2fr)');
});

test('what the list is sorted by keeps its place, and what was chosen beyond the usual too', () => {
  expect(ids(fitColumns(columns, 856, 'errors').left)).toEqual(['spans', 'tokens']);
  const all = chosenColumns([...DEFAULT_COLUMNS, 'session', 'user', 'release', 'id']);
  const { left, minWidth } = fitColumns(all, 856, 'start');
  expect(ids(left)).toEqual(['spans', 'errors', 'tokens']);
  expect(minWidth).toBeGreaterThan(856);
});

test('narrowing loses a column only where all of them have no room', () => {
  expect(fitColumns(columns, 0, 'start').left).toEqual([]);
  expect(fitColumns(columns, 1_100, 'start').tracks).toContain('minmax(170px, 2fr)');
  expect(fitColumns(columns, 960, 'start').left).toEqual([]);
});
