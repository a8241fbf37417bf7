import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceFilter, TraceSort, TraceSummary } from '../../../src/shared/contract/traces.ts';
import { foldText } from '../../../src/main/collector/store/reader/fold-text.ts';
import { listPage } from '../../../src/main/collector/store/reader/list-traces.ts';
import { TraceIndex } from '../../../src/main/collector/store/reader/trace-index.ts';
import { summaryOf } from '../../../src/main/collector/store/reader/trace-row.ts';
import { groupByTrace, modelParts, type ModelSpan, modelSummary } from './model-spans.ts';
import { modelSpan } from './span-arbitrary.ts';

interface Segment {
  readonly day: string;
  readonly id: number;
  readonly spans: ModelSpan[];
}

const spansArbitrary = fc.array(modelSpan, { minLength: 1, maxLength: 40 });

/** The spans cut into segments of two days; each segment is added again with some chance. */
const segmented = fc
  .tuple(spansArbitrary, fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 40, maxLength: 40 }))
  .map(([spans, sizes]) => {
    const segments: Segment[] = [];
    for (let at = 0, id = 1; at < spans.length; id++) {
      const size = sizes[id]!;
      const day = size % 2 === 0 ? '2026-11-20' : '2026-11-21';
      segments.push({ day, id, spans: spans.slice(at, at + size) });
      at += size;
    }
    return { spans, segments };
  });

function indexOf(segments: readonly Segment[]): TraceIndex {
  const index = new TraceIndex();
  for (const { day, id, spans } of segments) index.add(day, id, modelParts(spans));
  return index;
}

function rowsOf(index: TraceIndex): TraceSummary[] {
  const rows = Array.from({ length: index.count }, (_, row) => summaryOf(index, row));
  return rows.toSorted((a, b) => (a.traceId < b.traceId ? -1 : 1));
}

const modelRows = (spans: readonly ModelSpan[]): TraceSummary[] =>
  groupByTrace(spans)
    .map(modelSummary)
    .toSorted((a, b) => (a.traceId < b.traceId ? -1 : 1));

test('rows are those of all spans at once, whatever the order of segments and repeats', () => {
  fc.assert(
    fc.property(segmented, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (data, picks) => {
      const shuffled = data.segments
        .map((segment, i) => ({ segment, key: picks[i % picks.length]! }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ segment }) => segment);
      const repeated = shuffled.flatMap((segment, i) => [
        segment,
        shuffled[picks[i % picks.length]! % (i + 1)]!,
      ]);
      expect(rowsOf(indexOf(repeated))).toEqual(modelRows(data.spans));
    }),
    { numRuns: 400 },
  );
});

const filterArbitrary: fc.Arbitrary<TraceFilter> = fc.record(
  {
    fromUs: fc.constantFrom(1_790_000_000_000_250, 1_790_000_000_000_500),
    toUs: fc.constantFrom(1_790_000_000_000_500, 1_790_000_000_001_000),
    services: fc.subarray(['api', 'worker', 'nowhere']),
    environments: fc.subarray(['prod', 'staging', 'nowhere']),
    status: fc.constantFrom('ok' as const, 'error' as const),
    minDurationUs: fc.constantFrom(100, 1000),
    maxDurationUs: fc.constantFrom(1000, 2500),
    name: fc.constantFrom('', 'get', 'STRASSE', 'οδος', 'chat'),
    models: fc.subarray(['small', 'large']),
    session: fc.constantFrom('s1', 'nobody'),
    user: fc.constantFrom('u2', 'nobody'),
  },
  { requiredKeys: [] },
);

const any = (wanted: string[] | undefined, values: string[]): boolean =>
  !wanted?.length || values.some((value) => wanted.includes(value));

function passes(spans: readonly ModelSpan[], filter: TraceFilter): boolean {
  const row = modelSummary(spans);
  return (
    row.startUs >= (filter.fromUs ?? 0) &&
    row.startUs < (filter.toUs ?? Infinity) &&
    any(
      filter.services,
      spans.map((span) => span.service),
    ) &&
    any(
      filter.models,
      spans.map((span) => span.model),
    ) &&
    any(filter.environments, [row.environment]) &&
    row.status === (filter.status ?? row.status) &&
    row.durationUs >= (filter.minDurationUs ?? 0) &&
    row.durationUs <= (filter.maxDurationUs ?? Infinity) &&
    foldText(row.name).includes(foldText(filter.name ?? '')) &&
    row.session === (filter.session ?? row.session) &&
    row.user === (filter.user ?? row.user)
  );
}

const VALUES: Record<TraceSort, (row: TraceSummary) => number> = {
  start: (row) => row.startUs,
  duration: (row) => row.durationUs,
  spans: (row) => row.spanCount,
  errors: (row) => row.errorCount,
  tokens: (row) => row.inputTokens + row.outputTokens,
  cost: (row) => row.costUsd ?? -1,
};

test('pages of any filter and order hold every match once, with totals over all', () => {
  fc.assert(
    fc.property(
      spansArbitrary,
      filterArbitrary,
      fc.constantFrom(...(Object.keys(VALUES) as TraceSort[])),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      (spans, filter, sort, descending, limit) => {
        const index = indexOf([{ day: '2026-11-21', id: 1, spans }]);
        const expected = groupByTrace(spans)
          .filter((group) => passes(group, filter))
          .map(modelSummary)
          .toSorted(
            (a, b) =>
              (VALUES[sort](a) - VALUES[sort](b)) * (descending ? -1 : 1) ||
              (a.traceId < b.traceId ? -1 : 1),
          );
        const seen: TraceSummary[] = [];
        let page = listPage(index, { filter, sort, descending, limit });
        const { totals } = page;
        for (seen.push(...page.traces); page.next; seen.push(...page.traces)) {
          page = listPage(index, { filter, sort, descending, limit, after: page.next });
        }
        expect(seen).toEqual(expected);
        const durations = expected.map((row) => row.durationUs).toSorted((a, b) => a - b);
        const quantile = (share: number): number =>
          durations[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? 0;
        expect(totals).toEqual({
          traces: expected.length,
          errors: expected.filter((row) => row.status === 'error').length,
          p50DurationUs: quantile(0.5),
          p95DurationUs: quantile(0.95),
          tokens: expected.reduce((total, row) => total + VALUES.tokens(row), 0),
          costUsd: expected.reduce((total, row) => total + (row.costUsd ?? 0), 0),
        });
      },
    ),
    { numRuns: 400 },
  );
});
