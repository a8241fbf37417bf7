import { type KeyboardEvent, type PointerEvent } from 'react';
import { formatDurationNs } from '../../ui/format.ts';
import { clampWindow, momentAt, shareOf, widthOf, type TimeWindow } from './model/time-window.ts';
import styles from './overview.module.css';

/** Share of the whole trace that an arrow key moves an edge by. */
const STEP = 0.01;

/** An edge of the window in the overview: a slider for pointer and keyboard. */
export function WindowHandle(props: {
  side: 'start' | 'end';
  extent: TimeWindow;
  window: TimeWindow;
  onWindow: (window: TimeWindow) => void;
  shareAt: (event: PointerEvent) => number;
}) {
  const { side, extent, window, onWindow } = props;
  const ns = side === 'start' ? window.fromNs : window.toNs;
  const moveTo = (to: number): void => {
    // An edge stops at the other one instead of pushing it.
    const least = widthOf(extent) / 100_000;
    const next =
      side === 'start'
        ? { fromNs: Math.max(Math.min(to, window.toNs - least), extent.fromNs), toNs: window.toNs }
        : {
            fromNs: window.fromNs,
            toNs: Math.min(Math.max(to, window.fromNs + least), extent.toNs),
          };
    onWindow(clampWindow(next, extent));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = widthOf(extent) * STEP * (event.shiftKey ? 10 : 1);
    const to = {
      ArrowLeft: ns - step,
      ArrowRight: ns + step,
      Home: extent.fromNs,
      End: extent.toNs,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(to);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className={styles.handle}
      data-side={side}
      style={{ left: `${shareOf(extent, ns) * 100}%` }}
      aria-label={side === 'start' ? 'Start of the time window' : 'End of the time window'}
      aria-valuemin={0}
      aria-valuemax={1000}
      aria-valuenow={Math.round(shareOf(extent, ns) * 1000)}
      aria-valuetext={formatDurationNs(ns)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        event.stopPropagation();
        moveTo(momentAt(extent, props.shareAt(event)));
      }}
    />
  );
}
