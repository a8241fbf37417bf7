import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { z } from 'zod';
import { readStored, writeStored } from './stored.ts';
import styles from './split-pane.module.css';

const Width = z.number().min(0).max(4000);
const STEP = 24;
/** What the other pane needs to be of use, pixels. */
const LEAST = 300;

/**
 * Two panes beside each other with a divider to drag, or to move with the arrow keys.
 *
 * `fixed` names the pane that keeps its width (pixels, remembered under `storageKey`); the other
 * one takes the rest, of a small window at least two fifths. Without a second pane the first takes all.
 */
export function SplitPane(props: {
  storageKey: string;
  fixed: 'start' | 'end';
  /** Pixels; or what becomes of the width of both panes, until somebody moves the divider. */
  initial: number | ((room: number) => number);
  min: number;
  max?: number;
  label: string;
  start: ReactNode;
  end: ReactNode | null;
}) {
  const { storageKey, fixed, min } = props;
  const root = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(() => readStored(storageKey, Width.nullable(), null));
  const [measured, setMeasured] = useState(0);
  const room = measured || window.innerWidth;
  const { initial } = props;
  const width = chosen ?? (typeof initial === 'number' ? initial : initial(room));
  const rest = Math.max(LEAST, room * 0.4);
  const max = Math.max(min, Math.min(props.max ?? Number.POSITIVE_INFINITY, room - rest));
  const shown = Math.round(Math.min(Math.max(width, min), max));

  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setMeasured(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const change = (next: number | null): void => {
    const value = next === null ? null : Math.min(Math.max(next, min), max);
    setChosen(value);
    writeStored(storageKey, value);
  };
  const drag = (clientX: number): void => {
    const box = root.current?.getBoundingClientRect();
    if (box) change(fixed === 'start' ? clientX - box.left : box.right - clientX);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const grow = fixed === 'start' ? 'ArrowRight' : 'ArrowLeft';
    const shrink = fixed === 'start' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === grow) change(shown + STEP);
    else if (event.key === shrink) change(shown - STEP);
    else if (event.key === 'Home') change(min);
    else if (event.key === 'End') change(max);
    else return;
    event.preventDefault();
  };

  if (props.end === null) {
    return (
      <div ref={root} className={styles.root}>
        <div className={styles.pane}>{props.start}</div>
      </div>
    );
  }
  const columns =
    fixed === 'start' ? `${shown}px 1px minmax(0, 1fr)` : `minmax(0, 1fr) 1px ${shown}px`;
  return (
    <div ref={root} className={styles.root} style={{ gridTemplateColumns: columns }}>
      <div className={styles.pane}>{props.start}</div>
      {/* A divider that can be moved is a focusable separator with a value (ARIA window splitter). */}
      <div
        className={styles.divider}
        tabIndex={0}
        role="separator"
        aria-orientation="vertical"
        aria-label={props.label}
        aria-valuemin={min}
        aria-valuemax={Math.round(max)}
        aria-valuenow={shown}
        onKeyDown={onKeyDown}
        onDoubleClick={() => change(null)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event.clientX);
        }}
      />
      <div className={styles.pane}>{props.end}</div>
    </div>
  );
}
