import { useState, type PointerEvent } from 'react';
import { labelTicks, ticksOf } from './model/ruler.ts';
import { between, momentAt, type TimeWindow } from './model/time-window.ts';
import styles from './waterfall.module.css';

const CLICK_PX = 4;

/** Times above the bars; drag over it to zoom, double-click for the whole trace. */
export function Ruler(props: {
  window: TimeWindow;
  extent: TimeWindow;
  lane: number;
  onWindow: (window: TimeWindow) => void;
}) {
  const { window, extent, lane, onWindow } = props;
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const end = (): void => {
    if (drag && Math.abs(drag.to - drag.from) * lane >= CLICK_PX) {
      onWindow(between(momentAt(window, drag.from), momentAt(window, drag.to), extent));
    }
    setDrag(null);
  };
  return (
    <div
      className={styles.ruler}
      aria-hidden="true"
      title="Drag to zoom, double-click for the whole trace"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: shareAt(event), to: shareAt(event) });
      }}
      onPointerMove={(event) => {
        if (drag) setDrag({ ...drag, to: shareAt(event) });
      }}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onWindow(extent)}
    >
      {labelTicks(ticksOf(window, lane), window, lane).map(({ tick, x, isLast, isShown }) => (
        <span
          key={tick.ns}
          className={styles.tick}
          data-last={isLast || undefined}
          style={{ left: x }}
        >
          {isShown ? tick.label : null}
        </span>
      ))}
      {drag ? (
        <span
          className={styles.range}
          style={{
            left: Math.min(drag.from, drag.to) * lane,
            width: Math.abs(drag.to - drag.from) * lane,
          }}
        />
      ) : null}
    </div>
  );
}

/** Where along the ruler the pointer is, 0 to 1. */
function shareAt(event: PointerEvent): number {
  const bounds = event.currentTarget.getBoundingClientRect();
  return Math.min(Math.max((event.clientX - bounds.left) / bounds.width, 0), 1);
}
