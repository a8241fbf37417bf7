import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpackBody } from '../../../src/main/collector/store/segment/body.ts';
import { buildSpanSegment } from '../../../src/main/collector/store/segment/build-spans.ts';
import { decodeContext } from '../../../src/main/collector/store/segment/context.ts';
import { unpackFrame } from '../../../src/main/collector/store/segment/frames.ts';
import { SegmentError } from '../../../src/main/collector/store/segment/segment-error.ts';
import { decodeSpanHeader } from '../../../src/main/collector/store/segment/span-header.ts';
import { decodeTraceParts } from '../../../src/main/collector/store/segment/trace-parts-codec.ts';
import { viewTraceRows } from '../../../src/main/collector/store/segment/trace-rows.ts';
import { traceKey } from '../../../src/main/collector/store/trace-key.ts';
import { frameContentSize } from '../../../src/main/collector/store/zstd-frames.ts';
import { zstdCompress, zstdExpand } from '../../../src/main/collector/store/zstd.ts';
import {
  NOON_US,
  spanBatch,
  spanId,
  spanSegment,
  traceId,
  type SpanSketch,
} from './span-sketch.ts';

const sketch: fc.Arbitrary<SpanSketch> = fc.record({
  trace: fc.nat(4).map(traceId),
  span: fc.nat(40).map(spanId),
  parent: fc.oneof(fc.constant(''), fc.nat(60).map(spanId)),
  name: fc.constantFrom('', 'GET /', 'chat', 'päivää'),
  startUs: fc.nat(5000).map((us) => NOON_US + us),
  startNs: fc.nat(999),
  durationUs: fc.nat(1_000_000),
  durationNs: fc.nat(999),
  status: fc.nat(2),
  resource: fc.nat(1),
  padding: fc.constantFrom(0, 10, 5000, 300_000),
});
const requests = fc.array(fc.array(sketch, { maxLength: 25 }), { minLength: 1, maxLength: 4 });

const key = ({ trace, span }: SpanSketch): string => `${trace}/${span}`;
const hex = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('hex');

/** Each span once, as it came first, with the request it came from. */
function model(input: readonly (readonly SpanSketch[])[]) {
  const kept = new Map<string, { sketch: SpanSketch; request: number; body: Uint8Array }>();
  const lost = input.map(() => 0);
  for (const [request, sketches] of input.entries()) {
    for (const [i, record] of spanBatch(sketches).records.entries()) {
      const each = sketches[i]!;
      if (kept.has(key(each))) lost[request]!++;
      else kept.set(key(each), { sketch: each, request, body: record.bytes });
    }
  }
  return { kept, lost };
}

