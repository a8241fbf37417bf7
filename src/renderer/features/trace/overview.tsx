import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useTheme } from '../../app/theme.ts';
import { SPAN_COLORS, spanColorToken, tokenColor } from '../../ui/theme-color.ts';
import { overviewPixels, toRgba } from './model/overview-pixels.ts';
import {
  between,
  isWhole,
  momentAt,
  panBy,
  shareOf,
  widthOf,
  type TimeWindow,
} from './model/time-window.ts';
import type { TraceModel } from './model/trace-model.ts';
import styles from './overview.module.css';
import { WindowHandle } from './window-handle.tsx';

const HEIGHT = 46;
/** A press that moves less than this is a click, not a drag, in pixels. */
const CLICK_PX = 4;

interface Drag {
  readonly kind: 'select' | 'pan';
  readonly fromShare: number;
  readonly window: TimeWindow;
}

/** The whole trace at a glance: drag to zoom, drag the window or its edges to move it. */
export function Overview(props: {
  model: TraceModel;
  window: TimeWindow;
  onWindow: (window: TimeWindow) => void;
}) {
  const { model, window, onWindow } = props;
  const { extent } = model;
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const theme = useTheme();
  const whole = isWhole(window, extent);
  const left = shareOf(extent, window.fromNs);
  const right = shareOf(extent, window.toNs);

  const shareAt = (event: PointerEvent): number => {
    const bounds = box.current?.getBoundingClientRect();
    return bounds ? (event.clientX - bounds.left) / bounds.width : 0;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const share = shareAt(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    const inside = !whole && share > left && share < right;
    setDrag({ kind: inside ? 'pan' : 'select', fromShare: share, window });
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!drag) return;
    const share = shareAt(event);
    const moved = Math.abs(share - drag.fromShare) * event.currentTarget.clientWidth;
    if (drag.kind === 'pan') {
      const by = ((share - drag.fromShare) * widthOf(extent)) / widthOf(drag.window);
      onWindow(panBy(drag.window, extent, by));
    } else if (moved >= CLICK_PX) {
      onWindow(between(momentAt(extent, drag.fromShare), momentAt(extent, share), extent));
    }
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    if (!drag) return;
    setDrag(null);
    const moved = Math.abs(shareAt(event) - drag.fromShare) * event.currentTarget.clientWidth;
    if (moved >= CLICK_PX || drag.kind === 'pan' || whole) return;
    const center = (window.fromNs + window.toNs) / 2;
    onWindow(panBy(window, extent, (momentAt(extent, drag.fromShare) - center) / widthOf(window)));
  };

  return (
    <div
      ref={box}
      className={styles.overview}
      data-grab={drag?.kind === 'pan' || undefined}
      role="group"
      aria-label="Overview of the trace"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onWindow(extent)}
    >
      <OverviewCanvas key={theme} model={model} />
      <div className={styles.veil} style={{ left: 0, width: `${left * 100}%` }} />
      <div className={styles.veil} style={{ right: 0, width: `${(1 - right) * 100}%` }} />
      {whole ? null : (
        <div
          className={styles.window}
          style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
        />
      )}
      <WindowHandle
        side="start"
        extent={extent}
        window={window}
        onWindow={onWindow}
        shareAt={shareAt}
      />
      <WindowHandle
        side="end"
        extent={extent}
        window={window}
        onWindow={onWindow}
        shareAt={shareAt}
      />
    </div>
  );
}

/** All spans, drawn once per trace and width; its key is the theme, whose colors it reads. */
function OverviewCanvas({ model }: { model: TraceModel }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = canvas.current;
    if (!element || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(HEIGHT * ratio);
    const context = element.getContext('2d');
    if (!context) return;
    const pixels = overviewPixels(model, element.width, element.height);
    const rgba = toRgba(pixels, readPalette());
    context.putImageData(new ImageData(rgba, element.width, element.height), 0, 0);
  }, [model, width]);
  return <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />;
}

/** The span colors and the error color of the theme as packed RGBA, by palette entry. */
function readPalette(): Uint32Array {
  const canvas = document.createElement('canvas');
  canvas.width = SPAN_COLORS + 2;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return new Uint32Array(SPAN_COLORS + 2);
  for (let i = 0; i <= SPAN_COLORS; i++) {
    context.fillStyle = tokenColor(i < SPAN_COLORS ? spanColorToken(i) : '--err');
    context.fillRect(i + 1, 0, 1, 1);
  }
  const { data } = context.getImageData(0, 0, SPAN_COLORS + 2, 1);
  return new Uint32Array(data.buffer.slice(0));
}
