import {
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useReducer,
  useRef,
  type Dispatch,
  type RefObject,
} from 'react';
import { useQuery } from '@tanstack/react-query';
import { useCommands } from '../../app/commands.ts';
import type { TraceLook } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { compareTrace } from './compare-trace.ts';
import { GraphView } from './graph/graph-view.tsx';
import { focusMark } from './mark-focus.ts';
import type { PlacedMark } from './model/marks.ts';
import { spanIdOf } from './model/span-index.ts';
import type { TraceModel } from './model/trace-model.ts';
import {
  openedTrace,
  traceReducer,
  type TraceAction,
  type TraceState,
} from './model/trace-state.ts';
import { Overview } from './overview.tsx';
import { SpanPanel } from './span-panel.tsx';
import { SpanTreeTable } from './span-tree-table.tsx';
import { TraceConversation } from './trace-conversation.tsx';
import { traceCommands } from './trace-commands.ts';
import { TraceHeader } from './trace-header.tsx';
import { findQuery } from './trace-queries.ts';
import { openFind, TraceToolbar } from './trace-toolbar.tsx';
import { useClocks, type Clocks } from './use-clocks.ts';
import { useCriticalPath } from './use-critical-path.ts';
import { useLater } from './use-later.ts';
import { useLiveTrace } from './use-live-trace.ts';
import { useMarkSteps } from './use-mark-steps.ts';
import { useTraceMarks } from './use-trace-marks.ts';
import { Waterfall } from './waterfall.tsx';
import styles from './trace-view.module.css';

/** A trace that has been read: header, one of the ways to look at it, and the details of the selected span. */
export function TraceView(props: {
  projectId: string;
  model: TraceModel;
  /** Span the address names. */
  spanId: string | null;
  /** Tab of the side panel the address names. */
  view: string | null;
  look: TraceLook;
  listHref: string;
}) {
  const { projectId, model, spanId, view, look } = props;
  const { traceId } = model.summary;
  const [state, dispatch] = useReducer(traceReducer, undefined, () =>
    openedTrace(model, spanId ?? undefined),
  );
  const panel = useRef<HTMLDivElement>(null);
  const live = useLiveTrace(projectId, model);
  const marks = useTraceMarks(projectId, model);
  const clocks = useClocks(model);
  useFindInside(projectId, traceId, state.findText, dispatch);
  useCriticalPath(state, dispatch);

  useEffect(() => dispatch({ type: 'refreshed', model: clocks.model }), [clocks.model]);

  const selectedId =
    state.selected === undefined ? undefined : spanIdOf(state.model.table, state.selected);
  // Holding an arrow key down passes hundreds of spans: only those one stops at are fetched and addressed.
  const settledId = useLater(selectedId, 90);
  const echo = useSpanInAddress({
    projectId,
    traceId,
    view,
    look,
    addressed: spanId,
    selected: settledId,
  });
  const seek = useEffectEvent((id: string, among: TraceModel) => {
    const span = among.indexOf(id);
    // The address also echoes a selection made here, which may have moved on since.
    if (span >= 0 && id !== selectedId && id !== echo.current) dispatch({ type: 'select', span });
  });
  useEffect(() => {
    if (spanId !== null) seek(spanId, model);
  }, [spanId, model]);

  const hasErrors = model.errors.length > 0;
  const commands = useMemo(
    () =>
      traceCommands({
        dispatch,
        openFind,
        compare: () => compareTrace(projectId, { traceId }),
        hasErrors,
      }),
    [hasErrors, projectId, traceId],
  );
  useCommands(commands);

  // Not the settled one: the address would take the selection back to the span before.
  const address = {
    screen: 'trace',
    projectId,
    traceId,
    spanId: selectedId ?? null,
    view,
  } as const;
  const onLook = (next: TraceLook): void => navigate({ ...address, look: next }, { replace: true });
  const openMark = useCallback(
    (mark: PlacedMark): void => {
      focusMark(mark);
      const tab = mark.kind === 'log' ? 'logs' : 'events';
      dispatch({ type: 'select', span: model.indexOf(mark.spanId) });
      navigate(
        { screen: 'trace', projectId, traceId, spanId: mark.spanId, view: tab, look },
        { replace: true },
      );
    },
    [model, projectId, traceId, look],
  );
  useMarkSteps(state, marks, openMark);
  const select = (span: number): void => dispatch({ type: 'select', span });
  return (
    <>
      <TraceHeader
        projectId={projectId}
        state={state}
        dispatch={dispatch}
        listHref={props.listHref}
        look={look}
        onLook={onLook}
        onNotes={() => navigate({ ...address, view: 'notes', look }, { replace: true })}
      />
      <SplitPane
        storageKey="trace.panel"
        fixed="end"
        initial={panelWidth}
        min={280}
        label="Width of the span details"
        start={
          <Look
            projectId={projectId}
            state={state}
            dispatch={dispatch}
            live={live}
            clocks={clocks}
            look={look}
            selectedId={settledId}
            onSelect={select}
            onTimeline={(span) => {
              select(span);
              onLook('timeline');
            }}
            marks={marks}
            onMark={openMark}
            onOpenDetails={() =>
              panel.current?.querySelector<HTMLElement>('[role=tab][tabindex="0"]')?.focus()
            }
          />
        }
        end={
          <div ref={panel} className={styles.panel}>
            {settledId === undefined ? null : (
              <SpanPanel
                projectId={projectId}
                model={state.model}
                spanId={settledId}
                tab={view}
                onTab={(tab) => navigate({ ...address, view: tab, look }, { replace: true })}
              />
            )}
          </div>
        }
      />
    </>
  );
}

