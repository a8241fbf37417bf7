import { expect, test } from 'vitest';
import { list, openTestStore, PROJECT } from './open-test-store.ts';
import { NOON_MS, NOON_NS, spanId, spanSegment, traceId } from './otlp-segments.ts';

const DAY_MS = 86_400_000;

test('every append is in the list asked for after it resolved', async () => {
  const { store } = await openTestStore();
  for (let n = 0; n < 60; n++) {
    const startNs = NOON_NS + BigInt(n) * 1_000_000n;
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n), startNs }]));
    const page = await list(store, {}, 1);
    expect(page.traces[0]!.traceId).toBe(traceId(n));
    expect(page.totals.traces).toBe(n + 1);
  }
});

test('a list asked for while many appends are under way counts each trace once in the end', async () => {
  const { store } = await openTestStore();
  const appends = Array.from({ length: 40 }, (_, n) =>
    store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n) }])),
  );
  const early = await Promise.all([list(store), list(store)]);
  for (const page of early) expect(page.totals.traces).toBeLessThanOrEqual(40);
  await Promise.all(appends);
  expect((await list(store)).totals.traces).toBe(40);
});

test('a trace whose spans came on two days is one row, also after the store was opened again', async () => {
  const { store, dataDir, setNow } = await openTestStore();
  const trace = traceId(7);
  const child = {
    trace,
    span: spanId(2),
    parent: spanId(1),
    startNs: NOON_NS + 5_000_000n,
    error: 'no',
  };
  await store.append(PROJECT, spanSegment([child], 'worker'));
  expect((await list(store)).traces[0]).toMatchObject({
    name: 'work',
    hasRoot: false,
    service: 'worker',
  });
  setNow(NOON_MS + DAY_MS);
  await store.append(PROJECT, spanSegment([{ trace, span: spanId(1), name: 'GET /' }], 'api'));
  const expected = {
    traceId: trace,
    name: 'GET /',
    hasRoot: true,
    service: 'api',
    startUs: NOON_MS * 1000,
    durationUs: 6000,
    spanCount: 2,
    errorCount: 1,
    serviceCount: 2,
    status: 'error',
  };
  expect((await list(store)).traces).toMatchObject([expected]);
  expect(await store.summary(PROJECT, trace)).toMatchObject(expected);
  await store.close();
  const again = await openTestStore(dataDir);
  expect((await list(again.store)).traces).toMatchObject([expected]);
});

test('a span stored twice counts once', async () => {
  const { store } = await openTestStore();
  const span = { trace: traceId(1), span: spanId(1) };
  await store.append(PROJECT, spanSegment([span]));
  await list(store);
  await store.append(PROJECT, spanSegment([span, { ...span, span: spanId(2), parent: spanId(1) }]));
  expect((await list(store)).traces).toMatchObject([{ spanCount: 2 }]);
  expect((await store.spanTable(PROJECT, traceId(1)))!.summary.spanCount).toBe(2);
});

test('histogram and facets count the traces that the list shows', async () => {
  const { store } = await openTestStore();
  for (let n = 0; n < 10; n++) {
    const span = {
      trace: traceId(n),
      span: spanId(n),
      name: n % 2 === 0 ? 'even' : 'odd',
      startNs: NOON_NS + BigInt(n) * 1_000_000_000n,
      ...(n === 3 ? { error: 'no' } : {}),
    };
    const environment = { 'deployment.environment.name': n < 4 ? 'prod' : 'test' };
    await store.append(PROJECT, spanSegment([span], n < 6 ? 'api' : 'db', environment));
  }
  const histogram = await store.histogram(PROJECT, { services: ['api'] }, 3);
  expect(histogram.counts).toEqual([2, 2, 2]);
  expect(histogram.errors).toEqual([0, 1, 0]);
  expect(histogram.fromUs).toBe(NOON_MS * 1000);
  expect(await store.facets(PROJECT, { services: ['db'] })).toEqual({
    services: [
      { value: 'api', count: 6 },
      { value: 'db', count: 4 },
    ],
    environments: [{ value: 'test', count: 4 }],
    models: [],
    names: [
      { value: 'even', count: 2 },
      { value: 'odd', count: 2 },
    ],
    statuses: [{ value: 'ok', count: 4 }],
    pinned: [],
    tags: [],
    scores: [],
  });
});

test('a project without data is empty, and projects are apart', async () => {
  const { store } = await openTestStore();
  await store.append('prj_other0000000', spanSegment([{ trace: traceId(1), span: spanId(1) }]));
  const page = await list(store);
  expect(page).toEqual({
    traces: [],
    next: null,
    totals: { traces: 0, errors: 0, p50DurationUs: 0, p95DurationUs: 0, tokens: 0, costUsd: 0 },
  });
  expect(await store.summary(PROJECT, traceId(1))).toBeUndefined();
  expect(await store.spanTable(PROJECT, traceId(1))).toBeUndefined();
  expect(await store.span(PROJECT, traceId(1), spanId(1))).toBeUndefined();
  expect((await store.histogram(PROJECT, {}, 4)).counts).toEqual([0, 0, 0, 0]);
});
