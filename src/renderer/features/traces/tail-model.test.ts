import { expect, it } from 'vitest';
import type { TracePage, TraceSummary } from '../../../shared/contract/traces.ts';
import { emptied, resumed, TAIL_ROWS, tailWith, type Tail } from './tail-model.ts';

const trace = (n: number): TraceSummary =>
  ({ traceId: n.toString(16).padStart(32, '0'), startUs: n, spanCount: 1 }) as TraceSummary;

/** The page that is read when traces 1 to `count` are stored. */
function pageOf(count: number): TracePage {
  const from = Math.max(0, count - TAIL_ROWS);
  const traces = Array.from({ length: count - from }, (_, i) => trace(count - i));
  return { traces, next: null, totals: { traces: count } as TracePage['totals'] };
}

const numbers = (rows: readonly TraceSummary[]): number[] => rows.map(({ startUs }) => startUs);

it('puts what is new on top, and updates what is there', () => {
  const before = tailWith(undefined, pageOf(2), false);
  const page = pageOf(3);
  page.traces[1] = { ...page.traces[1]!, spanCount: 9 };
  const tail = tailWith(before, page, false);
  expect(numbers(tail.rows)).toEqual([3, 2, 1]);
  expect(tail.rows[1]!.spanCount).toBe(9);
  expect(tail).toMatchObject({ dropped: 0, waiting: [] });
});

it('keeps so many rows through a flood, and says how many it did not show', () => {
  let tail: Tail | undefined;
  for (let count = 0; count <= 50_000; count += 2500) {
    tail = tailWith(tail, pageOf(count), false);
    expect(tail.rows.length).toBeLessThanOrEqual(TAIL_ROWS);
  }
  expect(tail!.rows).toHaveLength(TAIL_ROWS);
  expect(tail!.dropped).toBe(20 * (2500 - TAIL_ROWS));
  expect(numbers(tail!.rows).slice(0, 2)).toEqual([50_000, 49_999]);
});

it('holds back while paused, up to as many, and shows them once it goes on', () => {
  let tail = tailWith(undefined, pageOf(10), false);
  tail = tailWith(tail, pageOf(12), true);
  expect(numbers(tail.rows)[0]).toBe(10);
  expect(numbers(tail.waiting)).toEqual([12, 11]);
  for (let count = 400; count <= 1200; count += 400) tail = tailWith(tail, pageOf(count), true);
  expect(tail.waiting).toHaveLength(TAIL_ROWS);
  expect(tail.dropped).toBe(1190 - TAIL_ROWS);
  const after = resumed(tail);
  expect(numbers(after.rows).slice(0, 2)).toEqual([1200, 1199]);
  expect(after).toMatchObject({ waiting: [], dropped: 690 });
  expect(after.rows).toHaveLength(TAIL_ROWS);
});

it('counts what started before the rows that are read apart from what came too fast', () => {
  let tail = tailWith(undefined, pageOf(TAIL_ROWS), false);
  const late = { ...pageOf(TAIL_ROWS), totals: { traces: TAIL_ROWS + 3 } as TracePage['totals'] };
  tail = tailWith(tail, late, false);
  expect(tail).toMatchObject({ older: 3, dropped: 0 });
  tail = tailWith(tail, pageOf(3 * TAIL_ROWS), false);
  expect(tail).toMatchObject({ older: 3, dropped: TAIL_ROWS - 3 });
});

it('once cleared shows only what comes afterwards, also while paused', () => {
  let tail = tailWith(undefined, pageOf(4), false);
  tail = emptied(tailWith(tail, pageOf(6), true));
  expect(tail).toMatchObject({ rows: [], waiting: [], dropped: 0, older: 0 });
  tail = tailWith(tail, pageOf(7), true);
  expect(numbers(tail.waiting)).toEqual([7]);
  tail = tailWith(tail, pageOf(8), false);
  expect(numbers(tail.rows)).toEqual([8, 7]);
  expect(tail).toMatchObject({ dropped: 0, older: 0 });
});
