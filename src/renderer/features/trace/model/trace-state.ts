import type { CriticalPath } from './critical-path.ts';
import { findLocally, mergeFound } from './find.ts';
import { moved, type Move } from './move.ts';
import { collapsedFrom, revealed, stepThrough, visibleRows, type Rows } from './rows.ts';
import { spanIdOf } from './span-index.ts';
import {
  clampWindow,
  isWhole,
  momentAt,
  panBy,
  zoomAround,
  type TimeWindow,
} from './time-window.ts';
import type { TraceModel } from './trace-model.ts';

/** What a person looks at in one trace. */
export interface TraceState {
  readonly model: TraceModel;
  readonly collapsed: ReadonlySet<number>;
  /** Derived from `collapsed`, kept so that it is computed only when that changes. */
  readonly rows: Rows;
  readonly selected: number | undefined;
  /** Counts requests to see the selected span again, such as "next error" when it is the only one. */
  readonly reveals: number;
  readonly window: TimeWindow;
  readonly findText: string;
  /** Spans that match `findText`, in display order. */
  readonly found: Int32Array;
  readonly showsCritical: boolean;
  /** The critical path of this model; undefined until it was asked for and computed. */
  readonly critical: CriticalPath | undefined;
}

export type TraceAction =
  | { readonly type: 'refreshed'; readonly model: TraceModel }
  | { readonly type: 'select'; readonly span: number | undefined }
  | { readonly type: 'move'; readonly move: Move; readonly page: number }
  | { readonly type: 'toggle'; readonly span: number }
  | { readonly type: 'collapseAll' }
  | { readonly type: 'expandAll' }
  | { readonly type: 'show'; readonly window: TimeWindow }
  | { readonly type: 'zoom'; readonly factor: number; readonly share?: number }
  | { readonly type: 'zoomToSelected' }
  | { readonly type: 'pan'; readonly share: number }
  | { readonly type: 'showAll' }
  | { readonly type: 'find'; readonly text: string }
  | { readonly type: 'foundRemotely'; readonly text: string; readonly spanIds: readonly string[] }
  | { readonly type: 'step'; readonly through: 'found' | 'errors'; readonly by: 1 | -1 }
  | { readonly type: 'toggleCritical' }
  | { readonly type: 'criticalFound'; readonly model: TraceModel; readonly path: CriticalPath };

/** State of a freshly opened trace, with the span of a deep link selected if it names one. */
export function openedTrace(model: TraceModel, spanId: string | undefined): TraceState {
  const collapsed = new Set<number>();
  const linked = spanId === undefined ? -1 : model.indexOf(spanId);
  return {
    model,
    collapsed,
    rows: visibleRows(model.tree, collapsed),
    selected: linked >= 0 ? linked : model.tree.order[0],
    reveals: 0,
    window: model.extent,
    findText: '',
    found: new Int32Array(0),
    showsCritical: false,
    critical: undefined,
  };
}

