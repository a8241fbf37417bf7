import { readFileSync } from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../../../src/main/collector/otlp/types.ts';
import { loadZstd, zstdCompress } from '../../../src/main/collector/store/zstd.ts';
import { exportRequest } from '../../support/export-request.ts';
import { readFormats } from '../../support/read-formats.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/otlp/${name}`, import.meta.url));
const COLLECTOR = fixture('otel-tui-collector-export.jsonl');

/** The lines of a Collector's file as protobuf messages. */
const messages = (): Uint8Array[] =>
  COLLECTOR.toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const signal = line.startsWith('{"resourceSpans')
        ? 'traces'
        : line.startsWith('{"resourceLogs')
          ? 'logs'
          : 'metrics';
      return jsonToProtobuf(signal, line, DEFAULT_DECODE_LIMITS).body;
    });

const framed = (parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );

const counts = ({ spans, logs, metrics }: Awaited<ReturnType<typeof readFormats>>) => [
  spans.length,
  logs.length,
  metrics.length,
];

const named = (name: string) => JSON.stringify(exportRequest([{ name }]));

/** A request of one span whose name has so many characters. */
const bodyOf = (length: number) =>
  jsonToProtobuf('traces', named('n'.repeat(length)), DEFAULT_DECODE_LIMITS).body;

