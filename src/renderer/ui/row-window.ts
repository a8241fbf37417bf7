/** Rows of a list of one height, as indexes; none when `last` is before `first`. */
export interface RowWindow {
  first: number;
  last: number;
}

/**
 * The rows that may be seen of a list, whatever its length.
 *
 * @param top pixels scrolled
 * @param height pixels in which rows are seen, without what is stuck above them
 */
export function rowsSeen(top: number, height: number, rowHeight: number): RowWindow {
  return {
    first: Math.max(0, Math.floor(top / rowHeight)),
    last: Math.ceil((top + height) / rowHeight) - 1,
  };
}

/**
 * Which rows to draw: those that are seen and `overscan` more on each side. Where the list has become
 * shorter than what was seen, its end.
 */
export function rowsDrawn(seen: RowWindow, count: number, overscan: number): RowWindow {
  const beyond = Math.max(0, seen.last - (count - 1));
  return {
    first: Math.max(0, seen.first - beyond - overscan),
    last: Math.min(count - 1, seen.last + overscan),
  };
}

/**
 * How far to scroll so that a row is seen.
 *
 * @param align `auto` moves as little as possible, and not at all when the whole row is seen
 * @returns pixels from the top
 */
export function topShowing(
  row: number,
  align: 'auto' | 'center' | 'start',
  at: { top: number; height: number; rowHeight: number },
): number {
  const start = row * at.rowHeight;
  const end = start + at.rowHeight - at.height;
  if (align === 'start') return start;
  if (align === 'center') return Math.max(0, (start + end) / 2);
  if (start < at.top || at.rowHeight > at.height) return start;
  return end > at.top ? end : at.top;
}
