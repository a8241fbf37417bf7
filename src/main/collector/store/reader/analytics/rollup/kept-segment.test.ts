import { expect, test } from 'vitest';
import { liveSpans } from './kept-segment.ts';

test('what is kept of a header does not hold on to the memory it was expanded into', () => {
  const expanded = Buffer.alloc(4096, 7);
  const header = {
    count: 3,
    traces: 1,
    traceIds: expanded.subarray(64, 80),
    runAt: Uint32Array.of(0, 3),
    spanIds: expanded.subarray(80, 104),
    parentIds: expanded.subarray(0, 0),
  };
  const live = liveSpans(header, Uint8Array.of(0b010));
  expect([...live.ordinals]).toEqual([0, 2]);
  expect([...live.spanAt]).toEqual([0, 2]);
  expect([...live.traceIds]).toEqual([...expanded.subarray(64, 80)]);
  expect(live.traceIds.buffer.byteLength).toBe(16);
});
