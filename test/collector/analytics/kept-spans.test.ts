import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { RollupCache } from '../../../src/main/collector/store/reader/analytics/rollup/rollup-cache.ts';
import { spanSeries } from '../../../src/main/collector/store/reader/analytics/span-series.ts';
import { DataFiles } from '../../../src/main/collector/store/reader/data-files.ts';
import { openTestStore } from '../store-read/open-test-store.ts';
import { NOON_US, traceId } from '../store-write/span-sketch.ts';
import { countedSpan, countedSpans, expectRecount, stored } from './counted-spans.ts';
import type { CountedSpan } from './recount.ts';

/** Bytes in which some of the tries have room for a segment or two, and none for all. */
const LITTLE = 4500;

/** Spans over some minutes, to the microsecond, in three segments; the first ones come once more in the last. */
const parts = fc
  .tuple(countedSpans, fc.array(fc.nat(400e6), { minLength: 24, maxLength: 24 }))
  .map(([spans, afterUs]) => {
    const all = spans.map((span, i) => ({ ...span, startUs: NOON_US + afterUs[i]! }));
    const third = Math.ceil(all.length / 3);
    const segments = [all.slice(0, third), all.slice(third, 2 * third)];
    return { all, segments: [...segments, [...all.slice(2 * third), ...all.slice(0, third)]] };
  });

const call = (id: number, parent?: number) =>
  countedSpan(id, { trace: 0, parent, startUs: NOON_US + 5e6, usage: 1, inputTokens: 10 });
/** Two calls that turn out to be wrappers, of calls that come later. */
const wrapped = {
  all: [call(0), call(1), call(2, 0), call(3, 1)],
  segments: [[call(0), call(1)], [call(2, 0)], [call(3, 1), call(0)]],
};

const ofZone = (id: number, more: Partial<CountedSpan>) =>
  countedSpan(id, { trace: id % 3, startUs: NOON_US + 6e6, ...more });
/** Values of an attribute, of spans and their resources; the first ones come twice. */
const firstZones = [ofZone(0, { zone: 'a' }), ofZone(1, { zone: 7 }), ofZone(2, {})];
const moreZones = [
  ofZone(3, { zone: ['a'] }),
  ofZone(4, { isZoned: true }),
  ofZone(5, { zone: ['a', 'b'] }),
];
const zoned = {
  all: [...firstZones, ...moreZones],
  segments: [firstZones, moreZones.slice(0, 2), [...moreZones.slice(2), ...firstZones]],
};

test('charts span by span are a recount, whatever is kept of the segments', async () => {
  const { store, dataDir } = await openTestStore();
  const files = new DataFiles({ dataDir });
  onTestFinished(() => files.close());
  const traces = new Set([0, 2]);
  const ids = Buffer.from([...traces].map(traceId).join(''), 'hex');
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      parts,
      fc.constantFrom('service', 'model', 'session', 'user', 'zone', 'zone'),
      fc.constantFrom('spans', 'calls'),
      fc.boolean(),
      async ({ all, segments }, groupBy, counted, hasTraces) => {
        const projectId = `prj_${(number++).toString(36).padStart(12, '0')}`;
        const filter = { fromUs: NOON_US + 1, toUs: NOON_US + 300e6 };
        const query = { projectId, filter, groupBy, counted } as const;
        const only = hasTraces ? traces : undefined;
        const expectSame = async (
          caches: readonly RollupCache[],
          known: readonly CountedSpan[],
        ) => {
          for (const cache of caches) {
            const series = await spanSeries(
              files,
              cache,
              { ...query, steps: 7, orderBy: 'count', groups: 50, before: false },
              only && new Uint8Array(ids),
            );
            expectRecount(series, known, { ...query, traces: only });
          }
        };
        await stored(store, projectId, segments.slice(0, 2));
        const roomy = new RollupCache(files);
        const { rollup } = await roomy.fresh(projectId);
        const tight = new RollupCache(files, rollup!.bytes + LITTLE);
        const none = new RollupCache(files, 1);
        const first = segments.slice(0, 2).flat();
        await expectSame([roomy, tight, none], first);
        // Answered once more from what the first answers left, and from what came since.
        await expectSame([roomy, tight], first);
        await stored(store, projectId, segments.slice(2));
        await expectSame([roomy, tight, none], all);
        for (const cache of [roomy, tight]) cache.rest();
        await expectSame([roomy, tight, roomy], all);
        const kept = await roomy.fresh(projectId);
        expect(kept.bytes).toBeGreaterThan(kept.rollup!.bytes);
      },
    ),
    {
      numRuns: 5,
      examples: [
        [wrapped, 'model', 'calls', false],
        [zoned, 'zone', 'spans', true],
      ],
    },
  );
});
