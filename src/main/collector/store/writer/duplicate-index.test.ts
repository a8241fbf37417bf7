import { expect, test } from 'vitest';
import { allocateTraceRows, type TraceRows } from '../segment/trace-rows.ts';
import { isDead } from '../summarize.ts';
import { DuplicateIndex, type StoredTraces } from './duplicate-index.ts';

/** One trace a row; spans of row r are numbered from `firstSpan`. */
function rowsOf(traces: readonly number[], spansEach: number, firstSpan: number): TraceRows {
  const { rows } = allocateTraceRows(traces.length, traces.length * spansEach);
  const ids = new DataView(rows.spanIds.buffer, rows.spanIds.byteOffset);
  for (const [row, trace] of traces.entries()) {
    rows.keys[row] = trace;
    rows.traceIds[row * 16] = trace;
    rows.first[row] = row * spansEach;
    rows.count[row] = spansEach;
    for (let i = 0; i < spansEach; i++) ids.setUint32((row * spansEach + i) * 8, firstSpan + i);
  }
  return rows;
}

/** Stands for files that hold nothing, and counts how often they are asked. */
function emptyFiles(): StoredTraces & { asked: number } {
  const files = {
    asked: 0,
    hasOlder: false,
    load: () => {
      files.asked++;
    },
  };
  return files;
}

test('asks the files once for a trace it remembers', () => {
  const index = new DuplicateIndex();
  const files = emptyFiles();
  expect(index.claim(rowsOf([1, 2], 3, 10), 6, files)).toBeUndefined();
  expect(index.claim(rowsOf([1, 2], 3, 20), 6, files)).toBeUndefined();
  expect(files.asked).toBe(2);
  const dead = index.claim(rowsOf([1], 3, 12), 3, files);
  expect([0, 1, 2].map((i) => isDead(dead, i))).toEqual([true, false, false]);
});

test('remembers no more spans than it may, the newest traces longest', () => {
  const index = new DuplicateIndex(100);
  const files = emptyFiles();
  for (let trace = 1; trace <= 40; trace++) index.claim(rowsOf([trace], 10, 1), 10, files);
  expect(index.spans).toBeLessThanOrEqual(100);
  expect(files.asked).toBe(40);
  expect(index.claim(rowsOf([40], 10, 1), 10, files)).toBeDefined();
  expect(files.asked).toBe(40);
  index.claim(rowsOf([1], 10, 1), 10, files);
  expect(files.asked).toBe(41);
});

test('keeps the trace seen last longer, so that a large one is not looked up at each commit', () => {
  const index = new DuplicateIndex(100);
  const files = emptyFiles();
  for (let part = 0; part < 40; part++) index.claim(rowsOf([1], 10, part * 10), 10, files);
  expect([files.asked, index.spans]).toEqual([1, 400]);
  index.claim(rowsOf([1], 10, 400), 10, files);
  expect(index.spans).toBe(0);
  index.claim(rowsOf([2], 10, 1), 10, files);
  expect([files.asked, index.spans]).toEqual([2, 10]);
});

test('tells spans of a large trace apart', () => {
  const index = new DuplicateIndex();
  const files = emptyFiles();
  expect(index.claim(rowsOf([1], 50_000, 0), 50_000, files)).toBeUndefined();
  const dead = index.claim(rowsOf([1], 1000, 49_500), 1000, files)!;
  const marked = Array.from({ length: 1000 }, (_, i) => isDead(dead, i));
  expect(marked.filter(Boolean)).toHaveLength(500);
  expect(marked[499]).toBe(true);
  expect(marked[500]).toBe(false);
});

test('forgets everything when told so', () => {
  const index = new DuplicateIndex();
  const files = emptyFiles();
  index.claim(rowsOf([1], 3, 1), 3, files);
  index.clear();
  expect(index.claim(rowsOf([1], 3, 1), 3, files)).toBeUndefined();
  expect(files.asked).toBe(2);
});

test('knows what a plain set of spans knows, while it forgets and takes up traces', () => {
  const index = new DuplicateIndex(3000);
  const stored = new Map<number, Set<number>>();
  const files: StoredTraces = {
    hasOlder: false,
    load: (key, _traceId, _fromUs, _toUs, ids) => {
      for (const id of stored.get(key) ?? []) ids.add(id, 0);
    },
  };
  let seed = 7;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % limit;
  };
  for (let round = 0; round < 3000; round++) {
    const trace = 1 + below(200);
    const [spans, first] = [1 + below(20), below(60)];
    const known = stored.get(trace) ?? new Set<number>();
    const dead = index.claim(rowsOf([trace], spans, first), spans, files);
    for (let i = 0; i < spans; i++) {
      expect(isDead(dead, i)).toBe(known.has(first + i));
      known.add(first + i);
    }
    stored.set(trace, known);
  }
  expect(index.spans).toBeLessThanOrEqual(3000);
});
