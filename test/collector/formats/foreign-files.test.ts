import { readFileSync } from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { attribute, readFormats } from '../../support/read-formats.ts';
import { tarFile } from '../../support/tar-file.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/otlp/${name}`, import.meta.url));

/** A cell of CSV, quoted. */
const cell = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;

describe('Jaeger JSON', () => {
  it('is read as the OTLP it was made of', async () => {
    const jaeger = await readFormats(fixture('jaeger-otlp2jaeger-out.json'));
    const otlp = await readFormats(fixture('jaeger-otlp2jaeger-in.json'));
    expect(jaeger.problems).toEqual([]);
    expect(jaeger.spans.map(({ status: _status, ...span }) => span)).toEqual(
      otlp.spans.map(({ status: _status, ...span }) => span),
    );
  });

  it('takes parents, errors, logs and short ids of spans that hold their process', async () => {
    const { spans, problems } = await readFormats(fixture('jaeger-ui-trace.json'));
    expect(problems).toEqual([]);
    expect(spans).toMatchObject([
      {
        traceId: '00000000000000002be38093ead7a083',
        spanId: '7606ddfe69932d34',
        parentSpanId: '492770a15935810f',
        kind: 2,
        startTimeUnixNano: '1605223981761425000',
        endTimeUnixNano: '1605223982028462000',
        service: '16af988c443cff37',
      },
      { kind: 3, status: { code: 2 }, service: '3c220036602f839e' },
    ]);
  });

  it('keeps every span of a trace that is held packed until its processes are known, and its line', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => {
      const time = at === 2999 ? {} : { startTime: 1_700_000_000_000_000 + at, duration: 5 };
      const tags = [{ key: 'text', type: 'string', value: `${at}`.repeat(100) }];
      const processID = `p${1 + (at % 2)}`;
      const spanID = (at + 1).toString(16).padStart(16, '0');
      return JSON.stringify({
        traceID: 'aa',
        spanID,
        operationName: `s${at}`,
        tags,
        processID,
        ...time,
      });
    });
    const processes = { p1: { serviceName: 'shop' }, p2: { serviceName: 'bank' } };
    const end = `],"processes":${JSON.stringify(processes)}}]}`;
    const file = `{"data":[{"traceID":"aa","spans":[\n${lines.join(',\n')}${end}`;
    const { spans, problems } = await readFormats(file, { pieceBytes: 65_536 });
    const read = spans.map(({ name, service }) => `${String(name)} ${service}`);
    const wanted = lines.slice(0, -1).map((_, at) => `s${at} ${at % 2 === 0 ? 'shop' : 'bank'}`);
    expect(new Set(read)).toEqual(new Set(wanted));
    expect(read).toHaveLength(wanted.length);
    expect(problems).toMatchObject([{ place: { line: 3001 }, reason: 'it has no id or no time' }]);
  });

  it('keeps 64-bit tags exact and tells a span without a time', async () => {
    const trace = `{"data":[{"traceID":"aa","spans":[
      {"traceID":"aa","spanID":"bb","operationName":"x","startTime":1700000000000000,"duration":5,
       "tags":[{"key":"n","type":"int64","value":9007199254740993}],"processID":"p1"},
      {"traceID":"aa","spanID":"cc","processID":"p1"}],
      "processes":{"p1":{"serviceName":"shop"}}}],"total":0,"errors":null}`;
    const { spans, problems } = await readFormats(trace);
    expect(attribute(spans[0], 'n')).toBe('9007199254740993');
    expect(spans[0]).toMatchObject({ service: 'shop', spanId: '00000000000000bb' });
    expect(problems).toMatchObject([{ place: { line: 4 }, reason: 'it has no id or no time' }]);
  });
});

