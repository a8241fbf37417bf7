import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  GROUP_FIELDS,
  GROUP_ORDERS,
  type AnalyticsSeries,
  type GroupOrder,
  type Measures,
  type SeriesInput,
} from '../../../src/shared/contract/analytics.ts';
import type { TraceSummary } from '../../../src/shared/contract/traces.ts';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_US, spanId, spanSegment, traceId } from '../store-write/span-sketch.ts';
import { realCalls, recount, split, type CountedSpan } from './recount.ts';

const HOUR_US = 3600e6;
const SPANS = 24;

const countedSpans: fc.Arbitrary<CountedSpan[]> = fc
  .array(
    fc.record({
      trace: fc.nat(4),
      parent: fc.option(fc.nat(SPANS), { nil: undefined }),
      startUs: fc.nat(5).map((hour) => NOON_US + hour * HOUR_US),
      durationUs: fc.integer({ min: 1, max: 20 }).map((n) => n ** 4),
      failed: fc.boolean(),
      service: fc.constantFrom('front', 'back'),
      name: fc.constantFrom('GET /', 'chat', 'ΟΔΟΣ'),
      // As every span of the sketches has them.
      environment: fc.constant('test'),
      release: fc.constant('1'),
      provider: fc.constantFrom('', 'acme'),
      session: fc.constantFrom('', 's1'),
      model: fc.constantFrom('', 'small', 'large'),
      operation: fc.constantFrom('', 'chat', 'embeddings'),
      user: fc.constantFrom('', 'ada', 'bob'),
      usage: fc.constantFrom(0 as const, 1 as const, 1 as const, 2 as const),
      inputTokens: fc.constantFrom(0, 10, 1000),
      outputTokens: fc.constantFrom(0, 3),
      cachedTokens: fc.constantFrom(0, 5),
      cost: fc.constantFrom(0, 0.25, 1.5),
    }),
    { minLength: 1, maxLength: SPANS },
  )
  .map((spans) => spans.map((span, id) => ({ ...span, id })));

const sketchOf = (span: CountedSpan) => ({
  trace: traceId(span.trace),
  span: spanId(span.id),
  ...(span.parent === undefined ? {} : { parent: spanId(span.parent) }),
  startUs: span.startUs,
  durationUs: span.durationUs,
  status: span.failed ? 2 : 0,
  name: span.name,
  resource: span.service === 'front' ? 0 : 1,
  fields: {
    provider: span.provider,
    session: span.session,
    model: span.model,
    operation: span.operation,
    user: span.user,
    usage: span.usage,
    ...(span.usage === 0
      ? {}
      : {
          inputTokens: span.inputTokens,
          outputTokens: span.outputTokens,
          cachedTokens: span.cachedTokens,
          cost: span.cost,
          costSource: span.cost === 0 ? (0 as const) : (1 as const),
        }),
  },
});

async function stored(
  store: TelemetryStore,
  projectId: string,
  parts: readonly (readonly CountedSpan[])[],
): Promise<void> {
  for (const part of parts) {
    if (part.length > 0) await store.append(projectId, spanSegment(part.map(sketchOf)));
  }
}

const ask = (store: TelemetryStore, query: Partial<SeriesInput>): Promise<AnalyticsSeries> =>
  store.series({
    projectId: PROJECT,
    filter: {},
    counted: 'spans',
    orderBy: 'count',
    groups: 50,
    steps: 6,
    ...query,
  });

/** Durations are told by their bin, which is within 0.4 %. */
function expectSame(measures: Measures, expected: Measures): void {
  const { p50DurationUs, p95DurationUs, p99DurationUs, costUsd, ...rest } = expected;
  expect(measures).toMatchObject(rest);
  for (const [name, value] of Object.entries({ p50DurationUs, p95DurationUs, p99DurationUs })) {
    const told = measures[name as 'p50DurationUs'];
    expect(Math.abs(told - value)).toBeLessThanOrEqual(value * 0.004 + 0.5);
  }
  if (costUsd === null) expect(measures.costUsd).toBeNull();
  else expect(measures.costUsd).toBeCloseTo(costUsd, 9);
}

const TIME = { fromUs: NOON_US, toUs: NOON_US + 6 * HOUR_US };

