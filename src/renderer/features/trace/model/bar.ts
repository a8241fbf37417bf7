import { widthOf, type TimeWindow } from './time-window.ts';

/** Where a span's bar is drawn in a lane, in CSS pixels. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  /** The span goes on beyond this side of the window. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
  /** Wholly outside the window: only an arrow at that edge is drawn. */
  readonly outside: 'left' | 'right' | undefined;
}

/** Where a bar's duration is written; `x` is the left edge of the text in CSS pixels. */
export interface BarLabel {
  readonly side: 'right' | 'left' | 'inside';
  readonly x: number;
}

/** Narrowest bar that can still be seen and clicked. */
const MIN_BAR = 3;
/** Space between a bar and its label, and between a label and the edge of the lane. */
const GAP = 6;
/** Space around a label inside a bar. */
const PADDING = 5;

/** Bar of a span in a lane of `lane` pixels that shows `window`. */
export function barOf(startNs: number, durationNs: number, window: TimeWindow, lane: number): Bar {
  const endNs = startNs + durationNs;
  const scale = lane / widthOf(window);
  if (endNs < window.fromNs) return edgeBar('left', 0);
  if (startNs > window.toNs) return edgeBar('right', lane);
  const cutLeft = startNs < window.fromNs;
  const cutRight = endNs > window.toNs;
  const from = cutLeft ? 0 : (startNs - window.fromNs) * scale;
  const to = cutRight ? lane : (endNs - window.fromNs) * scale;
  const width = Math.min(Math.max(to - from, MIN_BAR), lane);
  return { left: Math.min(from, lane - width), width, cutLeft, cutRight, outside: undefined };
}

function edgeBar(side: 'left' | 'right', left: number): Bar {
  return { left, width: 0, cutLeft: side === 'left', cutRight: side === 'right', outside: side };
}

/**
 * Side on which a label of `text` pixels fits without being clipped: right of the bar, else left, else inside it.
 * In a lane too narrow for all three the label is kept inside the lane, over the bar.
 */
export function labelOf(bar: Bar, text: number, lane: number): BarLabel {
  const right = bar.left + bar.width + GAP;
  if (bar.outside === 'left') return { side: 'right', x: GAP + 8 };
  if (bar.outside === 'right') return { side: 'left', x: Math.max(lane - GAP - 8 - text, 0) };
  if (right + text + GAP <= lane) return { side: 'right', x: right };
  if (bar.left - GAP - text >= GAP) return { side: 'left', x: bar.left - GAP - text };
  return { side: 'inside', x: Math.max(Math.min(right - GAP, lane) - PADDING - text, 0) };
}
