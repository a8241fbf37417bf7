import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnalyticsSeries, SeriesInput } from '../../../src/shared/contract/analytics.ts';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanSegment as otlpSegment } from '../store-read/otlp-segments.ts';
import { DAY_MS, NOON_MS, NOON_US, spanId, traceId } from '../store-write/span-sketch.ts';
import { countedSpan, countedSpans, expectRecount, stored } from './counted-spans.ts';
import type { CountedSpan } from './recount.ts';

const MINUTE_US = 60e6;
const FIELDS = ['service', 'name', 'model', 'operation', 'user'] as const;

const ask = (store: TelemetryStore, query: Partial<SeriesInput>): Promise<AnalyticsSeries> =>
  store.series({
    projectId: PROJECT,
    filter: {},
    counted: 'spans',
    orderBy: 'count',
    groups: 50,
    before: false,
    steps: 24,
    ...query,
  });

/** Spans over three hours, to the second. */
const spreadSpans = fc
  .tuple(countedSpans, fc.array(fc.nat(10_800), { minLength: 24, maxLength: 24 }))
  .map(([spans, seconds]) =>
    spans.map((span, i) => ({ ...span, startUs: NOON_US + seconds[i]! * 1e6 })),
  );

test('roll-ups are a recount of all there is, whatever comes when, is late, repeated or removed', async () => {
  const { store, setNow } = await openTestStore();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      spreadSpans,
      fc.constantFrom(...FIELDS),
      fc.constantFrom('spans' as const, 'calls' as const),
      // Whole minutes, whole seconds, or anything: what is not whole is counted one by one.
      fc.constantFrom(
        { fromUs: NOON_US, toUs: NOON_US + 180 * MINUTE_US },
        { fromUs: NOON_US + 7 * MINUTE_US, toUs: NOON_US + 171 * MINUTE_US },
        { fromUs: NOON_US + 91.3e6, toUs: NOON_US + 9_000.7e6 },
        { fromUs: NOON_US + 3_601e6, toUs: NOON_US + 3_659e6 },
        {},
      ),
      async (spans, groupBy, counted, filter) => {
        const projectId = `prj_${(number++).toString(36).padStart(12, '0')}`;
        const query = { projectId, counted, groupBy, filter };
        const same = async (known: readonly CountedSpan[]): Promise<void> =>
          expectRecount(await ask(store, query), known, query);
        const third = Math.ceil(spans.length / 3);
        setNow(NOON_MS);
        await stored(store, projectId, [spans.slice(0, third)]);
        await same(spans.slice(0, third));
        await stored(store, projectId, [spans.slice(third, 2 * third)]);
        await same(spans.slice(0, 2 * third));
        // The last ones come days late, with the first ones once more.
        setNow(NOON_MS + 3 * DAY_MS);
        await stored(store, projectId, [spans.slice(2 * third), spans.slice(0, third)]);
        await same(spans);
        const days = await store.days.list(projectId);
        const { day, through } = days.toSorted((a, b) => (a.day < b.day ? -1 : 1))[0]!;
        const place = { projectId, signal: 'traces', day } as const;
        await store.days.remove(place, { through });
        await same(spans.slice(2 * third));
      },
    ),
    { numRuns: 6 },
  );
});

const otlpPart = (from: number) =>
  Array.from({ length: 20 }, (_, i) => {
    const n = from + i;
    const attributes = { 'gen_ai.request.model': `m${n % 2}` };
    return { trace: traceId(n % 7), span: spanId(n), ...(n % 3 === 0 ? { attributes } : {}) };
  });

test('a packed day counts as it did before, and a removed trace no more', async () => {
  const { store } = await openTestStore();
  for (const from of [0, 20, 10]) await store.append(PROJECT, otlpSegment(otlpPart(from)));
  const query = { groupBy: 'model', counted: 'spans', steps: 12 } as const;
  const before = await ask(store, query);
  expect(before.all.total.count).toBe(40);
  const { day } = (await store.days.list(PROJECT))[0]!;
  const signal = new AbortController().signal;
  const place = { projectId: PROJECT, signal: 'traces', day } as const;
  const packed = await store.days.pack(place, { signal, mayReplace: () => true });
  expect(packed.state).toBe('packed');
  expect(await ask(store, query)).toEqual(before);
  const traceIds = new Uint8Array(Buffer.from(traceId(3), 'hex'));
  await store.days.remove(place, { traceIds });
  const gone = Array.from({ length: 40 }, (_, n) => n).filter((n) => n % 7 === 3).length;
  expect((await ask(store, query)).all.total.count).toBe(40 - gone);
});

const at = (id: number, minute: number, more: Partial<CountedSpan> = {}) =>
  countedSpan(id, { startUs: NOON_US + minute * MINUTE_US, ...more });

const counts = (groups: AnalyticsSeries['groups'] = []) =>
  groups.map(({ value, total }) => [value, total.count]);

test('the groups that are asked for are there, and the stretch before is cut in the same way', async () => {
  const { store } = await openTestStore();
  await stored(store, PROJECT, [
    [
      ...[0, 1, 2, 3].map((id) => at(id, 70 + id, { service: 'back' })),
      ...[4, 5].map((id) => at(id, 10 + id)),
      at(6, 119),
      // Neither in the time nor in the one before.
      at(7, 120),
    ],
  ]);
  for (const counted of ['spans', 'traces'] as const) {
    const filter = { fromUs: NOON_US + 60 * MINUTE_US, toUs: NOON_US + 120 * MINUTE_US };
    const query = { counted, filter, before: true, steps: 60 } as const;
    const whole = await ask(store, query);
    expect(whole.all.total.count).toBe(5);
    expect(whole.before).toMatchObject({
      fromUs: NOON_US,
      all: { total: { count: 2 } },
      groups: [],
    });
    expect(whole.before!.all.steps.map(({ count }) => count)).toEqual(
      whole.all.steps.map((_, i) => (i === 14 || i === 15 ? 1 : 0)),
    );
    const values = ['nobody', 'front', 'back'];
    const two = await ask(store, { ...query, groupBy: 'service', values });
    expect(counts(two.groups)).toEqual([
      ['nobody', 0],
      ['front', 1],
      ['back', 4],
    ]);
    expect(counts(two.before?.groups)).toEqual([
      ['nobody', 0],
      ['front', 2],
      ['back', 0],
    ]);
    expect(two.moreGroups).toBe(0);
  }
});
