import { useCallback, useEffect, useRef, useState, type Dispatch, type KeyboardEvent } from 'react';
import { z } from 'zod';
import { readStored, writeStored } from '../../ui/stored.ts';
import { VirtualRows, type VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { ColumnDivider } from './column-divider.tsx';
import { gridKey } from './model/keys.ts';
import type { PlacedMark } from './model/marks.ts';
import { placeIn } from './model/rows.ts';
import { roundStep, tickSpacing } from './model/ruler.ts';
import { spanIdOf } from './model/span-index.ts';
import { widthOf } from './model/time-window.ts';
import type { TraceAction, TraceState } from './model/trace-state.ts';
import { Ruler } from './ruler.tsx';
import { useKeptScroll } from './use-kept-scroll.ts';
import { useRevealedRow } from './use-revealed-row.ts';
import { rowElementId, WaterfallRow } from './waterfall-row.tsx';
import styles from './waterfall.module.css';

const ROW = 28;
const HEADER = 28;
/** Free space right of the bars, in pixels: the last one must not stick to the edge. */
const LANE_END = 12;
const NAME_WIDTH = 'trace.names';

/** The spans as a tree grid over time: every row one height, only those on screen exist. */
export function Waterfall(props: {
  state: TraceState;
  dispatch: Dispatch<TraceAction>;
  /** What happened during the spans, by span id. */
  marks: ReadonlyMap<string, readonly PlacedMark[]>;
  onMark: (mark: PlacedMark) => void;
  onOpenDetails: () => void;
}) {
  const { state, dispatch, marks } = props;
  const { model, rows, selected, window: shown } = state;
  const handle = useRef<VirtualRowsHandle>(null);
  const [names, setNames] = useState(() => readStored(NAME_WIDTH, z.number().nullable(), null));
  const [width, setWidth] = useState(0);
  const [onScreen, setOnScreen] = useState(false);
  const wish = names ?? Math.min(Math.max(width * 0.42, 240), 380);
  const nameWidth = Math.min(Math.max(wish, 160), Math.max(160, width - 160));
  const lane = Math.max(0, width - nameWidth - LANE_END);
  const keepScroll = useKeptScroll(handle, state, ROW);

  useEffect(() => {
    const element = handle.current?.element;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    // Spans are what one came for: the arrow keys work at once.
    element.focus({ preventScroll: true });
    return () => observer.disconnect();
  }, []);

  const selectedRow = useRevealedRow(handle, state);

  useEffect(() => {
    const element = handle.current?.element;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      event.preventDefault();
      const share = (event.clientX - element.getBoundingClientRect().left - nameWidth) / lane;
      const amount = event.deltaY || event.deltaX;
      if (event.shiftKey) dispatch({ type: 'pan', share: amount / 1000 });
      else dispatch({ type: 'zoom', factor: Math.exp(amount / 400), share });
    };
    // React listens passively, and a passive listener cannot keep the window from zooming or scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [nameWidth, lane, dispatch]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const press = {
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
      alt: event.altKey,
    };
    const command = gridKey(press, handle.current?.pageSize() ?? 10);
    if (command === undefined) return;
    event.preventDefault();
    if (command === 'details') props.onOpenDetails();
    else dispatch(command);
  };
  const resize = (next: number): void => {
    setNames(next);
    writeStored(NAME_WIDTH, next);
  };
  // The same functions for every row, or none of them would be spared a new drawing.
  const select = useCallback((span: number) => dispatch({ type: 'select', span }), [dispatch]);
  const toggle = useCallback((span: number) => dispatch({ type: 'toggle', span }), [dispatch]);
  const step = roundStep((widthOf(shown) * tickSpacing(lane)) / Math.max(lane, 1));
  const scale = lane / widthOf(shown);
  const gridLines = {
    '--names': `${nameWidth}px`,
    '--tick-step': `${step * scale}px`,
    '--tick-at': `${-(shown.fromNs % step) * scale}px`,
  };

  return (
    <div className={styles.waterfall} style={gridLines as React.CSSProperties}>
      <VirtualRows
        handle={handle}
        role="treegrid"
        aria-label={`Spans of ${model.summary.name}`}
        aria-rowcount={rows.spans.length + 1}
        aria-colcount={2}
        aria-activedescendant={
          onScreen && selected !== undefined ? rowElementId(selected) : undefined
        }
        tabIndex={0}
        className={styles.scroller}
        onKeyDown={onKeyDown}
        onRange={(first, last) => setOnScreen(first <= selectedRow && selectedRow <= last)}
        onScroll={keepScroll}
        count={rows.spans.length}
        rowHeight={ROW}
        headerHeight={HEADER}
        overscan={4}
        rowKey={(row) => rows.spans[row]!}
        header={
          <div role="row" aria-rowindex={1} className={styles.header}>
            <div role="columnheader" className={styles.nameHeader}>
              Span
            </div>
            <div role="columnheader" className={styles.laneHeader}>
              <span className="visually-hidden">Time</span>
              <Ruler
                window={shown}
                extent={model.extent}
                lane={lane}
                onWindow={(next) => dispatch({ type: 'show', window: next })}
              />
            </div>
          </div>
        }
        renderRow={(row) => {
          const span = rows.spans[row]!;
          return (
            <WaterfallRow
              model={model}
              span={span}
              row={row}
              window={shown}
              lane={lane}
              selected={span === selected}
              collapsed={state.collapsed.has(span)}
              matches={placeIn(model.tree, state.found, span) > 0}
              findText={state.findText}
              critical={state.showsCritical ? state.critical : undefined}
              marks={marks.size === 0 ? undefined : marks.get(spanIdOf(model.table, span))}
              onMark={props.onMark}
              onSelect={select}
              onToggle={toggle}
            />
          );
        }}
      />
      <ColumnDivider at={nameWidth} min={160} max={Math.max(160, width - 160)} onMove={resize} />
    </div>
  );
}
