import type { KeyboardEvent } from 'react';
import styles from './waterfall.module.css';

const STEP = 24;

/** The edge between the names and the bars: drag it, or move it with the arrow keys. */
export function ColumnDivider(props: {
  at: number;
  min: number;
  max: number;
  onMove: (to: number) => void;
}) {
  const { at, min, max, onMove } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: at - STEP, ArrowRight: at + STEP, Home: min, End: max }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(Math.min(Math.max(to, min), max));
  };
  return (
    // A divider that can be moved is a focusable separator with a value (ARIA window splitter).
    <div
      role="separator"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles.divider}
      style={{ left: at }}
      aria-orientation="vertical"
      aria-label="Width of the span names"
      aria-valuemin={min}
      aria-valuemax={Math.round(max)}
      aria-valuenow={Math.round(at)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const box = event.currentTarget.parentElement?.getBoundingClientRect();
        if (box) onMove(Math.min(Math.max(event.clientX - box.left, min), max));
      }}
    />
  );
}
