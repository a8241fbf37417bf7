import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { list, openTestStore, PROJECT } from './open-test-store.ts';
import { spanId, spanSegment, traceId } from './otlp-segments.ts';

/** Threads in the order in which they were started from now on. */
function watchThreads(): Worker[] {
  const threads: Worker[] = [];
  const watch = (thread: Worker): void => void threads.push(thread);
  process.on('worker', watch);
  onTestFinished(() => void process.off('worker', watch));
  return threads;
}

test('a query thread that died is started again and sees everything', async () => {
  const threads = watchThreads();
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([{ trace: traceId(1), span: spanId(1) }]));
  await list(store);
  const [, query] = threads;
  const unanswered = store.check();
  await query!.terminate();
  await unanswered;
  await store.append(PROJECT, spanSegment([{ trace: traceId(2), span: spanId(2) }]));
  expect((await list(store)).totals.traces).toBe(2);
  await store.append(PROJECT, spanSegment([{ trace: traceId(3), span: spanId(3) }]));
  expect((await list(store)).totals.traces).toBe(3);
});

test('what a dead thread had not answered can be asked again', async () => {
  const threads = watchThreads();
  const { store } = await openTestStore();
  const spans = Array.from({ length: 200 }, (_, n) => ({
    trace: traceId(1),
    span: spanId(n),
    attributes: { text: 'z'.repeat(10_000) },
  }));
  await store.append(PROJECT, spanSegment(spans));
  const batches = store.traceRecords(PROJECT, traceId(1))[Symbol.asyncIterator]();
  await batches.next();
  const pending = store.findInTrace(PROJECT, traceId(1), 'absent', 10);
  const outcome = expect(pending).rejects.toMatchObject({
    code: 'unavailable',
    retryAfterSeconds: 1,
  });
  await threads.at(-1)!.terminate();
  await outcome;
  await expect(batches.next()).rejects.toMatchObject({ code: 'unavailable' });
  const again = await store.findInTrace(PROJECT, traceId(1), 'work', 1000);
  expect(again.spanIds).toHaveLength(200);
});
