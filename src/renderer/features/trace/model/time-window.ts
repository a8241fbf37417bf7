import type { SpanTable } from '../../../../shared/span-table.ts';

/** A stretch of a trace, nanoseconds after its start; `fromNs` is negative where a clock was skewed. */
export interface TimeWindow {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Shortest window one can zoom to. */
const MIN_WIDTH_NS = 100;

/** From the earliest start to the latest end, at least one nanosecond long. */
export function extentOf(table: SpanTable): TimeWindow {
  let fromNs = 0;
  let toNs = 0;
  for (let span = 0; span < table.count; span++) {
    const start = table.startNs[span]!;
    const end = start + table.durationNs[span]!;
    if (span === 0 || start < fromNs) fromNs = start;
    if (span === 0 || end > toNs) toNs = end;
  }
  return { fromNs, toNs: Math.max(toNs, fromNs + 1) };
}

export function widthOf(window: TimeWindow): number {
  return window.toNs - window.fromNs;
}

/** The window moved and cut so that it lies inside the extent; never narrower than 100 ns (or the extent). */
export function clampWindow(window: TimeWindow, extent: TimeWindow): TimeWindow {
  const least = Math.min(MIN_WIDTH_NS, widthOf(extent));
  const width = Math.min(Math.max(widthOf(window), least), widthOf(extent));
  const fromNs = Math.min(Math.max(window.fromNs, extent.fromNs), extent.toNs - width);
  return { fromNs, toNs: fromNs + width };
}

/** Zooms by a factor (below 1: closer) around a moment that stays where it is. */
export function zoomAround(
  window: TimeWindow,
  extent: TimeWindow,
  factor: number,
  atNs: number,
): TimeWindow {
  const width = Math.max(widthOf(window) * factor, MIN_WIDTH_NS);
  const share = (atNs - window.fromNs) / widthOf(window);
  const fromNs = atNs - width * share;
  return clampWindow({ fromNs, toNs: fromNs + width }, extent);
}

/** Moves a window by a share of its width, keeping the width. */
export function panBy(window: TimeWindow, extent: TimeWindow, share: number): TimeWindow {
  const shift = widthOf(window) * share;
  return clampWindow({ fromNs: window.fromNs + shift, toNs: window.toNs + shift }, extent);
}

/** The window between two moments in any order. */
export function between(aNs: number, bNs: number, extent: TimeWindow): TimeWindow {
  return clampWindow({ fromNs: Math.min(aNs, bNs), toNs: Math.max(aNs, bNs) }, extent);
}

/** Moment at a share (0 to 1) of a window. */
export function momentAt(window: TimeWindow, share: number): number {
  return window.fromNs + widthOf(window) * Math.min(Math.max(share, 0), 1);
}

/** Share of a window at which a moment lies; below 0 or above 1 outside. */
export function shareOf(window: TimeWindow, ns: number): number {
  return (ns - window.fromNs) / widthOf(window);
}

export function isWhole(window: TimeWindow, extent: TimeWindow): boolean {
  return window.fromNs <= extent.fromNs && window.toNs >= extent.toNs;
}