describe('a segment of spans', () => {
  test('holds every span once, byte for byte, with its times, parent and request', () => {
    fc.assert(
      fc.property(requests, (input) => {
        const { kept, lost } = model(input);
        const segment = spanSegment(...input);
        expect(segment.records).toBe(kept.size);
        expect(input.map((_, i) => segment.innerDuplicates?.[i] ?? 0)).toEqual(lost);
        const body = unpackBody(segment.parts['body']!);
        const header = decodeSpanHeader(body.header);
        const context = decodeContext(body.context);
        const bodies = body.frames.flatMap((frame) => unpackFrame(frame, header.length));
        const seen = new Set<string>();
        for (let trace = 0; trace < header.traces; trace++) {
          const id = hex(header.traceIds, trace * 16, 16);
          let before = -Infinity;
          const runAt = header.runAt[trace]!;
          for (let i = runAt; i < header.runAt[trace + 1]!; i++) {
            const name = `${id}/${hex(header.spanIds, i * 8, 8)}`;
            const { sketch, request, body: stored } = kept.get(name)!;
            seen.add(name);
            expect(Buffer.from(bodies[i]!).equals(stored)).toBe(true);
            expect(segment.requestOf[i]).toBe(request);
            expect(header.strings[header.name[i]!]).toBe(sketch.name);
            expect(header.startUs[i]).toBe(sketch.startUs);
            expect(header.startNs[i]).toBe(sketch.startNs);
            expect(header.durationUs[i]! * 1000 + header.durationNs[i]!).toBe(
              sketch.durationUs! * 1000 + sketch.durationNs!,
            );
            const service = ['front', 'back'][sketch.resource!];
            expect(header.strings[header.service[i]!]).toBe(service);
            expect(Buffer.from(context.resources[header.resource[i]!]!.bytes).toString()).toBe(
              service,
            );
            expect(header.startUs[i]).toBeGreaterThanOrEqual(before);
            before = header.startUs[i]!;
            expect(parentOf(header, runAt, i)).toBe(sketch.parent);
          }
        }
        expect(seen.size).toBe(kept.size);
      }),
      { numRuns: 150 },
    );
  });

  test('tells the writer keys, times and ids of its traces', () => {
    fc.assert(
      fc.property(requests, (input) => {
        const segment = spanSegment(...input);
        const rows = viewTraceRows(segment.parts['rows']!);
        const header = decodeSpanHeader(unpackBody(segment.parts['body']!).header);
        expect(rows.traces).toBe(header.traces);
        for (let row = 0; row < rows.traces; row++) {
          expect(rows.keys[row]).toBe(traceKey(rows.traceIds, row * 16));
          if (row > 0) expect(rows.keys[row]!).toBeGreaterThanOrEqual(rows.keys[row - 1]!);
          expect(rows.fromUs[row]).toBe(header.startUs[rows.first[row]!]);
          expect(rows.toUs[row]).toBe(header.startUs[rows.first[row]! + rows.count[row]! - 1]);
        }
        expect(Buffer.from(rows.spanIds).equals(header.spanIds)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('keeps a large record in a frame of its own, and neighbours small', () => {
    const sketches = Array.from({ length: 30 }, (_, i) => ({
      trace: traceId(i % 2),
      span: spanId(i),
      padding: i === 7 ? 3_000_000 : 2000,
    }));
    const segment = spanSegment(sketches);
    const { frames } = unpackBody(segment.parts['body']!);
    expect(frames.filter(({ records }) => records === 1).length).toBeGreaterThanOrEqual(1);
    for (const { records, data } of frames) {
      if (records > 1) expect(frameContentSize(data)).toBeLessThan(400_000);
    }
  });

  test('of a request without spans is empty', () => {
    const segment = buildSpanSegment([{ batch: spanBatch([]), request: 0 }]);
    expect(segment.records).toBe(0);
  });
});

/** Hex id of the parent, however the header refers to it. */
function parentOf(
  header: ReturnType<typeof decodeSpanHeader>,
  runAt: number,
  ordinal: number,
): string {
  const value = header.parent[ordinal]!;
  if (value === 0) return '';
  const index = (value - 1) >>> 1;
  if (value % 2 === 1) return hex(header.spanIds, (runAt + index) * 8, 8);
  return hex(header.parentIds, index * 8, 8);
}

const hurt = (bytes: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array => {
  const out = bytes.slice();
  for (const [at, value] of changes) out[at % out.length] = value;
  return out;
};
const attempt = (decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void => {
  try {
    decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SegmentError);
  }
};

describe('a damaged segment', () => {
  const healthy = unpackBody(
    spanSegment(
      Array.from({ length: 40 }, (_, i) => ({
        trace: traceId(i % 5),
        span: spanId(i),
        parent: i < 5 ? '' : spanId(i - 5),
        fields: {
          model: 'm',
          usage: 1 as const,
          inputTokens: i,
          cost: i / 3,
          costSource: 1 as const,
        },
      })),
    ).parts['body']!,
  );
  const lengths = decodeSpanHeader(healthy.header).length;
  const readers: readonly (readonly [string, Uint8Array, (bytes: Uint8Array) => unknown])[] = [
    ['parts', healthy.parts, decodeTraceParts],
    ['header', healthy.header, decodeSpanHeader],
    ['context', healthy.context, decodeContext],
    [
      'frame',
      healthy.frames[0]!.data,
      (data) => unpackFrame({ ...healthy.frames[0]!, data }, lengths),
    ],
  ];
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
  test.each(readers)(
    '%s: changed bytes end in SegmentError or a readable section',
    (_, good, decode) => {
      fc.assert(
        fc.property(damage, (changes) => attempt(decode, hurt(good, changes))),
        {
          numRuns: 400,
        },
      );
    },
  );

  test.each(readers)('%s: so do changes that survive compression', (_, good, decode) => {
    const raw = zstdExpand(good, frameContentSize(good));
    fc.assert(
      fc.property(damage, (changes) => attempt(decode, zstdCompress(hurt(raw, changes), 1))),
      { numRuns: 400 },
    );
  });

  test.each(readers)('%s: cut anywhere is refused', (_, good, decode) => {
    for (let length = 0; length < good.length; length += 7) {
      expect(() => decode(good.subarray(0, length))).toThrow(SegmentError);
    }
  });
});
