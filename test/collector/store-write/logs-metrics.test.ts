import { expect, test } from 'vitest';
import type { LogEntry, MetricEntry } from '../../../src/main/collector/otlp/types.ts';
import { openDayFileForReading } from '../../../src/main/collector/store/day-file.ts';
import { FIND_TRACE_SQL } from '../../../src/main/collector/store/day-file-schema.ts';
import { dayFilePath } from '../../../src/main/collector/store/day-files.ts';
import { unpackBody } from '../../../src/main/collector/store/segment/body.ts';
import { buildLogSegment } from '../../../src/main/collector/store/segment/build-logs.ts';
import { buildMetricSegment } from '../../../src/main/collector/store/segment/build-metrics.ts';
import { unpackFrame } from '../../../src/main/collector/store/segment/frames.ts';
import { decodeLogHeader } from '../../../src/main/collector/store/segment/log-header.ts';
import { decodeMetricHeader } from '../../../src/main/collector/store/segment/metric-header.ts';
import { traceIdBytes, traceKey } from '../../../src/main/collector/store/trace-key.ts';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import { NOON_MS, NOON_US, traceId } from './span-sketch.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CONTEXT = {
  resources: [
    { bytes: Buffer.from('r'), schemaUrl: 'https://r', service: 's', environment: '', release: '' },
  ],
  scopes: [{ bytes: Buffer.from('sc'), schemaUrl: '' }],
  attributeHashes: [5],
  rejected: 0,
  reasons: [],
};

function log(timeUs: number, trace: number | undefined, text: string): LogEntry {
  const id = trace === undefined ? '' : traceId(trace);
  const bytes = new Uint8Array(Buffer.concat([Buffer.from(id, 'hex'), Buffer.from(text)]));
  const traceIdAt = trace === undefined ? -1 : 0;
  return { bytes, resource: 0, scope: 0, traceIdAt, spanIdAt: -1, timeUs, severity: 9 };
}

const logs = [
  log(NOON_US + 30, 1, 'third'),
  log(NOON_US + 10, 1, 'first'),
  log(NOON_US + 20, undefined, 'second'),
  log(NOON_US + 40, 2, 'fourth'),
];

test('log records are kept by time, with the traces they name', () => {
  const segment = buildLogSegment([{ batch: { ...CONTEXT, records: logs }, request: 0 }]);
  const body = unpackBody(segment.parts['body']!);
  const header = decodeLogHeader(body.header);
  const bodies = body.frames.flatMap((frame) => unpackFrame(frame, header.length));
  const texts = bodies.map((bytes, i) =>
    Buffer.from(bytes.subarray(header.trace[i] === 0 ? 0 : 16)).toString(),
  );
  expect(texts).toEqual(['first', 'second', 'third', 'fourth']);
  expect([...header.timeUs]).toEqual([10, 20, 30, 40].map((us) => NOON_US + us));
  const traces = [...header.trace].map((ref) =>
    ref === 0 ? '' : Buffer.from(header.traceIds.subarray(ref * 16 - 16, ref * 16)).toString('hex'),
  );
  expect(traces).toEqual([traceId(1), '', traceId(1), traceId(2)]);
  expect([segment.minUs, segment.maxUs]).toEqual([NOON_US + 10, NOON_US + 40]);
});

test('log records of a trace are found by its key, and equal records are all kept', async () => {
  const dataDir = temporaryFolder();
  const writer = openWriter({ dataDir, clock: () => NOON_MS });
  for (let i = 0; i < 2; i++) {
    const segment = buildLogSegment([{ batch: { ...CONTEXT, records: logs }, request: 0 }]);
    expect(await writer.append('p', segment)).toEqual({ duplicates: [0] });
  }
  await writer.close();
  const db = openDayFileForReading(dayFilePath(dataDir, 'p', 'logs', '2026-03-01'), {})!;
  const find = db.prepare(FIND_TRACE_SQL);
  expect(find.all(traceKey(traceIdBytes(traceId(1)), 0))).toEqual([
    { segmentId: 1, first: 0, count: 3 },
    { segmentId: 2, first: 0, count: 3 },
  ]);
  expect(find.all(12_345)).toEqual([]);
  expect(db.prepare('SELECT records FROM totals').pluck().get()).toBe(8);
  db.close();
});

const metric = (name: string, startUs: number): MetricEntry => ({
  bytes: new Uint8Array(Buffer.from(`${name}@${startUs}`)),
  resource: 0,
  scope: 0,
  name,
  startUs,
  endUs: startUs + 5,
  points: 3,
});

test('metrics are kept by name and time', () => {
  const records = [metric('b', 20), metric('a', 30), metric('b', 10), metric('a', 0)];
  const segment = buildMetricSegment([{ batch: { ...CONTEXT, records }, request: 7 }]);
  const body = unpackBody(segment.parts['body']!);
  const header = decodeMetricHeader(body.header);
  const bodies = body.frames.flatMap((frame) => unpackFrame(frame, header.length));
  expect(bodies.map((bytes) => Buffer.from(bytes).toString())).toEqual([
    'a@0',
    'a@30',
    'b@10',
    'b@20',
  ]);
  expect([...header.points]).toEqual([3, 3, 3, 3]);
  // A metric without data points has no time; it does not make the segment begin in 1970.
  expect([segment.minUs, segment.maxUs]).toEqual([10, 35]);
  expect([...segment.requestOf]).toEqual([7, 7, 7, 7]);
});
