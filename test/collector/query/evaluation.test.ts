import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { planQuery } from '../../../src/shared/query/resolve.ts';
import { idsOf, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';
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
});

/** A map as OTLP/JSON. */
function map(members: Record<string, object>) {
  const values = Object.entries(members).map(([key, value]) => ({ key, value }));
  return { kvlistValue: { values } };
}

function groups<K>(spans: readonly PlainSpan[], keyOf: (span: PlainSpan) => K): [K, PlainSpan[]][] {
  const found = new Map<K, PlainSpan[]>();
  for (const span of spans) found.set(keyOf(span), [...(found.get(keyOf(span)) ?? []), span]);
  return [...found];
}

test('a pattern that would keep everybody waiting on a long text is given up, and others are not', async () => {
  const { store } = await openTestStore();
  const text = { stringValue: 'x'.repeat(300_000) };
  await store.append(
    PROJECT,
    spanSegment([{ trace: traceId(1), span: spanId(1), attributes: { text } }], 'api'),
  );
  await expect(idsOf(store, { query: 'text ~ "(?:.{0,140}x){3}[yz]"' })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('takes too long') as string,
  });
  expect(await idsOf(store, { query: 'text ~ "^x.x{9}"' })).toEqual([traceId(1)]);
});

test('members of maps are compared by the names that lead to them, in lists and in texts that are JSON too', async () => {
  const { store } = await openTestStore();
  const user = map({ address: map({ city: { stringValue: 'Ulm' }, 'a b': { intValue: '7' } }) });
  const messages = JSON.stringify([{ role: 'user', parts: [{ n: 1.5 }] }, { role: 'tool' }]);
  const kinds = [
    { user },
    { user: { arrayValue: { values: [{ stringValue: 'x' }, user] } } },
    { messages },
    { user: 'Ulm', 'user.address.city': 'Ulm', messages: '[{"role"' },
  ];
  const sketches = kinds.map((attributes, n) => ({
    trace: traceId(n),
    span: spanId(n),
    attributes,
  }));
  await store.append(PROJECT, spanSegment(sketches));
  const resource = { place: map({ zone: { boolValue: true } }) };
  const inResource = [{ trace: traceId(4), span: spanId(4) }];
  await store.append(PROJECT, spanSegment(inResource, 'api', resource));
  const found = async (query: string) => {
    const ids = await idsOf(store, { query });
    return [0, 1, 2, 3, 4].filter((n) => ids.includes(traceId(n)));
  };
  expect(await found('user["address"]["city"] = Ulm')).toEqual([0, 1]);
  expect(await found('user["address"]["city"] == Ulm')).toEqual([0, 1]);
  expect(await found('"user"["address"]["a b"] between 6.5 and 7')).toEqual([0, 1]);
  expect(await found('user["address"]["city"] ~ "^u"')).toEqual([]);
  expect(await found('exists user["address"]')).toEqual([0, 1]);
  expect(await found('user["city"] = Ulm')).toEqual([]);
  expect(await found('messages["role"] in (tool, bot)')).toEqual([2]);
  expect(await found('has(messages["parts"]["n"] > 1 and messages["role"] = user)')).toEqual([2]);
  expect(await found('place["zone"] = true')).toEqual([4]);
  expect(await found('messages["role"] != tool and not exists place["zone"]')).toEqual([0, 1, 3]);
});
