import { describe, expect, it } from 'vitest';
import { decodeLogs } from '../../../src/main/collector/otlp/decode-logs.ts';
import { decodeMetrics } from '../../../src/main/collector/otlp/decode-metrics.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../../../src/main/collector/otlp/types.ts';
import {
  nestedArrays,
  body,
  OPTIONS,
  request,
  SPAN_ID,
  stringAttribute,
  TRACE_ID,
} from './build.ts';

function logs(...logRecords: object[]) {
  const text = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  return decodeLogs(jsonToProtobuf('logs', text, DEFAULT_DECODE_LIMITS).body, OPTIONS);
}

function metrics(limits: Partial<typeof DEFAULT_DECODE_LIMITS>, ...list: object[]) {
  const text = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: list }] }] });
  const options = { ...OPTIONS, limits: { ...DEFAULT_DECODE_LIMITS, ...limits } };
  return decodeMetrics(jsonToProtobuf('metrics', text, DEFAULT_DECODE_LIMITS).body, options);
}

/** A data point with these attributes. */
function point(timeUnixNano: string, ...keys: string[]): object {
  const attributes = keys.map((key) => ({ key, value: { stringValue: 'v' } }));
  return { timeUnixNano, asInt: '1', attributes };
}

describe('decodeLogs', () => {
  it('reads time, severity and ids', () => {
    const [record] = logs({
      timeUnixNano: '5000',
      observedTimeUnixNano: '9000',
      severityNumber: 17,
      traceId: TRACE_ID,
      spanId: SPAN_ID,
    }).records;
    expect(record).toMatchObject({ timeUs: 5, severity: 17 });
    const { bytes, traceIdAt } = record!;
    expect(Buffer.from(bytes.subarray(traceIdAt, traceIdAt + 16)).toString('hex')).toBe(TRACE_ID);
  });

  it('falls back to the observed time, and takes an invalid id as absent', () => {
    const records = logs(
      { observedTimeUnixNano: '9000', traceId: '0'.repeat(32), spanId: 'abcd' },
      {},
    ).records;
    expect(records).toMatchObject([
      { timeUs: 9, traceIdAt: -1, spanIdAt: -1 },
      { timeUs: 0, traceIdAt: -1 },
    ]);
  });

  it('refuses a body nested too deep, alone', () => {
    const deep = body((writer) => writer.bytesField(5, nestedArrays(33)));
    const good = body((writer) => writer.bytesField(6, stringAttribute('k', 'v')));
    const batch = decodeLogs(request([good, deep]), OPTIONS);
    expect(batch).toMatchObject({ rejected: 1 });
    expect(batch.records).toHaveLength(1);
    expect(batch.attributeHashes).toHaveLength(1);
  });
});

const inside = (field: number, content: Uint8Array) =>
  body((writer) => writer.bytesField(field, content));

describe('decodeMetrics', () => {
  it('counts points and finds the earliest and the latest', () => {
    const dataPoints = [point('7000'), point('3000'), point('5000')];
    expect(metrics({}, { name: 'm', sum: { dataPoints } }).records).toMatchObject([
      { name: 'm', points: 3, startUs: 3, endUs: 7 },
    ]);
    expect(metrics({}, { name: 'empty', gauge: {} }).records).toMatchObject([
      { points: 0, startUs: 0, endUs: 0 },
    ]);
  });

  it('counts the points of a refused metric', () => {
    const bad = {
      name: 'm',
      gauge: { dataPoints: [point('1'), point('2', 'a', 'b'), point('3')] },
    };
    const good = { name: 'n', histogram: { dataPoints: [{ timeUnixNano: '1000', count: '2' }] } };
    const batch = metrics({ maxAttributes: 1 }, bad, good);
    expect(batch).toMatchObject({ rejected: 3, records: [{ name: 'n', points: 1 }] });
  });

  it('refuses metrics and resources that are malformed where nothing of them is indexed', () => {
    const cut = Uint8Array.of(0x0a, 0x7f);
    // An exemplar, the buckets of an exponential histogram, counts in one piece, and an entity.
    const exemplar = inside(5, inside(1, inside(5, cut)));
    const buckets = inside(10, inside(1, inside(8, cut)));
    const counts = inside(9, inside(1, inside(6, Uint8Array.of(1, 2, 3))));
    const good = inside(9, inside(1, inside(6, new Uint8Array(16))));
    const batch = decodeMetrics(request([exemplar, buckets, good, counts]), OPTIONS);
    expect(batch).toMatchObject({ rejected: 3, records: [{ points: 1 }] });
    expect(batch.reasons[0]).toMatch(/^malformed metric/);
    const entity = decodeMetrics(request([good], inside(3, cut)), OPTIONS);
    expect(entity).toMatchObject({ rejected: 1, records: [] });
  });
});
