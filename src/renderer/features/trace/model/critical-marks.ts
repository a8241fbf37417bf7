import type { CriticalPath } from './critical-path.ts';
import { widthOf, type TimeWindow } from './time-window.ts';

/** Stretches nearer to each other than this are drawn as one, in pixels. */
const NEAR = 1.5;

/**
 * The critical stretches of a span in a lane of `lane` pixels as the `d` of an SVG path, `height` pixels tall; undefined
 * where the path does not run through it on screen. One element a row, however many stretches: a loop over thousands of
 * children has as many.
 */
export function criticalMarks(
  path: CriticalPath,
  span: number,
  window: TimeWindow,
  lane: number,
  height: number,
): string | undefined {
  const scale = lane / widthOf(window);
  const marks: string[] = [];
  let left = 0;
  let right = -1;
  const flush = (): void => {
    if (right < 0) return;
    const width = Math.max(right - left, 1);
    marks.push(`M${left.toFixed(1)} 0h${width.toFixed(1)}v${height}h${(-width).toFixed(1)}z`);
  };
  // Latest first is how they are kept; from left to right is how they are joined.
  for (let at = path.first[span]! + path.count[span]! - 1; at >= path.first[span]!; at--) {
    const from = (path.fromNs[at]! - window.fromNs) * scale;
    const to = (path.toNs[at]! - window.fromNs) * scale;
    if (to < 0 || from > lane) continue;
    if (right >= 0 && from - right < NEAR) {
      right = Math.min(to, lane);
      continue;
    }
    flush();
    left = Math.max(from, 0);
    right = Math.min(to, lane);
  }
  flush();
  return marks.length === 0 ? undefined : marks.join('');
}
