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

it.each([
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
