import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TRACE_GROUP_ORDERS, type TraceGroup } from '../../../src/shared/contract/trace-groups.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_NS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';
import type { PlainSpan } from './plain-evaluator.ts';
import { plainSpans, sketchOf } from './random-traces.ts';

/** What a trace has of each field, worked out from its spans. */
const VALUES: Readonly<Record<string, (spans: readonly PlainSpan[]) => string[]>> = {
  service: (spans) => spans.map(({ service }) => service),
  status: (spans) => [spans.some(({ error }) => error !== null) ? 'error' : 'ok'],
  k: (spans) => attribute(spans, 'k'),
  '"odd key"': (spans) => attribute(spans, 'odd key'),
  'service.name': (spans) => spans.map(({ service }) => service),
  '"service.name"': (spans) => spans.map(({ service }) => service),
  missing: () => [],
};

function attribute(spans: readonly PlainSpan[], key: string): string[] {
  return spans.flatMap(({ attributes }) => {
    const value = attributes[key];
    if (value === undefined) return [];
    return typeof value === 'object' ? value.map(String) : [String(value)];
  });
}

test('groups are what a plain count of the traces finds, and each condition lists its traces', async () => {
  const { store } = await openTestStore();
  let project = 0;
  const list = (projectId: string, query: string) =>
    store.listTraces({ projectId, filter: { query }, sort: 'start', descending: true, limit: 1 });
  await fc.assert(
    fc.asyncProperty(plainSpans, fc.constantFrom('', 'duration > 50us'), async (spans, query) => {
      const projectId = `prj_${String(project++).padStart(12, '0')}`;
      for (const [n, span] of spans.entries()) {
        await store.append(projectId, spanSegment([sketchOf(span)], span.service));
        // What was read before stays known, and what comes later is added to it.
        if (n === 3) {
          const ask = { projectId, filter: {}, orderBy: 'count', limit: 1 } as const;
          await Promise.all(['k', 'k', '"odd key"'].map((by) => store.traceGroups({ ...ask, by })));
        }
      }
      const traces = [...new Set(spans.map(({ trace }) => trace))]
        .map((trace) => spans.filter((span) => span.trace === trace))
        .filter((some) => query === '' || durationOf(some) > 50);
      for (const [by, valuesOf] of Object.entries(VALUES)) {
        const found = await store.traceGroups({
          projectId,
          filter: query === '' ? {} : { query },
          by,
          orderBy: 'count',
          limit: 100,
        });
        expect(found).toMatchObject({ moreGroups: 0, truncated: false });
        const counted = new Map<string | null, PlainSpan[][]>();
        for (const some of traces) {
          const values = new Set<string | null>(valuesOf(some));
          for (const value of values.size === 0 ? [null] : values) {
            counted.set(value, [...(counted.get(value) ?? []), some]);
          }
        }
        expect({ by, groups: sorted(found.groups.map(plain)) }).toEqual({
          by,
          groups: sorted(
            [...counted].map(([value, some]) => ({
              value,
              count: some.length,
              errors: some.filter((each) => each.some(({ error }) => error !== null)).length,
              lastUs: Math.max(...some.map(startOf)),
            })),
          ),
        });
      }
    }),
    { numRuns: 8 },
  );
  const projectId = `prj_${'0'.repeat(12)}`;
  for (const by of ['service', 'status', 'name', 'http.status', '"odd key"', 'model']) {
    for (const orderBy of TRACE_GROUP_ORDERS) {
      const { groups } = await store.traceGroups({ projectId, filter: {}, by, orderBy, limit: 9 });
      if (orderBy !== 'count') continue;
      for (const { condition, count } of groups) {
        const { totals } = await list(projectId, condition);
        expect({ condition, traces: totals.traces }).toEqual({ condition, traces: count });
      }
    }
  }
});

test('the greatest groups come first, and how many there are besides is told', async () => {
  const { store } = await openTestStore();
  const projectId = `prj_${'0'.repeat(12)}`;
  for (let n = 0; n < 6; n++) {
    const span: PlainSpan = {
      trace: n,
      span: n,
      parent: null,
      name: 'work',
      service: n < 3 ? 'a' : n < 5 ? 'b' : 'c',
      startUs: n * 100,
      durationUs: 600 - n * 100,
      error: n === 5 ? 'x' : null,
      attributes: { long: 'x'.repeat(501) },
      event: null,
    };
    await store.append(projectId, spanSegment([sketchOf(span)], span.service));
  }
  const order = async (orderBy: (typeof TRACE_GROUP_ORDERS)[number], limit = 9) =>
    (await store.traceGroups({ projectId, filter: {}, by: 'service', orderBy, limit })).groups.map(
      ({ value }) => value,
    );
  expect(await order('count')).toEqual(['a', 'b', 'c']);
  expect(await order('errors')).toEqual(['c', 'a', 'b']);
  expect(await order('p95')).toEqual(['a', 'b', 'c']);
  expect(await order('last', 2)).toEqual(['c', 'b']);
  const ask = { projectId, filter: {}, orderBy: 'count' as const };
  expect(await store.traceGroups({ ...ask, by: 'service', limit: 2 })).toMatchObject({
    moreGroups: 1,
  });
  expect(await store.traceGroups({ ...ask, by: 'long', limit: 2 })).toMatchObject({
    groups: [{ value: null, condition: 'not exists long', count: 6 }],
    truncated: true,
  });
});

const startOf = (spans: readonly PlainSpan[]): number =>
  Number(NOON_NS / 1000n) + Math.min(...spans.map(({ startUs }) => startUs));

function durationOf(spans: readonly PlainSpan[]): number {
  const from = Math.min(...spans.map(({ startUs }) => startUs));
  return Math.max(...spans.map(({ startUs, durationUs }) => startUs + durationUs)) - from;
}

const plain = ({ value, count, errors, lastUs }: TraceGroup) => ({ value, count, errors, lastUs });

function sorted<T extends { readonly value: string | null }>(groups: readonly T[]): T[] {
  const text = ({ value }: T): string => JSON.stringify(value);
  return groups.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

test('groups that are equal come by their text, wherever they are stored', async () => {
  const { store } = await openTestStore();
  const services = ['search', 'api', 'worker', 'billing'];
  for (const [n, service] of services.entries()) {
    await store.append(
      PROJECT,
      spanSegment([{ trace: traceId(n + 1), span: spanId(n + 1) }], service),
    );
  }
  for (const orderBy of TRACE_GROUP_ORDERS) {
    const query = { projectId: PROJECT, filter: {}, by: 'service', orderBy, limit: 3 };
    const { groups, moreGroups } = await store.traceGroups(query);
    expect(groups.map(({ value }) => value)).toEqual(['api', 'billing', 'search']);
    expect(moreGroups).toBe(1);
  }
});