it('reads Zipkin v2, the two halves of a shared span apart', async () => {
  const span = {
    traceId: '5982fe77008310cc80f1da5e10147517',
    id: '90394f6bcffb5d13',
    parentId: 'ebf33e1a81dc6f71',
    name: 'get /api',
    kind: 'CLIENT',
    timestamp: 1_502_787_600_000_000,
    duration: 150_000,
    localEndpoint: { serviceName: 'front', ipv4: '10.0.0.1', port: 80 },
    remoteEndpoint: { serviceName: 'back' },
    tags: { 'http.path': '/api', error: 'timeout' },
    annotations: [{ timestamp: 1_502_787_600_010_000, value: 'sent' }],
  };
  const server = { ...span, kind: 'SERVER', shared: true, localEndpoint: { serviceName: 'back' } };
  for (const file of [JSON.stringify([span, server]), JSON.stringify([[span], [server]])]) {
    const { spans, problems } = await readFormats(file);
    expect(problems).toEqual([]);
    expect(spans).toMatchObject([
      {
        spanId: span.id,
        parentSpanId: span.parentId,
        kind: 3,
        service: 'front',
        status: { code: 2, message: 'timeout' },
        events: [{ name: 'sent', timeUnixNano: '1502787600010000000' }],
      },
      { parentSpanId: span.id, kind: 2, service: 'back' },
    ]);
    expect(spans[1]!['spanId']).not.toBe(span.id);
    expect(attribute(spans[0], 'peer.service')).toBe('back');
  }
});

it('reads batches of Tempo and Arcane: ids in base64, names of kinds, the old name of scopes', async () => {
  const span = {
    traceId: Buffer.from('5982fe77008310cc80f1da5e10147517', 'hex').toString('base64'),
    spanId: Buffer.from('90394f6bcffb5d13', 'hex').toString('base64'),
    name: 'query',
    kind: 'SPAN_KIND_SERVER',
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000100000000',
    status: { code: 'STATUS_CODE_ERROR' },
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'db' } }] };
  const old = { batches: [{ resource, instrumentationLibrarySpans: [{ spans: [span] }] }] };
  const now = { trace: { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] } };
  for (const file of [old, now]) {
    const { spans, problems } = await readFormats(JSON.stringify(file));
    expect(problems).toEqual([]);
    expect(spans).toMatchObject([
      {
        traceId: '5982fe77008310cc80f1da5e10147517',
        spanId: '90394f6bcffb5d13',
        kind: 2,
        service: 'db',
      },
    ]);
  }
});

describe('Langfuse exports', () => {
  const observation = {
    id: 'obs-1',
    traceId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    type: 'GENERATION',
    name: 'answer',
    startTime: '2026-01-02T03:04:05.678Z',
    endTime: '2026-01-02T03:04:06.678Z',
    model: 'gpt-5',
    input: [{ role: 'user', content: 'Hi' }],
    output: { role: 'assistant', content: 'Hello' },
    usageDetails: { input: 3, output: 5 },
    level: 'ERROR',
    statusMessage: 'cut off',
    environment: 'staging',
  };

  it('become the attributes that the SDK of Langfuse sends', async () => {
    const { spans, problems } = await readFormats(JSON.stringify(observation));
    expect(problems).toEqual([]);
    expect(spans).toMatchObject([
      {
        traceId: '3f2504e04f8941d39a0c0305e82c3301',
        name: 'answer',
        startTimeUnixNano: '1767323045678000000',
        status: { code: 2, message: 'cut off' },
      },
    ]);
    expect(attribute(spans[0], 'langfuse.observation.model.name')).toBe('gpt-5');
    expect(attribute(spans[0], 'langfuse.observation.usage_details')).toBe(
      '{"input":3,"output":5}',
    );
  });

  it('are read as answers of the API, as rows in snake case and as CSV', async () => {
    const { traceId, startTime, endTime, usageDetails, ...rest } = observation;
    const snake = {
      ...rest,
      trace_id: traceId,
      start_time: startTime,
      end_time: endTime,
      usage_details: usageDetails,
    };
    const columns = Object.keys(snake);
    const csv = [columns.join(','), Object.values(snake).map(cell).join(',')].join('\n');
    const [first, ...others] = await Promise.all(
      [
        JSON.stringify({ data: [observation], meta: { page: 1 } }),
        JSON.stringify([snake]),
        csv,
      ].map((file) => readFormats(file)),
    );
    for (const read of [first!, ...others]) {
      expect(read.problems).toEqual([]);
      expect(read.spans).toEqual(first!.spans);
    }
  });

  it('put observations below the span of their trace', async () => {
    const trace = {
      id: observation.traceId,
      timestamp: '2026-01-02T03:04:05Z',
      name: 'chat',
      userId: 'u1',
      sessionId: 's1',
      latency: 4.5,
      observations: [observation],
    };
    const { spans } = await readFormats(JSON.stringify(trace));
    expect(spans.map(({ name }) => name)).toEqual(['chat', 'answer']);
    expect(spans[1]!['parentSpanId']).toBe(spans[0]!['spanId']);
    expect(attribute(spans[1], 'session.id')).toBe('s1');
  });
});

