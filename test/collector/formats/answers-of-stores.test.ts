import { expect, it } from 'vitest';
import { attribute, readFormats } from '../../support/read-formats.ts';

const document = {
  traceID: '2be38093ead7a083',
  spanID: '7606ddfe69932d34',
  operationName: 'query',
  references: [],
  startTime: 1_605_223_981_761_425,
  startTimeMillis: 1_605_223_981_761,
  duration: 267_037,
  tags: [{ key: 'span.kind', type: 'string', value: 'server' }],
  tag: { 'http@method': 'GET' },
  logs: [],
  process: { serviceName: 'shop', tags: [], tag: { 'host@name': 'h1' } },
};
const hit = { _index: 'jaeger-span-2026-05-01', _id: '1', _score: 1, _source: document };

it.each([
  ['an answer of a search', JSON.stringify({ took: 1, hits: { total: 1, hits: [hit] } })],
  ['a dump by lines', `${JSON.stringify(hit)}\n`],
  ['the document itself', JSON.stringify(document)],
])('reads spans of Jaeger out of Elasticsearch: %s', async (_what, file) => {
  const { spans, problems } = await readFormats(file);
  expect(problems).toEqual([]);
  expect(spans).toMatchObject([{ name: 'query', kind: 2, service: 'shop' }]);
  expect(attribute(spans[0], 'http.method')).toBe('GET');
});

it('reads ids of Jaeger and Zipkin that are written without the zeros before them', async () => {
  const parent = { refType: 'CHILD_OF', traceID: 'be38093ead7a083', spanID: '1a2' };
  const ids = { traceId: '00000000000000000be38093ead7a083', parentSpanId: '00000000000001a2' };
  const child = { ...document, traceID: parent.traceID, spanID: 'b', references: [parent] };
  const jaeger = await readFormats(JSON.stringify(child));
  expect(jaeger).toMatchObject({ problems: [], spans: [{ ...ids, spanId: '000000000000000b' }] });
  const root = await readFormats(JSON.stringify({ ...document, parentSpanID: '0' }));
  expect(root.spans).toHaveLength(1);
  expect(root.spans[0]!.parentSpanId).toBeUndefined();
  const call = { traceId: parent.traceID, parentId: '1a2', id: 'b', timestamp: 1, name: 'x' };
  const zipkin = await readFormats(JSON.stringify([call]));
  expect(zipkin).toMatchObject({ problems: [], spans: [{ ...ids, spanId: '000000000000000b' }] });
});

it('reads what JamJet sends, and answers of Tempo in which other things come first', async () => {
  const event = {
    trace_id: 'tr_5982fe77008310cc80f1da5e10147517',
    span_id: 'sp_90394f6bcffb5d13',
    kind: 'llm_call',
    sequence: 1,
    timestamp: '2026-05-01T10:00:00Z',
  };
  const sent = await readFormats(JSON.stringify({ project: 'p', events: [event] }));
  expect(sent).toMatchObject({ problems: [], formats: ['JamJet'], spans: [{}] });
  const span = {
    traceId: event.trace_id.slice(3),
    spanId: event.span_id.slice(3),
    name: 'x',
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000000000001',
  };
  const trace = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  const answer = { status: 'PARTIAL', message: 'too large', metrics: {}, trace };
  expect(await readFormats(JSON.stringify(answer))).toMatchObject({ problems: [], spans: [{}] });
});

/** A span in a trace of Phoenix. */
const phoenixSpan = (span_id: string, parent_id: string | null, name: string) => ({
  id: 'U3Bhbjox',
  span_id,
  parent_id,
  name,
  span_kind: parent_id === null ? 'CHAIN' : 'LLM',
  status_code: parent_id === null ? 'OK' : 'ERROR',
  start_time: '2026-01-02T03:04:05.678901+00:00',
  end_time: '2026-01-02T03:04:06+00:00',
});

it('reads traces of Phoenix with their spans, and spans of its OTLP answer with all their nulls', async () => {
  const spans = [
    phoenixSpan('90394f6bcffb5d13', null, 'root'),
    phoenixSpan('90394f6bcffb5d14', '90394f6bcffb5d13', 'call'),
  ];
  const times = { start_time: '2026-01-02T03:04:05+00:00', end_time: '2026-01-02T03:04:06+00:00' };
  const traceId = '5982fe77008310cc80f1da5e10147517';
  const trace = {
    id: 'VHJhY2U6MQ==',
    trace_id: traceId,
    project_id: 'UHJvamVjdDox',
    ...times,
    spans,
  };
  const traces = await readFormats(JSON.stringify({ data: [trace], next_cursor: null }));
  expect(traces).toMatchObject({
    problems: [],
    formats: ['Phoenix'],
    spans: [
      { traceId, spanId: '90394f6bcffb5d13', name: 'root', status: { code: 1 } },
      { traceId, parentSpanId: '90394f6bcffb5d13', name: 'call', status: { code: 2 } },
    ],
  });
  expect(attribute(traces.spans[1], 'openinference.span.kind')).toBe('LLM');

  const none = { array_value: null, bool_value: null, int_value: null, string_value: null };
  const value = { ...none, double_value: '-inf' };
  const otlp = {
    trace_id: traceId,
    span_id: '90394f6bcffb5d15',
    parent_span_id: null,
    name: 'otlp',
    kind: null,
    flags: null,
    links: null,
    start_time_unix_nano: 1_767_323_045_678_901_000,
    end_time_unix_nano: 1_767_323_046_000_000_000,
    attributes: [{ key: 'score', value }],
    events: [{ name: 'e', attributes: [], time_unix_nano: null, dropped_attributes_count: null }],
    status: { code: 1, message: null },
    trace_state: null,
  };
  const answer = await readFormats(JSON.stringify({ next_cursor: null, data: [otlp] }));
  expect(answer).toMatchObject({ problems: [], spans: [{ name: 'otlp', status: { code: 1 } }] });
  expect(attribute(answer.spans[0], 'score')).toBe('-Infinity');
});

it.each([
  [
    {
      id: 'VA==',
      trace_id: 'a1',
      project_id: 'UA==',
      start_time: '2026-01-02T03:04:05Z',
      spans: null,
    },
    'it names a trace of Phoenix without its spans; fetch them from /v1/projects/ID/spans',
  ],
  [
    { traceId: 'a1', id: 'b2', annotations: [], binaryAnnotations: [{ key: 'a', value: 'b' }] },
    'it is a span of Zipkin v1; export it as v2, from /api/v2/traces',
  ],
  [
    { traceID: 'a1', rootServiceName: 'shop', rootTraceName: 'GET /', durationMs: 5 },
    'it names a trace that was found but does not hold it; fetch the trace by its id',
  ],
  [{ traceId: 'a1', id: 'b2', kind: 'CLIENT' }, 'it has no id or no time'],
])('says of what it cannot read what to do instead', async (record, reason) => {
  const { spans, problems } = await readFormats(JSON.stringify([record]));
  expect(spans).toEqual([]);
  expect(problems.map((problem) => problem.reason)).toEqual([reason]);
});
