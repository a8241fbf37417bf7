import { expect, test } from 'vitest';
import { allOrNone, extended, NOTHING_CHOSEN, toggled } from './selection.ts';

const rows = ['a', 'b', 'c', 'd'];
const ids = ({ ids: chosen }: typeof NOTHING_CHOSEN) => [...chosen].toSorted().join('');

test('rows are chosen one by one, as a range in both directions, and all together', () => {
  const one = toggled(NOTHING_CHOSEN, 'c');
  expect(ids(one)).toBe('c');
  expect(ids(extended(one, rows, 'a'))).toBe('abc');
  expect(ids(extended(extended(one, rows, 'a'), rows, 'd'))).toBe('abcd');
  expect(ids(toggled(one, 'c'))).toBe('');
  expect(ids(extended(NOTHING_CHOSEN, rows, 'b'))).toBe('b');
  expect(ids(allOrNone(rows, true))).toBe('abcd');
  expect(ids(allOrNone(rows, false))).toBe('');
});

test('an anchor that has left the list starts no range, and neither does an unknown row', () => {
  const gone = toggled(NOTHING_CHOSEN, 'x');
  expect(ids(extended(gone, rows, 'b'))).toBe('bx');
  expect(extended(gone, rows, 'y')).toBe(gone);
});
