import type { TraceColumn } from './columns.tsx';

/** Pixels beside the columns: the boxes that choose rows, and the edges. */
const BESIDE = 54;
/** Pixels that a scroll bar takes away at most, where it has a place of its own. */
const SCROLL_BAR = 12;

/** How columns are laid out in the room there is. */
export interface ColumnFit {
  shown: readonly TraceColumn[];
  /** Columns that were chosen and have no room now. */
  left: readonly TraceColumn[];
  /** Tracks of the CSS grid, after that of the boxes. */
  tracks: string;
  /** Pixels below which the list scrolls sideways. */
  minWidth: number;
}

const widthOf = (columns: readonly TraceColumn[], of: 'min' | 'least'): number =>
  columns.reduce((sum, column) => sum + column[of], BESIDE);

function givesNext(columns: readonly TraceColumn[], sort: string): TraceColumn | undefined {
  return columns
    .filter((column) => column.gives !== undefined && column.sort !== sort)
    .toSorted((a, b) => a.gives! - b.gives!)[0];
}

/**
 * Lays chosen columns out in a width: as wide as they like, else narrowed, else without those that give
 * way first. One that the list is sorted by stays. What still has no room scrolls sideways.
 *
 * @param width pixels of the list; 0 while it is not known
 */
export function fitColumns(
  columns: readonly TraceColumn[],
  width: number,
  sort: string,
): ColumnFit {
  const minWidth = widthOf(columns, 'min');
  const room = width - SCROLL_BAR;
  if (width === 0 || minWidth <= room) {
    const tracks = columns.map(({ track }) => track).join(' ');
    return { shown: columns, left: [], tracks, minWidth };
  }
  let shown = columns;
  while (widthOf(shown, 'least') > room) {
    const next = givesNext(shown, sort);
    if (!next) break;
    shown = shown.filter((column) => column !== next);
  }
  return {
    shown,
    left: columns.filter((column) => !shown.includes(column)),
    tracks: shown.map(({ track, min, least }) => track.replace(`${min}px`, `${least}px`)).join(' '),
    minWidth: widthOf(shown, 'least'),
  };
}