/** Of the details, in a window of so many pixels. */
function panelWidth(room: number): number {
  return Math.min(Math.max(room * 0.35, 400), 560);
}

/** The trace itself, in the way chosen. */
function Look(props: {
  projectId: string;
  state: TraceState;
  dispatch: Dispatch<TraceAction>;
  live: ReturnType<typeof useLiveTrace>;
  clocks: Clocks;
  look: TraceLook;
  selectedId: string | undefined;
  onSelect: (span: number) => void;
  onTimeline: (span: number) => void;
  marks: ReadonlyMap<string, readonly PlacedMark[]>;
  onMark: (mark: PlacedMark) => void;
  onOpenDetails: () => void;
}) {
  const { projectId, state, dispatch, look } = props;
  const { model } = state;
  const toolbar = { state, dispatch, live: props.live, clocks: props.clocks };
  if (look === 'conversation') {
    return (
      <TraceConversation
        projectId={projectId}
        model={model}
        calls={model.calls}
        selectedId={props.selectedId}
        onSelect={(id) => props.onSelect(model.indexOf(id))}
      />
    );
  }
  if (look === 'graph') {
    return (
      <GraphView
        model={model}
        selected={state.selected}
        onSelect={props.onSelect}
        onTimeline={props.onTimeline}
      />
    );
  }
  if (look === 'tree') {
    return (
      <div className={styles.main}>
        <TraceToolbar {...toolbar} isTimeless />
        <SpanTreeTable state={state} dispatch={dispatch} onOpenDetails={props.onOpenDetails} />
      </div>
    );
  }
  return (
    <div className={styles.main}>
      <Overview
        model={model}
        window={state.window}
        onWindow={(window) => dispatch({ type: 'show', window })}
      />
      <TraceToolbar {...toolbar} />
      <Waterfall
        state={state}
        dispatch={dispatch}
        marks={props.marks}
        onMark={props.onMark}
        onOpenDetails={props.onOpenDetails}
      />
    </div>
  );
}

/** Asks the collector for what names alone cannot tell, and adds it to the matches. */
function useFindInside(
  projectId: string,
  traceId: string,
  text: string,
  dispatch: (action: { type: 'foundRemotely'; text: string; spanIds: readonly string[] }) => void,
): void {
  const settled = useLater(text, 200);
  const { data } = useQuery(findQuery(projectId, traceId, settled));
  useEffect(() => {
    if (data) dispatch({ type: 'foundRemotely', text: settled, spanIds: data.spanIds });
  }, [data, settled, dispatch]);
}

/**
 * Keeps the address at the selected span, so that it can be copied; the first selection is not a choice.
 *
 * @returns the span the address was last moved to from here
 */
function useSpanInAddress(options: {
  projectId: string;
  traceId: string;
  view: string | null;
  look: TraceLook;
  addressed: string | null;
  selected: string | undefined;
}): RefObject<string | null> {
  const { projectId, traceId, view, look, addressed, selected } = options;
  const first = useRef(selected);
  const echo = useRef<string | null>(null);
  const follow = useEffectEvent((chosen: string | undefined) => {
    if (chosen === undefined || chosen === addressed) return;
    if (addressed === null && chosen === first.current) return;
    echo.current = chosen;
    navigate(
      { screen: 'trace', projectId, traceId, spanId: chosen, view, look },
      { replace: true },
    );
  });
  // Only a new selection moves the address; one that was typed in is not overwritten.
  useEffect(() => follow(selected), [selected]);
  return echo;
}
