import { describe, expect, it } from 'vitest';
import type { TracePage, TraceSummary } from '../../../shared/contract/traces.ts';
import { compareHead, rowsOf, withFresh } from './list-model.ts';

const trace = (id: string, startUs: number, spanCount = 1) =>
  ({ traceId: id, startUs, spanCount }) as TraceSummary;

const page = (traces: TraceSummary[], more = false, total = traces.length): TracePage => ({
  traces,
  next: more ? { value: 0, traceId: traces.at(-1)?.traceId ?? '' } : null,
  totals: { traces: total, errors: 0, p50DurationUs: 0, p95DurationUs: 0, tokens: 0, costUsd: 0 },
});

const ids = (pages: readonly TracePage[]): string[] => rowsOf(pages).map((row) => row.traceId);

describe('compareHead', () => {
  const pages = [page([trace('c', 30), trace('b', 20)], true), page([trace('a', 10)])];

  it('brings rows up to date without moving them', () => {
    const change = compareHead(pages, page([trace('c', 30, 5), trace('a', 10, 7)], false, 3));
    expect(ids(change.updated)).toEqual(['c', 'b', 'a']);
    expect(rowsOf(change.updated).map((row) => row.spanCount)).toEqual([5, 1, 7]);
    expect(change.updated[0]?.totals.traces).toBe(3);
    expect(change.fresh).toEqual([]);
  });

  it('tells new traces, and a gap when none is known', () => {
    const some = compareHead(pages, page([trace('d', 40), trace('c', 30)], true));
    expect(some.fresh.map((row) => row.traceId)).toEqual(['d']);
    expect(some.gap).toBe(false);
    expect(compareHead(pages, page([trace('f', 60), trace('e', 50)], true)).gap).toBe(true);
  });

  it('sees no gap in a list that was empty, or when everything was read', () => {
    expect(compareHead([page([])], page([trace('a', 1)], true)).gap).toBe(false);
    expect(compareHead(pages, page([trace('d', 40)])).gap).toBe(false);
  });
});

describe('withFresh', () => {
  it('puts traces in their places, late ones too, each once', () => {
    const pages = [page([trace('c', 30), trace('a', 10)], true), page([trace('0', 5)])];
    const merged = withFresh(pages, [
      trace('d', 40),
      trace('b', 20),
      trace('c', 30),
      trace('0', 5),
    ]);
    expect(ids(merged)).toEqual(['d', 'c', 'b', 'a', '0']);
  });
});

it('shows a trace that moved between two pages once', () => {
  expect(ids([page([trace('b', 2), trace('a', 1)]), page([trace('a', 1)])])).toEqual(['b', 'a']);
});
