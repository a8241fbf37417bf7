import { describe, expect, it } from 'vitest';
import {
  sketchTable,
  summaryOf,
  type SpanSketch,
} from '../../../../../test/support/span-tables.ts';
import { gridKey } from './keys.ts';
import { createTraceModel } from './trace-model.ts';
import { openedTrace, traceReducer, type TraceAction, type TraceState } from './trace-state.ts';

const spans: SpanSketch[] = [
  { name: 'root', start: 0, duration: 10 },
  { name: 'a', parent: 'root', start: 1, duration: 2 },
  { name: 'b', parent: 'root', start: 2, duration: 5, error: true },
  { name: 'a1', parent: 'a', start: 2, duration: 1, error: true },
];
const model = createTraceModel(summaryOf(sketchTable(spans)), sketchTable(spans));
const start = openedTrace(model, undefined);

const run = (state: TraceState, ...actions: TraceAction[]): TraceState =>
  actions.reduce(traceReducer, state);
const nameOf = (state: TraceState): string | undefined =>
  state.selected === undefined
    ? undefined
    : state.model.table.names[state.model.table.name[state.selected]!];
const page = 2;
function press(state: TraceState, ...keys: string[]): TraceState {
  return keys.reduce((at, key) => {
    const action = gridKey({ key, ctrl: false, shift: false, alt: false }, page);
    return action === undefined || action === 'details' ? at : traceReducer(at, action);
  }, state);
}
const nextError: TraceAction = { type: 'step', through: 'errors', by: 1 };
const previousError: TraceAction = { type: 'step', through: 'errors', by: -1 };
const nextMatch: TraceAction = { type: 'step', through: 'found', by: 1 };

describe('opening', () => {
  it('selects the span of a deep link, else the root', () => {
    expect(nameOf(openedTrace(model, '0000000000000004'))).toBe('a1');
    expect(nameOf(openedTrace(model, 'ffffffffffffffff'))).toBe('root');
    expect(nameOf(start)).toBe('root');
  });
});

describe('keyboard', () => {
  it('walks through the visible rows', () => {
    expect(nameOf(press(start, 'ArrowDown', 'ArrowDown'))).toBe('a1');
    expect(nameOf(press(start, 'End'))).toBe('b');
    expect(nameOf(press(start, 'End', 'ArrowDown'))).toBe('b');
    expect(nameOf(press(start, 'PageDown'))).toBe('a1');
    expect(nameOf(press(start, 'End', 'PageUp', 'Home'))).toBe('root');
  });

  it('collapses and expands, then goes to the parent or the first child', () => {
    const collapsed = press(start, 'ArrowDown', 'ArrowLeft');
    expect([...collapsed.rows.spans]).toEqual([0, 1, 2]);
    expect(nameOf(press(collapsed, 'ArrowLeft'))).toBe('root');
    const opened = press(collapsed, 'ArrowRight');
    expect(opened.rows.spans).toHaveLength(4);
    expect(nameOf(press(opened, 'ArrowRight'))).toBe('a1');
    expect(nameOf(press(opened, 'ArrowRight', 'ArrowRight'))).toBe('a1');
  });

  it('jumps to errors around the end, opening what hides them', () => {
    const closed = run(start, { type: 'toggle', span: 1 });
    const first = run(closed, nextError);
    expect(nameOf(first)).toBe('a1');
    expect(first.rows.spans).toHaveLength(4);
    expect(nameOf(run(first, nextError))).toBe('b');
    expect(nameOf(run(first, nextError, nextError))).toBe('a1');
    expect(nameOf(run(first, previousError))).toBe('b');
  });

  it('leaves keys with modifiers to others, except Shift for moving along', () => {
    const plain = { ctrl: false, shift: false, alt: false };
    expect(gridKey({ ...plain, key: 'ArrowLeft', alt: true }, page)).toBeUndefined();
    expect(gridKey({ ...plain, key: 'Home', ctrl: true }, page)).toBeUndefined();
    expect(gridKey({ ...plain, key: 'e' }, page)).toBeUndefined();
    expect(gridKey({ ...plain, key: 'ArrowRight', shift: true }, page)).toEqual({
      type: 'pan',
      share: 0.2,
    });
    expect(gridKey({ ...plain, key: 'Enter' }, page)).toBe('details');
  });

  it('zooms and returns to the whole trace', () => {
    const zoomed = run(start, { type: 'zoom', factor: 0.5 });
    expect(zoomed.window.toNs - zoomed.window.fromNs).toBe(5e6);
    expect(run(zoomed, { type: 'showAll' }).window).toEqual(model.extent);
  });
});

describe('collapsing', () => {
  it('moves a hidden selection to the collapsed ancestor', () => {
    const at = openedTrace(model, '0000000000000004');
    expect(nameOf(run(at, { type: 'toggle', span: 1 }))).toBe('a');
    expect(nameOf(run(at, { type: 'toggle', span: 0 }))).toBe('root');
  });

  it('keeps the first level when all is collapsed', () => {
    expect([...run(start, { type: 'collapseAll' }).rows.spans]).toEqual([0, 1, 2]);
    expect(run(start, { type: 'collapseAll' }, { type: 'expandAll' }).rows.spans).toHaveLength(4);
  });
});

describe('finding', () => {
  it('adds what the collector found to local matches and drops late answers', () => {
    const local = run(start, { type: 'find', text: 'root' });
    const both = run(local, {
      type: 'foundRemotely',
      text: 'root',
      spanIds: ['0000000000000003', 'ffffffffffffffff'],
    });
    expect([...both.found]).toEqual([0, 2]);
    expect(run(local, { type: 'foundRemotely', text: 'roo', spanIds: ['0000000000000003'] })).toBe(
      local,
    );
    expect(nameOf(run(both, nextMatch))).toBe('b');
    expect(nameOf(run(both, nextMatch, nextMatch))).toBe('root');
    expect(nameOf(run(both, { type: 'step', through: 'found', by: -1 }))).toBe('b');
  });
});

describe('a live trace that grew', () => {
  it('keeps selection, collapsed spans and zoom, by span id', () => {
    const more: SpanSketch[] = [...spans, { name: 'a2', parent: 'a', start: 8, duration: 4 }];
    const table = sketchTable(more);
    const grown = createTraceModel(summaryOf(table), table);
    const before = run(
      start,
      { type: 'toggle', span: 1 },
      { type: 'select', span: 2 },
      { type: 'show', window: { fromNs: 1e6, toNs: 3e6 } },
    );
    const after = run(before, { type: 'refreshed', model: grown });
    expect(nameOf(after)).toBe('b');
    expect([...after.rows.spans]).toEqual([0, 1, 2]);
    expect(after.window).toEqual({ fromNs: 1e6, toNs: 3e6 });
  });

  it('goes on showing the whole trace when it did', () => {
    const table = sketchTable([...spans, { name: 'late', parent: 'root', start: 9, duration: 9 }]);
    const after = run(start, {
      type: 'refreshed',
      model: createTraceModel(summaryOf(table), table),
    });
    expect(after.window).toEqual({ fromNs: 0, toNs: 18e6 });
  });
});
