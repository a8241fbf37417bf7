import * as fc from 'fast-check';
import { expect } from 'vitest';
import type {
  AnalyticsSeries,
  Measures,
  SeriesInput,
} from '../../../src/shared/contract/analytics.ts';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import {
  NOON_US,
  type SketchValue,
  spanId,
  spanSegment,
  traceId,
} from '../store-write/span-sketch.ts';
import { type CountedSpan, realCalls, recount, split } from './recount.ts';

export const HOUR_US = 3600e6;
/** Most spans of one try. */
export const SPANS = 24;

export const countedSpans: fc.Arbitrary<CountedSpan[]> = fc
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
      zone: fc.constantFrom<SketchValue | undefined>(
        undefined,
        '',
        'a',
        '7',
        7,
        1.5,
        true,
        ['a'],
        ['a', 'b'],
        [],
      ),
      isZoned: fc.boolean(),
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
  resource: (span.service === 'front' ? 0 : 1) + (span.isZoned ? 2 : 0),
  ...(span.zone === undefined ? {} : { attributes: { zone: span.zone } }),
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

/** Appends parts one after the other, each as a segment. */
export async function stored(
  store: TelemetryStore,
  projectId: string,
  parts: readonly (readonly CountedSpan[])[],
): Promise<void> {
  for (const part of parts) {
    if (part.length > 0) await store.append(projectId, spanSegment(part.map(sketchOf)));
  }
}

/** Durations are told by their bin, which is within 0.4 %. */
export function expectSame(measures: Measures, expected: Measures): void {
  const { p50DurationUs, p95DurationUs, p99DurationUs, costUsd, ...rest } = expected;
  expect(measures).toMatchObject(rest);
  for (const [name, value] of Object.entries({ p50DurationUs, p95DurationUs, p99DurationUs })) {
    const told = measures[name as 'p50DurationUs'];
    expect(Math.abs(told - value)).toBeLessThanOrEqual(value * 0.004 + 0.5);
  }
  if (costUsd === null) expect(measures.costUsd).toBeNull();
  else expect(measures.costUsd).toBeCloseTo(costUsd, 9);
}

/** Every number of a series is that of a recount of these spans. */
export function expectRecount(
  series: Omit<AnalyticsSeries, 'hiddenFields'>,
  all: readonly CountedSpan[],
  {
    counted,
    groupBy,
    filter,
    traces,
  }: Pick<SeriesInput, 'groupBy' | 'filter'> & {
    counted: 'spans' | 'calls';
    /** Only spans of these count. */
    traces?: ReadonlySet<number> | undefined;
  },
): void {
  const calls = realCalls(all);
  const { fromUs = series.fromUs, toUs = Infinity } = filter;
  const inRange = all.filter(
    (span) =>
      span.startUs >= fromUs &&
      span.startUs < toUs &&
      (counted === 'spans' || calls.has(span)) &&
      traces?.has(span.trace) !== false,
  );
  const groups = split(inRange, groupBy!);
  const same = (line: AnalyticsSeries['all'], spans: readonly CountedSpan[]): void => {
    expectSame(line.total, recount(spans, counted, calls));
    for (const [i, step] of line.steps.entries()) {
      const from = series.fromUs + i * series.stepUs;
      const inStep = spans.filter(
        ({ startUs }) => startUs >= from && startUs < from + series.stepUs,
      );
      expectSame(step, recount(inStep, counted, calls));
    }
  };
  same(series.all, inRange);
  expect(series.groups.map(({ value }) => value).toSorted()).toEqual([...groups.keys()].toSorted());
  for (const group of series.groups) same(group, groups.get(group.value)!);
}

/** A plain span of a trace of its own. */
export const countedSpan = (id: number, more: Partial<CountedSpan> = {}): CountedSpan => ({
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
  zone: undefined,
  isZoned: false,
  usage: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  cost: 0,
  ...more,
});
