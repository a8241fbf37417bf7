import { expect, it } from 'vitest';
import { exportBytes, importBytes } from '../../support/files.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { attribute, readFormats } from '../../support/read-formats.ts';
import { body, request, spanBody } from '../otlp/build.ts';

const T = '1770000000000000001';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

/** Each kind of value with its extremes; empty ones are not missing ones. Written as an export writes them. */
const attributes = [
  { stringValue: 'x"\\\n\u0000日本🙂' },
  { stringValue: '' },
  {},
  { intValue: '9223372036854775807' },
  { intValue: '-9223372036854775808' },
  { intValue: '0' },
  { boolValue: false },
  { doubleValue: 'NaN' },
  { doubleValue: '-Infinity' },
  { doubleValue: '-0' },
  { doubleValue: 5e-324 },
  { bytesValue: 'AAECAw==' },
  { bytesValue: '' },
  { arrayValue: {} },
  { arrayValue: { values: [{ intValue: '1' }, {}, { arrayValue: {} }] } },
  { kvlistValue: {} },
  { kvlistValue: { values: [{ key: 'a', value: { kvlistValue: { values: [{ key: 'a' }] } } }] } },
].map((value, at) => ({ key: `k${at}`, value }));
const twice = [...attributes, ...attributes, { key: 'none' }];

const resource = {
  attributes: twice,
  droppedAttributesCount: 5,
  entityRefs: [
    { schemaUrl: 'https://e', type: 'service', idKeys: ['k0'], descriptionKeys: ['k1'] },
  ],
};
const scope = { name: 'sc', version: '1', attributes, droppedAttributesCount: 2 };
const span = {
  traceId: TRACE,
  spanId: SPAN,
  traceState: 'a=1,b=2',
  parentSpanId: '00f067aa0ba902b7',
  kind: 99,
  startTimeUnixNano: T,
  endTimeUnixNano: '18446744073709551615',
  attributes: twice,
  droppedAttributesCount: 4_294_967_295,
  events: [{ timeUnixNano: T, name: 'e', attributes, droppedAttributesCount: 3 }, {}],
  droppedEventsCount: 7,
  links: [{ traceId: TRACE, spanId: SPAN, traceState: 'x=y', attributes, flags: 257 }],
  droppedLinksCount: 9,
  status: { message: 'bad', code: -7 },
  flags: 769,
};
const moment = { timeUnixNano: T, observedTimeUnixNano: '2', severityNumber: 9 };
const logs = [
  {
    ...moment,
    body: { kvlistValue: { values: attributes } },
    attributes,
    flags: 1,
    traceId: TRACE,
  },
  { ...moment, body: {}, eventName: 'my.event', droppedAttributesCount: 1 },
  { ...moment },
];
const exemplars = [{ filteredAttributes: attributes, timeUnixNano: T, asDouble: 0, spanId: SPAN }];
const point = { attributes, startTimeUnixNano: T, timeUnixNano: T, exemplars, flags: 1 };
const buckets = { offset: -2, bucketCounts: ['1', '0'] };
const metrics = [
  {
    name: 'g',
    description: 'd',
    unit: '1',
    gauge: { dataPoints: [{ ...point, asInt: '-5' }, { timeUnixNano: T }] },
    metadata: attributes,
  },
  {
    name: 's',
    sum: {
      dataPoints: [{ ...point, asDouble: 'NaN' }],
      aggregationTemporality: 2,
      isMonotonic: true,
    },
  },
  {
    name: 'h',
    histogram: {
      dataPoints: [
        {
          ...point,
          count: '18446744073709551615',
          sum: 0,
          bucketCounts: ['1', '0'],
          explicitBounds: [0],
          min: 0,
          max: 'Infinity',
        },
      ],
      aggregationTemporality: 9,
    },
  },
  {
    name: 'eh',
    exponentialHistogram: {
      dataPoints: [
        {
          ...point,
          count: '3',
          sum: -1.5,
          scale: -3,
          zeroCount: '1',
          positive: buckets,
          negative: buckets,
          min: -2,
          max: 3,
          zeroThreshold: 0.1,
        },
      ],
      aggregationTemporality: 1,
    },
  },
  {
    name: 'su',
    summary: {
      dataPoints: [
        {
          timeUnixNano: T,
          count: '2',
          sum: 3,
          quantileValues: [{ quantile: 0.99, value: 'NaN' }, {}],
          flags: 1,
        },
      ],
    },
  },
];
const schemaUrl = 'https://schema';
const FILE = [
  { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span], schemaUrl }], schemaUrl }] },
  { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: logs, schemaUrl }], schemaUrl }] },
  { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics, schemaUrl }], schemaUrl }] },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

/** A value of JSON with its members in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

const byContent = (list: readonly unknown[]): string[] =>
  list.map((one) => JSON.stringify(sorted(one))).toSorted();

it('every field of OTLP is exported as it came, and an export of what was exported is the same to the byte', async () => {
  const { client } = await openTestCollector();
  const signals = ['traces', 'logs', 'metrics'] as const;
  const open = async (file: Uint8Array | string) => {
    const { project } = await client.files.open({ name: 'every field' });
    const report = await importBytes(client, project.id, file);
    expect(report).toMatchObject({ rejected: 0, problemCount: 0, spans: 1, logs: 3, points: 6 });
    const all = { signals: [...signals] };
    return (format: 'otlp-jsonl' | 'otlp-protobuf') =>
      exportBytes(client, project.id, { ...all, format });
  };
  const first = await open(FILE);
  const lines = await first('otlp-jsonl');
  const read = await readFormats(lines);
  const [{ service: _service, ...readSpan } = {}] = read.spans;
  expect(sorted(readSpan)).toEqual(sorted(span));
  expect(byContent(read.logs)).toEqual(byContent(logs));
  expect(byContent(read.metrics)).toEqual(byContent(metrics));
  for (const format of ['otlp-jsonl', 'otlp-protobuf'] as const) {
    const file = await first(format);
    const again = await open(file);
    expect(await again(format)).toEqual(file);
  }
});

const inside = (field: number, content: Uint8Array) =>
  body((writer) => writer.bytesField(field, content));

it('a span that is malformed inside is exported as far as it can be read, and keeps no other from it', async () => {
  const { client } = await openTestCollector();
  const { project } = await client.files.open({ name: 'malformed' });
  // A value that is first a list, whose end is missing, and then a text, which counts.
  const list = inside(5, Uint8Array.of(0x0a, 0x7f));
  const value = Buffer.concat([list, inside(1, Buffer.from('text'))]);
  const odd = spanBody((writer) => {
    writer.bytesField(9, Buffer.concat([inside(1, Buffer.from('k')), inside(2, value)]));
    writer.stringField(5, 'odd');
  });
  const sound = spanBody((writer) => writer.stringField(5, 'sound'), TRACE, SPAN);
  const report = await importBytes(client, project.id, request([odd, sound]));
  expect(report).toMatchObject({ spans: 2, rejected: 0 });
  for (const format of ['otlp-jsonl', 'jaeger'] as const) {
    const options = { signals: ['traces' as const], format };
    const { spans } = await readFormats(await exportBytes(client, project.id, options));
    expect(spans.map(({ name }) => name).toSorted()).toEqual(['odd', 'sound']);
    const read = spans.find(({ name }) => name === 'odd');
    expect(attribute(read, 'k')).toBe('text');
  }
});
