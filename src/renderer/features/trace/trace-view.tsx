import {
  useEffect,
  useEffectEvent,
  useMemo,
  useReducer,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { useQuery } from '@tanstack/react-query';
import { useCommands } from '../../app/commands.ts';
import { navigate } from '../../app/use-route.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { spanIdOf } from './model/span-index.ts';
import type { TraceModel } from './model/trace-model.ts';
import { openedTrace, traceReducer } from './model/trace-state.ts';
import { Overview } from './overview.tsx';
import { SpanPanel } from './span-panel.tsx';
import { TraceConversation } from './trace-conversation.tsx';
import { traceCommands } from './trace-commands.ts';
import { TraceHeader } from './trace-header.tsx';
import { findQuery } from './trace-queries.ts';
import { openFind, TraceToolbar } from './trace-toolbar.tsx';
import { useCriticalPath } from './use-critical-path.ts';
import { useLater } from './use-later.ts';
import { useLiveTrace } from './use-live-trace.ts';
import { Waterfall } from './waterfall.tsx';
import styles from './trace-view.module.css';

/** A trace that has been read: header, overview, waterfall, and the details of the selected span. */
export function TraceView(props: {
  projectId: string;
  model: TraceModel;
  /** Span the address names. */
  spanId: string | null;
  /** Tab of the side panel the address names. */
  view: string | null;
  listHref: string;
}) {
  const { projectId, model, spanId, view } = props;
  const { traceId } = model.summary;
  const [state, dispatch] = useReducer(traceReducer, undefined, () =>
    openedTrace(model, spanId ?? undefined),
  );
  const panel = useRef<HTMLDivElement>(null);
  const live = useLiveTrace(projectId, model);
  useFindInside(projectId, traceId, state.findText, dispatch);
  useCriticalPath(state, dispatch);

  useEffect(() => dispatch({ type: 'refreshed', model }), [model]);

  const selectedId =
    state.selected === undefined ? undefined : spanIdOf(state.model.table, state.selected);
  // Holding an arrow key down passes hundreds of spans: only those one stops at are fetched and addressed.
  const settledId = useLater(selectedId, 90);
  const echo = useSpanInAddress({
    projectId,
    traceId,
    view,
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
  const commands = useMemo(() => traceCommands({ dispatch, openFind, hasErrors }), [hasErrors]);
  useCommands(commands);

  const [reading, setReading] = useState(false);
  const main = reading ? (
    <TraceConversation
      projectId={projectId}
      model={state.model}
      calls={state.model.calls}
      selectedId={settledId}
      onSelect={(id) => dispatch({ type: 'select', span: state.model.indexOf(id) })}
    />
  ) : (
    <div className={styles.main}>
      <Overview
        model={state.model}
        window={state.window}
        onWindow={(window) => dispatch({ type: 'show', window })}
      />
      <TraceToolbar state={state} dispatch={dispatch} live={live} />
      <Waterfall
        state={state}
        dispatch={dispatch}
        onOpenDetails={() =>
          panel.current?.querySelector<HTMLElement>('[role=tab][tabindex="0"]')?.focus()
        }
      />
    </div>
  );
  return (
    <>
      <TraceHeader
        projectId={projectId}
        state={state}
        dispatch={dispatch}
        listHref={props.listHref}
        reading={reading}
        onReading={setReading}
      />
      <SplitPane
        storageKey="trace.panel"
        fixed="end"
        initial={Math.round(Math.min(Math.max(window.innerWidth * 0.3, 400), 560))}
        min={280}
        label="Width of the span details"
        start={main}
        end={
          <div ref={panel} className={styles.panel}>
            {settledId === undefined ? null : (
              <SpanPanel
                projectId={projectId}
                model={state.model}
                spanId={settledId}
                tab={view}
                onTab={(tab) =>
                  navigate(
                    { screen: 'trace', projectId, traceId, spanId: settledId, view: tab },
                    { replace: true },
                  )
                }
              />
            )}
          </div>
        }
      />
    </>
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
  addressed: string | null;
  selected: string | undefined;
}): RefObject<string | null> {
  const { projectId, traceId, view, addressed, selected } = options;
  const first = useRef(selected);
  const echo = useRef<string | null>(null);
  const follow = useEffectEvent((chosen: string | undefined) => {
    if (chosen === undefined || chosen === addressed) return;
    if (addressed === null && chosen === first.current) return;
    echo.current = chosen;
    navigate({ screen: 'trace', projectId, traceId, spanId: chosen, view }, { replace: true });
  });
  // Only a new selection moves the address; one that was typed in is not overwritten.
  useEffect(() => follow(selected), [selected]);
  return echo;
}
