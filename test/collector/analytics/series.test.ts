import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  GROUP_ORDERS,
  type AnalyticsSeries,
  type GroupOrder,
  type Measures,
  type SeriesInput,
} from '../../../src/shared/contract/analytics.ts';
import { GROUP_FIELDS } from '../../../src/shared/contract/group-fields.ts';
import type { TraceSummary } from '../../../src/shared/contract/traces.ts';
import type { HiddenAttributes } from '../../../src/main/collector/visibility/hidden-attributes.ts';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_US } from '../store-write/span-sketch.ts';
import { countedSpan, countedSpans, expectSame, HOUR_US, SPANS, stored } from './counted-spans.ts';
import { realCalls, recount, split } from './recount.ts';

const ask = (
  store: TelemetryStore,
  query: Partial<SeriesInput>,
  hidden: HiddenAttributes | null = null,
): Promise<AnalyticsSeries> =>
  store.series(
    {
      projectId: PROJECT,
      filter: {},
      counted: 'spans',
      orderBy: 'count',
      groups: 50,
      before: false,
      steps: 6,
      ...query,
    },
    hidden,
  );

const TIME = { fromUs: NOON_US, toUs: NOON_US + 6 * HOUR_US };

test('spans and calls, by any field or an attribute, are those of a recount, however their segments are cut and repeated', async () => {
  const { store } = await openTestStore();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      countedSpans,
      fc.array(fc.nat(SPANS), { maxLength: 3 }),
      fc.constantFrom(...GROUP_FIELDS, 'zone', 'zone'),
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
        ...[0, 1, 2, 3].map((id) => countedSpan(id, { name: 'many' })),
        ...[4, 5].map((id) => countedSpan(id, { name: 'failing', failed: true })),
        countedSpan(6, { name: 'wordy', ...call, inputTokens: 900, cost: 0.1 }),
        countedSpan(7, { name: 'dear', ...call, inputTokens: 100, cost: 7 }),
      ],
    ]);
    const series = await ask(store, { groupBy: 'name', orderBy, groups: 2 });
    expect(GROUP_ORDERS).toContain(orderBy);
    expect(series.groups.map(({ value }) => value)).toEqual(names);
    expect(series.moreGroups).toBe(2);
    expect(series.all.total.count).toBe(8);
  },
);

const told = ({ groups, truncated }: AnalyticsSeries) => ({
  groups: groups.map(({ value, total }) => [value, total.count]),
  truncated,
});

test('values of an attribute that are hidden, too long or too many are in no group', async () => {
  const { store } = await openTestStore();
  const zones = ['a', 'a', 7, 'x'.repeat(501), undefined];
  await stored(store, PROJECT, [
    zones.map((zone, id) => countedSpan(id, { zone })),
    [countedSpan(9, { isZoned: true })],
  ]);
  const query = { projectId: PROJECT, groupBy: '"zone"', filter: TIME } as const;
  const all = {
    groups: [
      ['a', 2],
      ['', 1],
      ['7', 1],
      ['eu', 1],
    ],
    truncated: true,
  };
  const hidden: HiddenAttributes = {
    rules: [{ pattern: 'zone', match: 'exact', scopes: ['span'], verdict: 'key' }],
  };
  // What one viewer was told is not given to another.
  for (const [viewer, expected] of [
    [null, all],
    [
      hidden,
      {
        groups: [
          ['', 5],
          ['eu', 1],
        ],
        truncated: false,
      },
    ],
    [null, all],
  ] as const) {
    const series = await ask(store, query, viewer);
    expect(told(series)).toEqual(expected);
    expect(series.all.total.count).toBe(6);
  }
  const picked = await ask(store, { ...query, values: ['7', 'none', ''], before: true });
  expect(told(picked).groups).toEqual([
    ['7', 1],
    ['none', 0],
    ['', 1],
  ]);
  expect(picked.before!.groups.map(({ value }) => value)).toEqual(['7', 'none', '']);

  const projectId = `prj_${'0'.repeat(12)}`;
  const many = Array.from({ length: 10_010 }, (_, id) =>
    countedSpan(id, { trace: 0, zone: `zone ${id}` }),
  );
  await stored(store, projectId, [many]);
  const first = await ask(store, { ...query, projectId });
  expect(first).toMatchObject({
    truncated: true,
    moreGroups: 9950,
    all: { total: { count: 10_010 } },
  });
  const last = await ask(store, { ...query, projectId, values: ['zone 10009'] });
  expect(told(last)).toEqual({ groups: [['zone 10009', 1]], truncated: false });
});

test('a filter leaves the spans of the traces that pass it, whatever the spans themselves are like', async () => {
  const { store } = await openTestStore();
  await stored(store, PROJECT, [
    [countedSpan(1, { failed: true }), countedSpan(2, { trace: 1, service: 'back' })],
    [countedSpan(3), countedSpan(4, { trace: 3, service: 'back' })],
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