describe('Phoenix exports', () => {
  const span = {
    name: 'llm',
    context: { trace_id: '5982fe77008310cc80f1da5e10147517', span_id: '90394f6bcffb5d13' },
    span_kind: 'LLM',
    parent_id: null,
    start_time: '2026-01-02T03:04:05.678901+00:00',
    end_time: '2026-01-02T03:04:06+00:00',
    status_code: 'OK',
    status_message: '',
    attributes: {
      'llm.model_name': 'gpt-5',
      llm: { input_messages: [{ message: { role: 'user', content: 'Hi' } }] },
    },
    events: [],
  };

  it('become OpenInference attributes', async () => {
    for (const file of [
      JSON.stringify(span),
      JSON.stringify({ data: [span], next_cursor: null }),
    ]) {
      const { spans, problems } = await readFormats(file);
      expect(problems).toEqual([]);
      expect(spans).toMatchObject([
        { startTimeUnixNano: '1767323045678901000', status: { code: 1 } },
      ]);
      expect(attribute(spans[0], 'openinference.span.kind')).toBe('LLM');
      expect(attribute(spans[0], 'llm.input_messages.0.message.content')).toBe('Hi');
    }
  });

  it('are read as dataframes by columns, by records and split', async () => {
    const row = {
      name: 'llm',
      span_kind: 'LLM',
      parent_id: null,
      start_time: 1_767_323_045_678,
      end_time: 1_767_323_046_000,
      'context.trace_id': span.context.trace_id,
      'context.span_id': span.context.span_id,
      'attributes.llm.model_name': 'gpt-5',
    };
    const byColumns = Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, { 0: cell }]),
    );
    const split = { columns: Object.keys(row), index: [0], data: [Object.values(row)] };
    for (const file of [byColumns, [row], split]) {
      const { spans, problems } = await readFormats(JSON.stringify(file));
      expect(problems).toEqual([]);
      expect(spans).toMatchObject([{ spanId: span.context.span_id }]);
      expect(attribute(spans[0], 'llm.model_name')).toBe('gpt-5');
    }
  });
});

describe('JamJet', () => {
  const event = {
    type: 'span',
    trace_id: 'tr_5982fe77008310cc80f1da5e10147517',
    span_id: 'sp_90394f6bcffb5d1390394f6bcffb5d13',
    kind: 'llm_call',
    name: 'openai.gpt-5',
    sequence: 3,
    timestamp: '2026-01-02T03:04:05.678901+00:00',
    status: 'blocked',
    duration_ms: 250,
    model: 'gpt-5',
    input_tokens: 10,
    agent_name: 'researcher',
    payload: { response: 'Hello', tags: ['a'] },
  };

  it('reads the events of a cassette, and ids that its SDK redacted', async () => {
    const redacted = { ...event, span_id: '[CREDIT_CARD]', sequence: 4 };
    const { spans, problems } = await readFormats(
      [event, redacted].map((one) => JSON.stringify(one)).join('\n'),
    );
    expect(problems).toEqual([]);
    expect(spans).toMatchObject([
      { traceId: '5982fe77008310cc80f1da5e10147517', status: { code: 2 }, service: 'researcher' },
      { traceId: '5982fe77008310cc80f1da5e10147517' },
    ]);
    expect(spans[0]!['spanId']).not.toBe(spans[1]!['spanId']);
    expect(attribute(spans[0], 'gen_ai.request.model')).toBe('gpt-5');
    expect(attribute(spans[0], 'jamjet.sequence')).toBe('3');
  });

  it('reads a replay bundle, names what it passes over and where its manifest does not fit', async () => {
    const files = {
      'replay-x/manifest.json': JSON.stringify({ schema_version: 'replay-1.0', event_count: 2 }),
      'replay-x/events.jsonl': `${JSON.stringify(event)}\n`,
      'replay-x/audit.jsonl': '{}\n',
      'replay-x/agents.json': '[]',
    };
    const { spans, problems, formats } = await readFormats(zlib.gzipSync(tarFile(files)));
    expect(spans).toHaveLength(1);
    expect(formats).toEqual(['gzip', 'JamJet', 'replay-1.0']);
    expect(problems.map(({ reason }) => reason)).toEqual([
      'the manifest says 2 events, read were 1',
    ]);
  });
});

