import { expect, test } from 'vitest';
import { idsOf, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

test('a search that is given up ends, and the next one finds everything', async () => {
  const { store } = await openTestStore();
  const text = 'lorem ipsum '.repeat(400);
  for (let n = 0; n < 60; n++) {
    const spans = Array.from({ length: 50 }, (_, k) => ({
      trace: traceId(n),
      span: spanId(n * 50 + k),
      attributes: { text: `${text}${n}-${k}` },
    }));
    await store.append(PROJECT, spanSegment(spans));
  }
  const filter = { query: 'text ~ "ipsum 7-\\d+$" and not nowhere' };
  const query = { projectId: PROJECT, filter, sort: 'start', descending: true, limit: 10 } as const;
  const given = new AbortController();
  const all = [
    store.listTraces(query, null, given.signal),
    store.histogram(PROJECT, filter, 10, null, given.signal),
    store.facets(PROJECT, filter, null, given.signal),
  ];
  given.abort();
  const outcomes = await Promise.allSettled(all);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  }
  expect(await idsOf(store, filter)).toEqual([traceId(7)]);
  const already = store.listTraces(query, null, AbortSignal.abort());
  // What is known by now needs no search, so that this may well be answered.
  await Promise.allSettled([already]);
  expect(await idsOf(store, filter)).toEqual([traceId(7)]);
});
