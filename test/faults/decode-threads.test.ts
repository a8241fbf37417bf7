import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { IngestRequest } from '../../src/main/collector/ingest/types.ts';
import { protobuf, traceRequest } from '../collector/ingest/requests.ts';
import { DEFAULT_PROJECT, startRig, storedSpans, type Rig } from '../collector/ingest/rig.ts';

// Only what the pool's watch goes by: threads, sockets and the store go on in real time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const FAULTY = { workerEntry: new URL('../collector/ingest/faulty-worker.ts', import.meta.url) };

function request(body: Uint8Array): IngestRequest {
  const head = { projectId: DEFAULT_PROJECT, signal: 'traces', format: 'protobuf' } as const;
  return { ...head, coding: 'identity', body: [body] };
}

const good = (): IngestRequest => request(protobuf(traceRequest()));

/** Resolves when `condition` holds, in real time. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

it('a decode thread that hangs is ended after a minute; its request is answered and others go on', async () => {
  const { pipeline, store, log } = await startRig(FAULTY);
  expect(await pipeline.ingest(good())).toMatchObject({ kind: 'stored' });
  let answered = false;
  const hanging = pipeline.ingest(request(Buffer.from('HANG'))).finally(() => (answered = true));
  // Once it is on its thread, what comes now waits behind it.
  await new Promise((resolve) => setImmediate(resolve));
  const behind = pipeline.ingest(good());
  vi.advanceTimersByTime(55_000);
  expect(answered).toBe(false);
  vi.advanceTimersByTime(15_000);
  expect(await hanging).toMatchObject({
    kind: 'failed',
    code: 'internal',
    message: expect.stringContaining('took too long'),
  });
  expect(await behind).toMatchObject({ kind: 'stored', accepted: 1 });
  expect(log.lines.join()).toContain('decode_worker_stopped');
  expect(await pipeline.ingest(good())).toMatchObject({ kind: 'stored' });
  expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(3);
});

/** Keeps the only thread busy with work waiting, until there is another one. */
async function crowd({ pipeline }: Rig): Promise<Promise<unknown>[]> {
  const large = (): IngestRequest => request(protobuf(traceRequest(1, 600_000)));
  const answers = [pipeline.ingest(request(Buffer.from('REST')))];
  await new Promise((resolve) => setImmediate(resolve));
  while (pipeline.decodeThreads === 1) {
    answers.push(pipeline.ingest(large()));
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(300);
  }
  return answers;
}

it('threads made for a crowd are let go when it has been quiet for half a minute', async () => {
  const rig = await startRig(FAULTY);
  const { pipeline } = rig;
  const answers = await crowd(rig);
  expect(pipeline.decodeThreads).toBe(2);
  await Promise.all(answers);
  vi.advanceTimersByTime(20_000);
  expect(pipeline.decodeThreads).toBe(2);
  vi.advanceTimersByTime(20_000);
  await until(() => pipeline.decodeThreads === 1);
  // The one that is left works, and stays.
  expect(await pipeline.ingest(good())).toMatchObject({ kind: 'stored' });
  vi.advanceTimersByTime(120_000);
  expect(pipeline.decodeThreads).toBe(1);
});
