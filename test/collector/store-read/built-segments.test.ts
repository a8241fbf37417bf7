import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpanRecord } from '../../../src/main/collector/otlp/types.ts';
import { buildSpanSegment } from '../../../src/main/collector/store/segment/build-spans.ts';
import { decodeTraceParts } from '../../../src/main/collector/store/segment/trace-parts-codec.ts';
import { unpackBody } from '../../../src/main/collector/store/segment/body.ts';
import { TraceIndex } from '../../../src/main/collector/store/reader/trace-index.ts';
import { summaryOf } from '../../../src/main/collector/store/reader/trace-row.ts';
import { spanRecord } from '../store-write/span-sketch.ts';
import { groupByTrace, type ModelSpan, modelSummary } from './model-spans.ts';
import { modelSpan } from './span-arbitrary.ts';

const USAGE = { none: 0, call: 1, wrapper: 2 } as const;

function recordOf(span: ModelSpan, number: number): SpanRecord {
  const known = !Number.isNaN(span.cost);
  return spanRecord({
    trace: span.trace,
    span: number.toString(16).padStart(16, '0'),
    // Parents that are nowhere: whether a call lies under another call is not what this is about.
    ...(span.root ? {} : { parent: 'ee'.repeat(8) }),
    name: span.name,
    startUs: span.startUs,
    durationUs: span.durationUs,
    status: span.error ? 2 : 0,
    resource: number,
    fields: {
      provider: span.provider,
      model: span.model,
      usage: USAGE[span.usage],
      inputTokens: span.inputTokens,
      outputTokens: span.outputTokens,
      cost: known ? span.cost : 0,
      costSource: known ? 1 : 0,
      session: span.session,
      user: span.user,
    },
  });
}

/** The parts that the collector stores for a request of these spans. */
function builtParts(spans: readonly { readonly span: ModelSpan; readonly number: number }[]) {
  const segment = buildSpanSegment([
    {
      request: 0,
      batch: {
        resources: spans.map(({ span: { service, environment, release } }) => ({
          bytes: Buffer.from(`${service} ${environment} ${release}`),
          schemaUrl: '',
          service,
          environment,
          release,
        })),
        scopes: [{ bytes: Buffer.from('scope'), schemaUrl: '' }],
        records: spans.map(({ span, number }, i) => ({ ...recordOf(span, number), resource: i })),
        attributeHashes: [],
        rejected: 0,
        reasons: [],
      },
    },
  ]);
  return decodeTraceParts(unpackBody(segment.parts['body']!).parts);
}

test('segments as the collector builds them give the rows of all spans at once, however they are cut', () => {
  fc.assert(
    fc.property(
      fc.array(modelSpan, { minLength: 1, maxLength: 25 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 25, maxLength: 25 }),
      (spans, sizes) => {
        const numbered = spans.map((span, number) => ({ span, number }));
        const index = new TraceIndex();
        for (let at = 0, id = 1; at < numbered.length; at += sizes[id++]!) {
          index.add('2026-11-20', id, builtParts(numbered.slice(at, at + sizes[id]!)));
        }
        for (const group of groupByTrace(spans)) {
          expect(summaryOf(index, index.rowOf(group[0]!.trace))).toEqual(modelSummary(group));
        }
      },
    ),
    { numRuns: 300 },
  );
});