/** The next state. */
export function traceReducer(state: TraceState, action: TraceAction): TraceState {
  const { model } = state;
  switch (action.type) {
    case 'refreshed':
      return refreshed(state, action.model);
    case 'select':
      return selecting(state, action.span);
    case 'move': {
      const next = moved(state, action.move, action.page);
      if (next.collapsed !== state.collapsed) return folding(state, next.collapsed);
      return selecting(state, next.selected);
    }
    case 'toggle':
      return folding(state, toggled(state.collapsed, action.span));
    case 'collapseAll':
      // One level stays open: otherwise a single bar would be left of most traces.
      return folding(state, collapsedFrom(model.tree, 1));
    case 'expandAll':
      return folding(state, new Set());
    case 'show':
      return { ...state, window: clampWindow(action.window, model.extent) };
    case 'zoom': {
      const at = momentAt(state.window, action.share ?? 0.5);
      return { ...state, window: zoomAround(state.window, model.extent, action.factor, at) };
    }
    case 'zoomToSelected':
      return zoomedToSelected(state);
    case 'pan':
      return { ...state, window: panBy(state.window, model.extent, action.share) };
    case 'showAll':
      return { ...state, window: model.extent };
    case 'find':
      return {
        ...state,
        findText: action.text,
        found: findLocally(model.table, model.tree, action.text),
      };
    case 'foundRemotely': {
      // An answer to a text that has been changed since is of no use.
      if (action.text !== state.findText) return state;
      const spans = action.spanIds.map((id) => model.indexOf(id)).filter((span) => span >= 0);
      return { ...state, found: mergeFound(model.tree, state.found, spans) };
    }
    case 'step': {
      const list = action.through === 'found' ? state.found : model.errors;
      const next = stepThrough(model.tree, list, state.selected, action.by);
      return next === undefined ? state : selecting(state, next);
    }
    case 'toggleCritical':
      return { ...state, showsCritical: !state.showsCritical };
    case 'criticalFound':
      // The trace may have grown while the path of its former self was computed.
      return action.model === model ? { ...state, critical: action.path } : state;
  }
}

/** Selects a span and opens whatever hides it. */
function selecting(state: TraceState, span: number | undefined): TraceState {
  if (span === state.selected) return { ...state, reveals: state.reveals + 1 };
  if (span === undefined) return { ...state, selected: undefined };
  const collapsed = revealed(state.model.tree, state.collapsed, span);
  if (collapsed === state.collapsed) return { ...state, selected: span };
  return { ...state, selected: span, collapsed, rows: visibleRows(state.model.tree, collapsed) };
}

/** Collapses; a selection that would be hidden moves up to the collapsed ancestor. */
function folding(state: TraceState, collapsed: ReadonlySet<number>): TraceState {
  const { tree } = state.model;
  let { selected } = state;
  if (selected !== undefined) {
    for (let above = tree.parent[selected]!; above !== -1; above = tree.parent[above]!) {
      if (collapsed.has(above)) selected = above;
    }
  }
  return { ...state, collapsed, selected, rows: visibleRows(tree, collapsed) };
}

function toggled(collapsed: ReadonlySet<number>, span: number): ReadonlySet<number> {
  const next = new Set(collapsed);
  if (!next.delete(span)) next.add(span);
  return next;
}

function zoomedToSelected(state: TraceState): TraceState {
  const { selected, model } = state;
  if (selected === undefined) return state;
  const fromNs = model.table.startNs[selected]!;
  const duration = model.table.durationNs[selected]!;
  const margin = duration * 0.05;
  const window = { fromNs: fromNs - margin, toNs: fromNs + duration + margin };
  return { ...state, window: clampWindow(window, model.extent) };
}

/** A live trace grew: what was selected, collapsed and zoomed stays, found again by span id. */
function refreshed(state: TraceState, model: TraceModel): TraceState {
  if (model === state.model) return state;
  const carry = (span: number): number => model.indexOf(spanIdOf(state.model.table, span));
  const collapsed = new Set<number>();
  for (const span of state.collapsed) {
    const now = carry(span);
    if (now >= 0) collapsed.add(now);
  }
  const selected = state.selected === undefined ? -1 : carry(state.selected);
  const wasWhole = isWhole(state.window, state.model.extent);
  // Times are relative to the trace's start, which an earlier span may have moved.
  const shift = (state.model.table.startUs - model.table.startUs) * 1000;
  const window = { fromNs: state.window.fromNs + shift, toNs: state.window.toNs + shift };
  const carried = [...state.found].map(carry).filter((span) => span >= 0);
  return {
    ...state,
    model,
    collapsed,
    rows: visibleRows(model.tree, collapsed),
    selected: selected >= 0 ? selected : undefined,
    window: wasWhole ? model.extent : clampWindow(window, model.extent),
    found: mergeFound(model.tree, findLocally(model.table, model.tree, state.findText), carried),
    critical: undefined,
  };
}
