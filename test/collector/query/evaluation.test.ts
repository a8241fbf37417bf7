import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { planQuery } from '../../../src/shared/query/resolve.ts';
import { idsOf, openTestStore } from '../store-read/open-test-store.ts';
import { spanSegment, traceId } from '../store-read/otlp-segments.ts';
import { tracePasses, type PlainSpan } from './plain-evaluator.ts';
import { plainSpans, sensibleQuery, sketchOf } from './random-traces.ts';

test('any query lists the traces that a plain look at their spans finds, however they are cut into segments', async () => {
  const { store } = await openTestStore();
  let project = 0;
  await fc.assert(
    fc.asyncProperty(
      plainSpans,
      fc.array(sensibleQuery, { minLength: 5, maxLength: 15 }),
      fc.integer({ min: 1, max: 12 }),
      async (spans, queries, size) => {
        const projectId = `prj_${String(project++).padStart(12, '0')}`;
        for (let at = 0; at < spans.length; at += size) {
          for (const [service, some] of groups(
            spans.slice(at, at + size),
            (span) => span.service,
          )) {
            await store.append(projectId, spanSegment(some.map(sketchOf), service));
          }
        }
        const traces = groups(spans, ({ trace }) => trace);
        for (const query of queries) {
          const plan = planQuery(query);
          const expected = traces
            .filter(([, group]) => tracePasses(plan, group))
            .map(([trace]) => traceId(trace))
            .toSorted();
          expect({ query, ids: await idsOf(store, { query }, projectId) }).toEqual({
            query,
            ids: expected,
          });
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

function groups<K>(spans: readonly PlainSpan[], keyOf: (span: PlainSpan) => K): [K, PlainSpan[]][] {
  const found = new Map<K, PlainSpan[]>();
  for (const span of spans) found.set(keyOf(span), [...(found.get(keyOf(span)) ?? []), span]);
  return [...found];
}
