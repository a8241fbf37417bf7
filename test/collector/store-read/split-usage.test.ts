import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceSummary } from '../../../src/shared/contract/traces.ts';
import { TraceIndex } from '../../../src/main/collector/store/reader/trace-index.ts';
import { summaryOf } from '../../../src/main/collector/store/reader/trace-row.ts';
import { unpackBody } from '../../../src/main/collector/store/segment/body.ts';
import { decodeSpanHeader } from '../../../src/main/collector/store/segment/span-header.ts';
import {
  decodeTraceParts,
  encodeTraceParts,
} from '../../../src/main/collector/store/segment/trace-parts-codec.ts';
import { summarize } from '../../../src/main/collector/store/summarize.ts';
import { NOON_US, spanId, spanSegment, traceId } from '../store-write/span-sketch.ts';

interface UsageSpan {
  readonly trace: number;
  readonly id: number;
  /** Undefined for a root; a number that no span has for a parent that never comes. */
  readonly parent: number | undefined;
  readonly usage: 0 | 1 | 2;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number;
}

const SPANS = 12;

const usageSpans = fc
  .array(
    fc.record({
      trace: fc.constantFrom(1, 2),
      parent: fc.option(fc.nat(SPANS), { nil: undefined }),
      usage: fc.constantFrom(0 as const, 1 as const, 1 as const, 2 as const),
      inputTokens: fc.constantFrom(0, 10, 2 ** 40),
      outputTokens: fc.constantFrom(0, 3),
      cost: fc.constantFrom(0, 0.1, 0.2, 0.7),
    }),
    { minLength: 1, maxLength: SPANS },
  )
  .map((spans): UsageSpan[] => spans.map((span, id) => ({ ...span, id })));

const sketchOf = (span: UsageSpan) => ({
  trace: traceId(span.trace),
  span: spanId(span.id),
  ...(span.parent === undefined ? {} : { parent: spanId(span.parent) }),
  startUs: NOON_US + span.id,
  fields: {
    usage: span.usage,
    inputTokens: span.usage === 0 ? 0 : span.inputTokens,
    outputTokens: span.usage === 0 ? 0 : span.outputTokens,
    ...(span.usage === 0 || span.cost === 0 ? {} : { cost: span.cost, costSource: 1 as const }),
  },
});

/** Adds segments as the writer stores them: spans that are stored already are dead in later segments. */
function indexOf(segments: readonly (readonly UsageSpan[])[]): TraceIndex {
  const index = new TraceIndex();
  const stored = new Set<string>();
  for (const [number, spans] of segments.entries()) {
    const segment = spanSegment(spans.map(sketchOf));
    const header = decodeSpanHeader(unpackBody(segment.parts['body']!).header);
    const dead = new Uint8Array(Math.ceil(header.count / 8));
    for (let trace = 0; trace < header.traces; trace++) {
      for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
        const key = Buffer.concat([
          header.traceIds.subarray(trace * 16, trace * 16 + 16),
          header.spanIds.subarray(i * 8, i * 8 + 8),
        ]).toString('hex');
        if (stored.has(key)) dead[i >>> 3]! |= 1 << (i & 7);
        stored.add(key);
      }
    }
    const parts = decodeTraceParts(encodeTraceParts(summarize(header, dead)));
    index.add(`2026-11-${20 + (number % 3)}`, number + 1, parts);
  }
  return index;
}

type Totals = Pick<TraceSummary, 'inputTokens' | 'outputTokens' | 'costUsd' | 'spanCount'>;

