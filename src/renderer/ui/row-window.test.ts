import { expect, test } from 'vitest';
import { rowsDrawn, rowsSeen, topShowing } from './row-window.ts';

test('what is drawn are the rows in view and some around them, however long the list is', () => {
  const seen = rowsSeen(28 * 500_000 + 5, 280, 28);
  expect(seen).toEqual({ first: 500_000, last: 500_010 });
  expect(rowsDrawn(seen, 1_000_000, 4)).toEqual({ first: 499_996, last: 500_014 });
  expect(rowsDrawn(rowsSeen(0, 280, 28), 3, 4)).toEqual({ first: 0, last: 2 });
  expect(rowsDrawn(rowsSeen(0, 280, 28), 0, 4)).toEqual({ first: 0, last: -1 });
});

test('a list that became shorter than where it was scrolled to shows its end at once', () => {
  expect(rowsDrawn(rowsSeen(28 * 900, 280, 28), 100, 4)).toEqual({ first: 86, last: 99 });
});

test('scrolling to a row moves only as far as is needed to see the whole of it', () => {
  const at = { top: 1_000, height: 280, rowHeight: 28 };
  expect(topShowing(40, 'auto', at)).toBe(1_000);
  expect(topShowing(10, 'auto', at)).toBe(280);
  expect(topShowing(35, 'auto', at)).toBe(980);
  expect(topShowing(50, 'auto', at)).toBe(51 * 28 - 280);
  expect(topShowing(50, 'start', at)).toBe(1_400);
  expect(topShowing(50, 'center', at)).toBe(1_400 + 14 - 140);
  expect(topShowing(0, 'center', at)).toBe(0);
});