test('spans and calls, by any field, are those of a recount, however their segments are cut and repeated', async () => {
  const { store } = await openTestStore();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      countedSpans,
      fc.array(fc.nat(SPANS), { maxLength: 3 }),
      fc.constantFrom(...GROUP_FIELDS),
      fc.constantFrom('spans' as const, 'calls' as const),
      async (spans, cuts, field, counted) => {
        const projectId = `prj_${(number++).toString(36).padStart(12, '0')}`;
        const at = [0, ...cuts.toSorted((a, b) => a - b), SPANS];
        const parts = at.slice(1).map((end, i) => spans.slice(at[i], end));
        // The first part again: delivery is at least once.
        await stored(store, projectId, [...parts, parts[0]!]);
        const series = await ask(store, { projectId, counted, groupBy: field, filter: TIME });

        const calls = realCalls(spans);
        expectSame(series.all.total, recount(spans, counted, calls));
        const groups = split(
          spans.filter((span) => counted === 'spans' || calls.has(span)),
          field,
        );
        expect(new Set(series.groups.map(({ value }) => value))).toEqual(new Set(groups.keys()));
        for (const { value, total, steps } of series.groups) {
          const members = groups.get(value)!;
          expectSame(total, recount(members, counted, calls));
          for (const [i, step] of steps.entries()) {
            const inStep = members.filter(({ startUs }) => startUs === NOON_US + i * HOUR_US);
            expectSame(step, recount(inStep, counted, calls));
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** What a recount makes of rows of the list. */
function sumRows(rows: readonly TraceSummary[]): Partial<Measures> {
  const sum = (of: (row: TraceSummary) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    count: rows.length,
    errors: rows.filter(({ status }) => status === 'error').length,
    inputTokens: sum((row) => row.inputTokens),
    outputTokens: sum((row) => row.outputTokens),
    cachedTokens: sum((row) => row.cachedTokens),
    costUsd: rows.some(({ costUsd }) => costUsd !== null) ? sum((row) => row.costUsd ?? 0) : null,
  };
}

test('traces, by any field, are those of the rows of the list', async () => {
  const { store } = await openTestStore();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      countedSpans,
      fc.constantFrom(...GROUP_FIELDS.filter((field) => field !== 'operation')),
      fc.constantFrom<SeriesInput['filter']>({}, { status: 'error' }, { services: ['back'] }),
      async (spans, field, terms) => {
        const projectId = `prj_${(number++).toString(36).padStart(12, '0')}`;
        await stored(store, projectId, [spans.slice(0, 9), spans.slice(9)]);
        const filter = { ...terms, ...TIME };
        const list = { projectId, filter, sort: 'start' as const, descending: true, limit: 100 };
        const { traces } = await store.listTraces(list);
        const series = await ask(store, { projectId, counted: 'traces', groupBy: field, filter });
        expect(series.all.total).toMatchObject(sumRows(traces));
        for (const { value, total, steps } of series.groups) {
          const rows = traces.filter((row) => row[field] === value);
          expect(total).toMatchObject(sumRows(rows));
          for (const [i, step] of steps.entries()) {
            const from = NOON_US + i * HOUR_US;
            expect(step).toMatchObject(sumRows(rows.filter((row) => row.startUs === from)));
          }
        }
        expect(series.groups.reduce((sum, { total }) => sum + total.count, 0)).toBe(traces.length);
      },
    ),
    { numRuns: 40 },
  );
});

const span = (id: number, more: Partial<CountedSpan> = {}): CountedSpan => ({
  trace: id,
  id,
  parent: undefined,
  startUs: NOON_US,
  durationUs: 1000,
  failed: false,
  service: 'front',
  name: 'work',
  environment: 'test',
  release: '1',
  provider: '',
  session: '',
  model: '',
  operation: '',
  user: '',
  usage: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  cost: 0,
  ...more,
});

test.each<[GroupOrder, string[]]>([
  ['count', ['many', 'failing']],
  ['errors', ['failing', 'many']],
  ['tokens', ['wordy', 'dear']],
  ['cost', ['dear', 'wordy']],
])(
  'the groups that are greatest by %s are shown, and how many there are besides',
  async (orderBy, names) => {
    const { store } = await openTestStore();
    const call = { usage: 1 as const };
    await stored(store, PROJECT, [
      [
        ...[0, 1, 2, 3].map((id) => span(id, { name: 'many' })),
        ...[4, 5].map((id) => span(id, { name: 'failing', failed: true })),
        span(6, { name: 'wordy', ...call, inputTokens: 900, cost: 0.1 }),
        span(7, { name: 'dear', ...call, inputTokens: 100, cost: 7 }),
      ],
    ]);
    const series = await ask(store, { groupBy: 'name', orderBy, groups: 2 });
    expect(GROUP_ORDERS).toContain(orderBy);
    expect(series.groups.map(({ value }) => value)).toEqual(names);
    expect(series.moreGroups).toBe(2);
    expect(series.all.total.count).toBe(8);
  },
);

test('a filter leaves the spans of the traces that pass it, whatever the spans themselves are like', async () => {
  const { store } = await openTestStore();
  await stored(store, PROJECT, [
    [span(1, { failed: true }), span(2, { trace: 1, service: 'back' })],
    [span(3), span(4, { trace: 3, service: 'back' })],
  ]);
  const series = await ask(store, { groupBy: 'service', filter: { status: 'error' } });
  expect(series.groups.map(({ value, total }) => [value, total.count])).toEqual([
    ['back', 1],
    ['front', 1],
  ]);
});

test('without anything stored there are steps of nothing', async () => {
  const { store } = await openTestStore();
  for (const counted of ['traces', 'spans', 'calls'] as const) {
    const series = await ask(store, { counted, groupBy: 'service', filter: TIME });
    expect(series.groups).toEqual([]);
    expect(series.all.steps).toHaveLength(6);
    expect(series.all.total).toMatchObject({ count: 0, p99DurationUs: 0, costUsd: null });
    expect([series.fromUs, series.stepUs]).toEqual([NOON_US, HOUR_US]);
  }
});