/** The rule itself: calls without a child that reports usage; where there are none, the largest of the others. */
function expectedTotals(spans: readonly UsageSpan[]): Totals {
  const counted = spans.filter(({ usage }) => usage !== 0);
  const isPaid = (span: UsageSpan): boolean =>
    span.inputTokens > 0 || span.outputTokens > 0 || span.cost > 0;
  const isWrapper = (span: UsageSpan): boolean =>
    span.usage === 2 ||
    counted.some((child) => child.parent === span.id && child.id !== span.id && isPaid(child));
  const calls = counted.filter((span) => !isWrapper(span));
  const wrappers = counted.filter(isWrapper);
  const sum = (of: (span: UsageSpan) => number): number =>
    calls.reduce((total, span) => total + of(span), 0);
  const most = (of: (span: UsageSpan) => number): number => Math.max(0, ...wrappers.map(of));
  const total = calls.some((span) => span.inputTokens + span.outputTokens > 0) ? sum : most;
  const totalCost = calls.some(({ cost }) => cost > 0) ? sum : most;
  const cost = totalCost((span) => span.cost);
  return {
    inputTokens: total((span) => span.inputTokens),
    outputTokens: total((span) => span.outputTokens),
    costUsd: cost === 0 ? null : (expect.closeTo(cost, 9) as number),
    spanCount: spans.length,
  };
}

function totalsOf(index: TraceIndex, trace: number): Totals {
  const row = summaryOf(index, index.rowOf(traceId(trace)));
  const { inputTokens, outputTokens, costUsd, spanCount } = row;
  return { inputTokens, outputTokens, costUsd, spanCount };
}

test('tokens and cost are those of all spans in one segment, however they are cut, ordered and repeated', () => {
  fc.assert(
    fc.property(
      usageSpans,
      fc.array(fc.array(fc.nat(SPANS - 1), { minLength: 1, maxLength: 5 }), { maxLength: 12 }),
      fc.array(fc.nat(), { minLength: SPANS, maxLength: SPANS }),
      (spans, picks, keys) => {
        const whole = indexOf([spans]);
        const some = picks.map((pick) => pick.map((at) => spans[at % spans.length]!));
        const rest = spans.toSorted((a, b) => keys[a.id]! - keys[b.id]!).map((span) => [span]);
        const cut = indexOf([...some, ...rest]);
        for (const trace of new Set(spans.map((span) => span.trace))) {
          const group = spans.filter((span) => span.trace === trace);
          expect(totalsOf(whole, trace)).toEqual(expectedTotals(group));
          // The cost too, to the last bit: what rounding loses is kept apart.
          expect(totalsOf(cut, trace)).toEqual(totalsOf(whole, trace));
        }
        expect(cut.totals.tokens).toBe(whole.totals.tokens);
        expect(cut.totals.costUsd).toBe(whole.totals.costUsd);
      },
    ),
    { numRuns: 250 },
  );
});

test('the same span ids in two traces are different spans', () => {
  const call = { usage: 1 as const, inputTokens: 10, outputTokens: 3, cost: 0.1 };
  const index = indexOf([
    [{ trace: 1, id: 1, parent: undefined, ...call }],
    [{ trace: 2, id: 2, parent: 1, ...call }],
    [{ trace: 2, id: 1, parent: undefined, ...call }],
  ]);
  const once = { inputTokens: 10, outputTokens: 3, costUsd: 0.1 };
  expect(totalsOf(index, 1)).toEqual({ ...once, spanCount: 1 });
  expect(totalsOf(index, 2)).toEqual({ ...once, spanCount: 2 });
});

test('parts of older files, which hold sums alone, count as they are', () => {
  const call = { usage: 1 as const, inputTokens: 10, outputTokens: 3, cost: 0.1 };
  const segment = spanSegment([
    sketchOf({ trace: 1, id: 1, parent: 9, ...call }),
    sketchOf({ trace: 1, id: 2, parent: 9, ...call }),
  ]);
  const { usage, ...older } = summarize(
    decodeSpanHeader(unpackBody(segment.parts['body']!).header),
  );
  expect(usage?.callCost).toHaveLength(2);
  const parts = decodeTraceParts(encodeTraceParts(older));
  expect(parts.usage).toBeUndefined();
  const index = new TraceIndex();
  index.add('2026-11-20', 1, parts);
  expect(totalsOf(index, 1)).toEqual({
    inputTokens: 20,
    outputTokens: 6,
    costUsd: 0.2,
    spanCount: 2,
  });
});
