import { describe, expect, it } from 'vitest';
import {
  sketchTable,
  summaryOf,
  largeTable,
  type SpanSketch,
} from '../../../../../test/support/span-tables.ts';
import { createTraceModel, type TraceModel } from '../../trace/model/trace-model.ts';
import { alignSpans } from './align-spans.ts';
import { CHANGE, countChanges, nextChange, pairChanges, shownRows } from './pair-changes.ts';

const modelOf = (spans: readonly SpanSketch[]): TraceModel => {
  const table = sketchTable(spans);
  return createTraceModel(summaryOf(table), table);
};
const span = (name: string, parent?: string, more: Partial<SpanSketch> = {}): SpanSketch => ({
  name,
  start: 0,
  duration: 10,
  ...(parent === undefined ? {} : { parent }),
  ...more,
});

const name = ({ table }: TraceModel, at: number): string =>
  at === -1 ? '-' : table.names[table.name[at]!]!;

/** One line a row: depth as indentation, then the names in both. */
function linesOf(left: TraceModel, right: TraceModel): string[] {
  const rows = alignSpans(left, right);
  return Array.from(
    { length: rows.count },
    (_, row) =>
      `${'  '.repeat(rows.depth[row]!)}${name(left, rows.a[row]!)} | ${name(right, rows.b[row]!)}`,
  );
}

describe('alignSpans', () => {
  it('puts spans of one name beside each other and shows what one trace lacks where it would be', () => {
    const left = modelOf([
      span('root'),
      span('plan', 'root'),
      span('search', 'root'),
      span('answer', 'root'),
    ]);
    const right = modelOf([
      span('root'),
      span('plan', 'root'),
      span('check', 'root'),
      span('answer', 'root'),
      span('store', 'root'),
    ]);
    expect(linesOf(left, right)).toEqual([
      'root | root',
      '  plan | plan',
      '  - | check',
      '  search | -',
      '  answer | answer',
      '  - | store',
    ]);
  });

  it('matches repeated names by their turn, and names that differ in numbers alone', () => {
    const left = modelOf([span('root'), span('try', 'root'), span('GET /orders/17', 'root')]);
    const right = modelOf([
      span('root'),
      span('try', 'root'),
      { ...span('try again', 'root'), name: 'try' },
      span('GET /orders/2f61a9c0d1', 'root'),
    ]);
    expect(linesOf(left, right)).toEqual([
      'root | root',
      '  try | try',
      '  - | try',
      '  GET /orders/17 | GET /orders/2f61a9c0d1',
    ]);
  });

  it('puts a call of another model beside the one it replaces', () => {
    const call = (model: string): SpanSketch =>
      span(`chat ${model}`, 'root', { operation: 'chat', model });
    const [left, right] = [
      modelOf([span('root'), call('small')]),
      modelOf([span('root'), call('large')]),
    ];
    expect(linesOf(left, right)).toEqual(['root | root', '  chat small | chat large']);
    const rows = alignSpans(left, right);
    expect([...pairChanges(left, right, rows)]).toEqual([0, CHANGE.name | CHANGE.model]);
  });

  it('keeps everything below what only one trace has', () => {
    const left = modelOf([span('root'), span('a', 'root'), span('a1', 'a'), span('a2', 'a1')]);
    const right = modelOf([span('root'), span('b', 'root'), span('b1', 'b')]);
    expect(linesOf(left, right)).toEqual([
      'root | root',
      '  - | b',
      '    - | b1',
      '  a | -',
      '    a1 | -',
      '      a2 | -',
    ]);
    const rows = alignSpans(left, right);
    expect([...rows.descendants]).toEqual([5, 1, 0, 2, 1, 0]);
    expect(countChanges(pairChanges(left, right, rows))).toEqual({
      added: 2,
      removed: 3,
      changed: 0,
      alike: 1,
    });
  });

  it('compares what is below of roots with nothing in common', () => {
    const left = modelOf([span('old'), span('work', 'old'), span('lost', '?')]);
    const right = modelOf([span('new'), span('work', 'new')]);
    expect(linesOf(left, right)).toEqual(['old | new', '  work | work', 'lost | -']);
  });

  it('has each span once, however large and deep the traces are', () => {
    const deep = modelOf(
      Array.from({ length: 5_000 }, (_, i) => span(`s${i}`, i === 0 ? undefined : `s${i - 1}`)),
    );
    expect(alignSpans(deep, deep).count).toBe(5_000);
    const table = largeTable(50_000);
    const large = createTraceModel(summaryOf(table), table);
    const other = modelOf([span('agent.run')]);
    const rows = alignSpans(large, other);
    expect(new Set([...rows.a].filter((at) => at !== -1)).size).toBe(50_000);
    expect([...rows.b].filter((at) => at !== -1)).toEqual([0]);
  });
});

describe('rows shown', () => {
  const left = modelOf([
    span('root'),
    span('same', 'root'),
    span('slow', 'root'),
    span('fails', 'root'),
  ]);
  const right = modelOf([
    span('root'),
    span('same', 'root', { duration: 10.5 }),
    span('slow', 'root', { duration: 30 }),
    span('fails', 'root', { error: true }),
    span('new', 'fails'),
  ]);
  const rows = alignSpans(left, right);
  const changes = pairChanges(left, right, rows);

  it('tells notable durations and errors from noise', () => {
    expect([...changes]).toEqual([0, 0, CHANGE.duration, CHANGE.status, CHANGE.added]);
  });

  it('leaves out what is alike when only differences are wanted, and what is folded away', () => {
    expect([...shownRows(rows, changes, new Set(), false)]).toEqual([0, 1, 2, 3, 4]);
    expect([...shownRows(rows, changes, new Set(), true)]).toEqual([0, 2, 3, 4]);
    expect([...shownRows(rows, changes, new Set([3]), true)]).toEqual([0, 2, 3]);
    expect([...shownRows(rows, changes, new Set([0]), false)]).toEqual([0]);
    expect([...shownRows(rows, new Uint8Array(rows.count), new Set(), true)]).toEqual([]);
  });

  it('goes from difference to difference and around', () => {
    const shown = shownRows(rows, changes, new Set(), false);
    expect(nextChange(shown, changes, 0, 1)).toBe(2);
    expect(nextChange(shown, changes, 4, 1)).toBe(2);
    expect(nextChange(shown, changes, 2, -1)).toBe(4);
    expect(nextChange(shown, new Uint8Array(rows.count), 0, 1)).toBeUndefined();
  });
});