it('reads spans of the JavaScript SDK', async () => {
  const { spans, problems } = await readFormats(fixture('openinference-vercel-v6-all-spans.json'));
  expect(problems).toEqual([]);
  expect(spans).toHaveLength(10);
  expect(attribute(spans[0], 'gen_ai.request.model')).toBe('gpt-4o-mini');
});

const text = (key: string, stringValue: string) => [{ key, value: { stringValue } }];

it('reads what the Python SDK prints, with its kind, status, links and resource', async () => {
  const context = {
    trace_id: '0x0af7651916cd43dd8448eb211c80319c',
    span_id: '0xb7ad6b7169203331',
    trace_state: '[]',
  };
  const event = { timestamp: '2026-11-24T02:03:43.639932Z', name: 'exception' };
  const printed = {
    name: 'child',
    context,
    kind: 'SpanKind.CLIENT',
    parent_id: '0x00f067aa0ba902b7',
    start_time: '2026-11-24T02:03:43.639622Z',
    end_time: '2026-11-24T02:03:43.639954Z',
    status: { status_code: 'ERROR', description: 'out of stock' },
    attributes: { items: ['a', 'b'] },
    events: [{ ...event, attributes: { 'exception.type': 'ValueError' } }],
    links: [{ context, attributes: { why: 'retry' } }],
    resource: { attributes: { 'service.name': 'shop' }, schema_url: '' },
  };
  const root = { ...printed, kind: 'SpanKind.INTERNAL', parent_id: null, links: [], events: [] };
  const file = [printed, root].map((span) => JSON.stringify(span, undefined, 4)).join('\n');
  const { spans, formats, problems } = await readFormats(file);
  expect([formats, problems]).toEqual([['OpenTelemetry Python'], []]);
  const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  const items = { values: [{ stringValue: 'a' }, { stringValue: 'b' }] };
  const time = '1795485823639932000';
  const exception = text('exception.type', 'ValueError');
  expect(spans).toEqual([
    {
      ...ids,
      parentSpanId: '00f067aa0ba902b7',
      name: 'child',
      kind: 3,
      startTimeUnixNano: '1795485823639622000',
      endTimeUnixNano: '1795485823639954000',
      attributes: [{ key: 'items', value: { arrayValue: items } }],
      events: [{ timeUnixNano: time, name: 'exception', attributes: exception }],
      links: [{ ...ids, attributes: text('why', 'retry') }],
      status: { code: 2, message: 'out of stock' },
      service: 'shop',
    },
    expect.objectContaining({ ...ids, kind: 1, status: { code: 2, message: 'out of stock' } }),
  ]);
});

it('does not take what the JavaScript SDK prints to a console for Zipkin without attributes', async () => {
  const ids = { traceId: '0af7651916cd43dd8448eb211c803101', id: 'b7ad6b7169203331' };
  const printed = { ...ids, name: 'a', kind: 0, timestamp: 1, duration: 1, attributes: { a: 1 } };
  const { spans, problems } = await readFormats(JSON.stringify([printed]));
  expect(spans).toEqual([]);
  expect(problems).toMatchObject([{ records: 1 }]);
});