describe('OTLP files', () => {
  it('reads traces, logs and metrics mixed in JSON lines, in pieces of any size', async () => {
    const whole = await readFormats(COLLECTOR, { pieceBytes: 1 << 20 });
    expect(whole.problems).toEqual([]);
    expect(counts(whole)).toEqual([547, 23, 2650]);
    const small = await readFormats(COLLECTOR.subarray(0, 300_000), { pieceBytes: 7 });
    const large = await readFormats(COLLECTOR.subarray(0, 300_000), { pieceBytes: 1 << 20 });
    expect(small).toEqual(large);
  });

  it('reads the official examples, pretty-printed', async () => {
    const read = await readFormats(fixture('opentelemetry-proto-trace.json'));
    expect(read.spans).toMatchObject([{ name: "I'm a server span", service: 'my.service' }]);
    expect((await readFormats(fixture('opentelemetry-proto-logs.json'))).logs).toHaveLength(1);
    expect((await readFormats(fixture('opentelemetry-proto-metrics.json'))).metrics).toHaveLength(
      4,
    );
  });

  it('reads protobuf messages of each signal, alone and one after the other', async () => {
    const parts = messages();
    for (const part of [parts[0]!, parts.at(-1)!]) {
      expect((await readFormats(part)).problems).toEqual([]);
    }
    const bare = await readFormats(Buffer.concat(parts));
    expect(bare.problems).toEqual([]);
    expect(counts(bare)).toEqual([547, 23, 2650]);
  });

  it("reads the Collector's length-prefixed messages, also each compressed by itself", async () => {
    await loadZstd();
    const parts = messages();
    for (const file of [
      framed(parts),
      framed(parts.map((part) => zstdCompress(part, 1))),
      framed(parts.map((part) => zlib.gzipSync(part))),
    ]) {
      const read = await readFormats(file, { pieceBytes: 1 << 16 });
      expect(read.problems).toEqual([]);
      expect(counts(read)).toEqual([547, 23, 2650]);
    }
  });

  it('reads gzip and zstd of each, several frames and both inside each other', async () => {
    await loadZstd();
    const half = COLLECTOR.length / 2;
    const files = [
      zlib.gzipSync(COLLECTOR),
      Buffer.concat([
        zlib.gzipSync(COLLECTOR.subarray(0, half)),
        zlib.gzipSync(COLLECTOR.subarray(half)),
      ]),
      zstdCompress(COLLECTOR, 1),
      Buffer.concat([
        zstdCompress(COLLECTOR.subarray(0, half), 1),
        zstdCompress(COLLECTOR.subarray(half), 3),
      ]),
      zlib.gzipSync(zstdCompress(framed(messages()), 1)),
    ];
    for (const file of files) {
      const read = await readFormats(file, { pieceBytes: 1 << 14 });
      expect(read.problems).toEqual([]);
      expect(counts(read)).toEqual([547, 23, 2650]);
    }
  });

  it('tells metrics from spans where names and descriptions are as long as ids', async () => {
    const dataPoints = [{ timeUnixNano: '1750000000000000000' }];
    const kinds = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];
    for (const kind of kinds) {
      const metric = { name: 'process.cpu.time', description: 'CPU time', [kind]: { dataPoints } };
      const request = { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
      const json = JSON.stringify(request);
      const { body } = jsonToProtobuf('metrics', json, DEFAULT_DECODE_LIMITS);
      expect(counts(await readFormats(body)), kind).toEqual([0, 0, 1]);
    }
  });

  it('tells records in protobuf from each other that have little in them, or no time', async () => {
    const groups = {
      logs: (record: object) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
      metrics: (record: object) => ({
        resourceMetrics: [{ scopeMetrics: [{ metrics: [record] }] }],
      }),
    };
    const attributes = [{ key: 'a', value: { stringValue: 'b' } }];
    const number = { asInt: '5', attributes };
    const histogram = { count: '2', bucketCounts: ['1', '1'], explicitBounds: [1], attributes };
    const records = {
      logs: [
        {},
        { body: { stringValue: 'out of disk' } },
        { body: { kvlistValue: { values: attributes } } },
        { body: { stringValue: '' }, attributes },
        { attributes },
        { severityText: 'WARN', eventName: 'x', droppedAttributesCount: 1 },
        { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
      ],
      metrics: [
        { name: 'a' },
        { name: 'process.cpu.time', description: 'CPU time', unit: 's' },
        { name: 'process.cpu.time', description: 'CPU time', gauge: { dataPoints: [number] } },
        { name: 'process.cpu.time', description: 'CPU time', sum: { dataPoints: [number] } },
        {
          name: 'process.cpu.time',
          description: 'CPU time',
          histogram: { dataPoints: [histogram] },
        },
        {
          name: 'process.cpu.time',
          description: 'CPU time',
          summary: { dataPoints: [{ attributes }] },
        },
        { name: 'process.cpu.time', description: 'CPU time', metadata: attributes },
      ],
    } as const;
    for (const signal of ['logs', 'metrics'] as const) {
      for (const record of records[signal]) {
        const json = JSON.stringify(groups[signal](record));
        const { body } = jsonToProtobuf(signal, json, DEFAULT_DECODE_LIMITS);
        const read = await readFormats(framed([body]));
        expect([read[signal], read.problems], json).toEqual([[record], []]);
      }
    }
    // A metric without a name looks like a log record: what it came with tells it.
    const named = { name: 'a', gauge: { dataPoints: [{ ...number, timeUnixNano: '7' }] } };
    const both = [groups.metrics({}), groups.metrics(named)].flatMap((one) => one.resourceMetrics);
    const json = JSON.stringify({ resourceMetrics: both });
    const { body } = jsonToProtobuf('metrics', json, DEFAULT_DECODE_LIMITS);
    expect((await readFormats(framed([body]))).metrics).toEqual([{}, named]);
  });

  it.each(['[', '{'])('takes a group for one whose length is the byte of %s', async (bracket) => {
    const bodies = Array.from({ length: 100 }, (_, length) => bodyOf(length));
    const body = bodies.find((one) => one[1] === bracket.charCodeAt(0))!;
    const { spans, problems } = await readFormats(Buffer.concat([body, bodyOf(5)]));
    expect(problems).toEqual([]);
    expect(spans).toHaveLength(2);
    const text = await readFormats(`\n${bracket === '[' ? `[${named('json')}]` : named('json')}`);
    expect(text.spans).toMatchObject([{ name: 'json' }]);
  });

  it('reads a resource larger than what is held, as JSON and as protobuf, and keeps every span', async () => {
    const spans = Array.from({ length: 12_000 }, (_, at) => ({
      name: `span ${at}`,
      attributes: { text: 'x'.repeat(500) },
    }));
    const json = JSON.stringify(exportRequest(spans, 'large'));
    const fromJson = await readFormats(json, { pieceBytes: 1 << 20 });
    const { body } = jsonToProtobuf('traces', json, DEFAULT_DECODE_LIMITS);
    const fromProtobuf = await readFormats(body, { pieceBytes: 1 << 20 });
    for (const read of [fromJson, fromProtobuf]) {
      expect(read.problems).toEqual([]);
      expect(new Set(read.spans.map(({ name }) => name)).size).toBe(12_000);
      expect(read.spans.every(({ service }) => service === 'large')).toBe(true);
    }
  });
});

describe('broken OTLP files', () => {
  const lines = Array.from({ length: 6 }, (_, at) =>
    JSON.stringify(exportRequest([{ name: `line ${at + 1}` }])),
  );

  it('keeps the lines around those that are cut, foreign or refused, and says which they are', async () => {
    const file = [
      lines[0],
      lines[1]!.slice(0, 200),
      lines[2],
      'not json at all',
      lines[3]!.replace(/"traceId":"[0-9a-f]+"/, '"traceId":"zz"'),
      '{"other":1}',
      lines[4],
      lines[5]!.slice(0, -1),
    ].join('\n');
    const read = await readFormats(file);
    expect(read.spans.map(({ name }) => name)).toEqual(['line 1', 'line 3', 'line 5', 'line 6']);
    const at = read.problems.map(({ place }) => place.line);
    expect(new Set(at)).toEqual(new Set([2, 4, 5, 6, 8]));
    expect(read.problems.find(({ place }) => place.line === 5)?.reason).toContain('traceId');
  });

  it('finds the next message after a damaged one, and reads what is there of the last', async () => {
    const parts = messages();
    const file = framed(parts);
    const second = 4 + parts[0]!.length;
    const damaged = Buffer.from(file);
    damaged.fill(0xff, second + 4, second + 40);
    const read = await readFormats(damaged, { pieceBytes: 1 << 16 });
    expect(read.problems.length).toBeGreaterThan(0);
    expect(read.spans.length).toBeGreaterThan(500);
    const cut = await readFormats(file.subarray(0, file.length - 10), { pieceBytes: 1 << 16 });
    expect(cut.problems.map(({ reason }) => reason).join()).toContain('cut short');
    expect(counts(cut).reduce((a, b) => a + b)).toBeGreaterThan(547 + 23 + 2650 - 60);
  });

  it('reads a compressed file up to where it is cut short', async () => {
    await loadZstd();
    for (const packed of [zlib.gzipSync(COLLECTOR), zstdCompress(COLLECTOR, 1)]) {
      const read = await readFormats(packed.subarray(0, packed.length / 2), { pieceBytes: 4096 });
      expect(read.spans.length).toBeGreaterThan(50);
      expect(read.problems.map(({ reason }) => reason).join()).toContain('cut short');
    }
  });
});
