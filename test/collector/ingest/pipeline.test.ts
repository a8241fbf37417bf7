import { describe, expect, test } from 'vitest';
import zlib from 'node:zlib';
import type { IngestRequest } from '../../../src/main/collector/ingest/types.ts';
import { halfBadRequest, metricsRequest, protobuf, traceRequest } from './requests.ts';
import { DEFAULT_PROJECT, OTHER_PROJECT, startRig, storedSpans } from './rig.ts';

function request(body: Uint8Array, more: Partial<IngestRequest> = {}): IngestRequest {
  return {
    projectId: DEFAULT_PROJECT,
    signal: 'traces',
    format: 'protobuf',
    coding: 'identity',
    body: [body],
    ...more,
  };
}

const poison = (): IngestRequest => request(Buffer.from('CRASH'));
const good = (): IngestRequest => request(protobuf(traceRequest()));

describe('requests that travel together', () => {
  test('fail and succeed each for itself, in whatever project, signal and format', async () => {
    const { pipeline, store } = await startRig();
    const json = Buffer.from(JSON.stringify(traceRequest(4)));
    const outcomes = await Promise.all([
      pipeline.ingest(request(protobuf(traceRequest(2)))),
      pipeline.ingest(request(Buffer.from([0x0a, 0xff, 0xff]))),
      pipeline.ingest(request(protobuf(halfBadRequest()))),
      pipeline.ingest(request(json, { format: 'json', projectId: OTHER_PROJECT })),
      pipeline.ingest(request(Buffer.from('nonsense'), { coding: 'gzip' })),
      pipeline.ingest(request(new Uint8Array(0))),
      pipeline.ingest(request(protobuf(metricsRequest(), 'metrics'), { signal: 'metrics' })),
      pipeline.ingest(request(Buffer.from('{'), { format: 'json' })),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'stored', accepted: 2, rejected: 0, duplicates: 0, reasons: [] },
      { kind: 'failed', code: 'invalid' },
      { kind: 'stored', accepted: 1, rejected: 1, reasons: [expect.any(String)] },
      { kind: 'stored', accepted: 4 },
      { kind: 'failed', code: 'invalid' },
      { kind: 'stored', accepted: 0, rejected: 0 },
      { kind: 'stored', accepted: 2 },
      { kind: 'failed', code: 'invalid' },
    ]);
    expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(3);
    expect(await storedSpans(store, OTHER_PROJECT)).toBe(4);
  });

  test('a thousand one-span requests become a few segments, and each is counted', async () => {
    let appends = 0;
    const { pipeline, store } = await startRig({
      append: (real, ...args) => {
        appends++;
        return real.append(...args);
      },
    });
    const bodies = Array.from({ length: 1000 }, () => protobuf(traceRequest()));
    const outcomes = await Promise.all(bodies.map((body) => pipeline.ingest(request(body))));
    expect(outcomes.every((outcome) => outcome.kind === 'stored' && outcome.accepted === 1)).toBe(
      true,
    );
    expect(appends).toBeLessThan(20);
    expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(1000);
  });

  test('the same span in two of them is one accepted and one duplicate', async () => {
    const { pipeline } = await startRig();
    const body = protobuf(traceRequest());
    const [first, second] = await Promise.all([
      pipeline.ingest(request(body)),
      pipeline.ingest(request(body)),
    ]);
    expect(first).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(second).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  test('pieces of a body are put together in order', async () => {
    const { pipeline } = await startRig();
    const body = protobuf(traceRequest(3));
    const pieces = Array.from(body, (byte) => Uint8Array.of(byte));
    expect(await pipeline.ingest(request(body, { body: pieces }))).toMatchObject({ accepted: 3 });
  });
});

test('many small bombs take neither the thread from others nor an hour of its time', async () => {
  const { pipeline, store } = await startRig();
  const bomb = zlib.zstdCompressSync(Buffer.alloc(63 * 1024 * 1024));
  const bombs = Array.from({ length: 24 }, () =>
    pipeline.ingest(request(bomb, { coding: 'zstd', projectId: OTHER_PROJECT })),
  );
  expect(await pipeline.ingest(good())).toMatchObject({ kind: 'stored', accepted: 1 });
  const codes = (await Promise.all(bombs)).map((outcome) =>
    outcome.kind === 'failed' ? outcome.code : outcome.kind,
  );
  expect([...new Set(codes)].toSorted()).toEqual(['busy', 'invalid']);
  // Unpacked were those of the first job, and as many as may wait.
  expect(codes.filter((code) => code === 'invalid').length).toBeLessThan(12);
  expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(1);
});

test('a store that fails is answered as unavailable, only to those it failed for', async () => {
  const { pipeline, log } = await startRig({
    append: (real, projectId, segment) =>
      projectId === OTHER_PROJECT
        ? Promise.reject(new Error('disk full'))
        : real.append(projectId, segment),
  });
  const [bad, good] = await Promise.all([
    pipeline.ingest(request(protobuf(traceRequest()), { projectId: OTHER_PROJECT })),
    pipeline.ingest(request(protobuf(traceRequest()))),
  ]);
  expect(bad).toMatchObject({ kind: 'failed', code: 'unavailable' });
  expect(good).toMatchObject({ kind: 'stored', accepted: 1 });
  expect(log.lines.join()).toContain('disk full');
});

test('closing answers what was taken and refuses what comes later', async () => {
  const { pipeline, store } = await startRig();
  const taken = Array.from({ length: 50 }, () =>
    pipeline.ingest(request(protobuf(traceRequest()))),
  );
  const closed = pipeline.close();
  const late = await pipeline.ingest(request(protobuf(traceRequest())));
  expect(late).toMatchObject({ kind: 'failed', code: 'unavailable' });
  await closed;
  const outcomes = await Promise.all(taken);
  expect(outcomes.every(({ kind }) => kind === 'stored')).toBe(true);
  expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(50);
});

test('a decode thread that dies is replaced; what died with it is answered, and the cause is found', async () => {
  const { pipeline, store, log } = await startRig({
    workerEntry: new URL('./faulty-worker.ts', import.meta.url),
  });
  const together = await Promise.all([good(), poison(), good()].map((one) => pipeline.ingest(one)));
  for (const outcome of together) {
    expect(outcome).toMatchObject({ kind: 'failed', code: 'unavailable' });
  }
  // Sent again, each travels alone: only the one at fault fails, and is told not to come back.
  const again = await Promise.all([good(), poison(), good()].map((one) => pipeline.ingest(one)));
  expect(again[1]).toMatchObject({ kind: 'failed', code: 'internal' });
  expect(again[0]).toMatchObject({ kind: 'stored', accepted: 1 });
  expect(again[2]).toMatchObject({ kind: 'stored', accepted: 1 });
  expect(await storedSpans(store, DEFAULT_PROJECT)).toBe(2);
  expect(log.lines.join()).toContain('built-in fault');
});
