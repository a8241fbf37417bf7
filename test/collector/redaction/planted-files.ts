import zlib from 'node:zlib';
import { BUNDLE_SCHEMA } from '../../../src/main/collector/transfer/export-bundle.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';
import { tarFile } from '../../support/tar-file.ts';
import { protobuf } from '../ingest/requests.ts';
import type { PlantedRequests } from './planted-request.ts';

const BEGUN_MS = Date.now() - 60_000;
const AT = new Date(BEGUN_MS).toISOString();
const ENDED = new Date(BEGUN_MS + 1500).toISOString();
const MICROS = BEGUN_MS * 1000;

/** What has to be as it was, whatever is redacted around it. */
export const KEPT = {
  model: 'gpt-4o-2024-08-06',
  version: '4.111.111.1',
  inputTokens: 411_111,
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
} as const;

/** A file of a format, and the ids of a span in it. */
export interface PlantedFile {
  readonly content: string | Buffer;
  readonly traceId: string;
  readonly spanId: string;
  /** Its span has what is in {@link KEPT}. */
  readonly hasKept: boolean;
}

/** A quoted cell of CSV. */
const cell = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;

const lines = (records: readonly unknown[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n');

/** Files of formats other than OTLP's, in which every text, name and value that is free holds something personal. */
export class PlantedFiles {
  readonly #planted: PlantedRequests;

  constructor(planted: PlantedRequests) {
    this.#planted = planted;
  }

  /** By name of the format. */
  readonly formats: Readonly<Record<string, () => PlantedFile>> = {
    'Phoenix, answer': () => this.#phoenix((span) => JSON.stringify({ data: [span] })),
    'Phoenix, lines': () => this.#phoenix((span) => lines([span])),
    'Phoenix, columns': () => this.#phoenix(byColumns),
    'Phoenix, split': () => this.#phoenix(split),
    Zipkin: () => this.#zipkin(),
    'Jaeger, trace': () => this.#jaeger(false),
    'Jaeger, spans with their process': () => this.#jaeger(true),
    'Langfuse, trace': () => this.#langfuse((trace) => JSON.stringify(trace)),
    'Langfuse, lines in snake_case': () => this.#langfuse(inSnakeCase),
    'Langfuse, table': () => this.#langfuse(asTable),
    'Langfuse, events': () => this.#langfuse(asEvents),
    JamJet: () => this.#jamjet(),
    'OpenTelemetry JavaScript': () => this.#javaScript(),
    Tempo: () => this.#otlp((request) => JSON.stringify({ batches: resourceSpans(request) })),
    'length-prefixed': () => this.#otlp((request) => framed(protobuf(request, 'traces'))),
    'tar of OTLP': () =>
      this.#otlp((request) => zlib.gzipSync(tarFile({ 'a.otlp': protobuf(request, 'traces') }))),
    'lines in UTF-16': () =>
      this.#otlp((request) => Buffer.from(`\ufeff${JSON.stringify(request)}`, 'utf16le')),
  };

  /** A bundle, with what was said of its trace. */
  bundle(): PlantedFile {
    const { traceId, spanId } = ids();
    const span = {
      traceId,
      spanId,
      name: this.#text(),
      kind: 1,
      startTimeUnixNano: `${BEGUN_MS}000000`,
      endTimeUnixNano: `${BEGUN_MS + 1500}000000`,
      attributes: Object.entries(this.#attributes()).map(([key, value]) => ({
        key,
        value: typeof value === 'number' ? { intValue: value } : { stringValue: text(value) },
      })),
    };
    const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
    const author = () => ({
      by: this.#text(),
      author: { kind: 'person', id: this.#planted.plant('EMAIL'), name: this.#text() },
      at: AT,
    });
    const said = [
      { kind: 'pin', traceId, ...author() },
      { kind: 'tag', traceId, spanId, name: this.#planted.plant('EMAIL'), at: AT },
      { kind: 'note', traceId, spanId, text: this.#text(), ...author() },
      {
        kind: 'score',
        traceId,
        spanId: null,
        name: this.#planted.plant('EMAIL'),
        value: this.#text(),
        comment: this.#text(),
        ...author(),
      },
    ];
    const content = zlib.gzipSync(
      tarFile({
        'spanward.json': Buffer.from(JSON.stringify({ schema: BUNDLE_SCHEMA })),
        'traces/1.otlp': protobuf(request, 'traces'),
        'annotations.jsonl': Buffer.from(lines(said)),
      }),
    );
    return { content, traceId, spanId, hasKept: true };
  }

  #text(): string {
    return `of ${this.#planted.plant()} now`;
  }

  /** Attributes by their keys: texts, JSON in texts, lists, objects, and what has to stay. */
  #attributes(): Record<string, unknown> {
    return {
      'planted.text': this.#text(),
      'planted.json': JSON.stringify({ to: [this.#text()], n: 1 }),
      'planted.list': [this.#text(), this.#text()],
      'planted.object': { deep: { deeper: this.#text() } },
      'llm.input_messages': [{ message: { role: 'user', content: this.#text() } }],
      metadata: { [this.#planted.plant('EMAIL')]: this.#text() },
      [this.#planted.plant('EMAIL')]: 'a key',
      'card.number': Number(this.#planted.plant('CREDIT_CARD')),
      'llm.model_name': KEPT.model,
      'app.version': KEPT.version,
      'app.hash': KEPT.hash,
      'gen_ai.usage.input_tokens': KEPT.inputTokens,
    };
  }

  #phoenix(write: (span: Readonly<Record<string, unknown>>) => string): PlantedFile {
    const { traceId, spanId } = ids();
    const span = {
      name: this.#text(),
      context: { trace_id: traceId, span_id: spanId },
      span_kind: 'LLM',
      parent_id: null,
      start_time: AT,
      end_time: ENDED,
      status_code: 'ERROR',
      status_message: this.#text(),
      attributes: this.#attributes(),
      events: [{ name: this.#text(), timestamp: AT, attributes: { said: this.#text() } }],
    };
    return { content: write(span), traceId, spanId, hasKept: true };
  }

  #zipkin(): PlantedFile {
    const { traceId, spanId } = ids();
    const tags = Object.entries(this.#attributes()).map(([key, value]) => [key, text(value)]);
    const span = {
      traceId,
      id: spanId,
      name: this.#text(),
      kind: 'SERVER',
      timestamp: MICROS,
      duration: 1_500_000,
      localEndpoint: { serviceName: this.#text(), ipv4: this.#planted.plant('IP'), port: 80 },
      remoteEndpoint: { serviceName: this.#text(), ipv4: this.#planted.plant('IP') },
      tags: { ...Object.fromEntries(tags), error: this.#text() },
      annotations: [{ timestamp: MICROS + 10, value: this.#text() }],
    };
    return { content: JSON.stringify([span]), traceId, spanId, hasKept: true };
  }

  #jaeger(holdsProcess: boolean): PlantedFile {
    const { traceId, spanId } = ids();
    const process = {
      serviceName: this.#text(),
      tags: [tag('host.owner', this.#text()), tag(this.#planted.plant('EMAIL'), 'x')],
    };
    const span = {
      traceID: traceId,
      spanID: spanId,
      operationName: this.#text(),
      startTime: MICROS,
      duration: 1_500_000,
      tags: [
        ...Object.entries(this.#attributes()).map(([key, value]) => tag(key, value)),
        { key: 'account', type: 'int64', value: Number(this.#planted.plant('CREDIT_CARD')) },
        { key: 'raw', type: 'binary', value: Buffer.from(this.#text()).toString('base64') },
        tag('otel.status_code', 'ERROR'),
        tag('otel.status_description', this.#text()),
        tag('otel.scope.name', this.#text()),
      ],
      logs: [{ timestamp: MICROS + 10, fields: [tag('event', this.#text())] }],
      warnings: [this.#text()],
    };
    const content = holdsProcess
      ? lines([{ ...span, process }])
      : JSON.stringify({
          data: [
            { traceID: traceId, spans: [{ ...span, processID: 'p1' }], processes: { p1: process } },
          ],
        });
    return { content, traceId, spanId, hasKept: true };
  }

  #langfuse(write: (trace: LangfuseTrace) => string): PlantedFile {
    const { traceId, spanId } = ids();
    const observation = {
      id: spanId,
      traceId,
      type: 'GENERATION',
      name: this.#text(),
      startTime: AT,
      endTime: ENDED,
      level: 'ERROR',
      statusMessage: this.#text(),
      model: KEPT.model,
      modelParameters: { stop: this.#text() },
      input: [{ role: 'user', content: this.#text() }],
      output: { role: 'assistant', content: this.#text() },
      usageDetails: { input: KEPT.inputTokens },
      promptName: this.#text(),
      metadata: this.#attributes(),
    };
    const trace = {
      id: traceId,
      timestamp: AT,
      name: this.#text(),
      userId: this.#planted.plant('EMAIL'),
      sessionId: this.#text(),
      environment: this.#text(),
      release: this.#planted.plant('EMAIL'),
      tags: [this.#text()],
      public: false,
      input: { question: this.#text() },
      output: this.#text(),
      metadata: { [this.#planted.plant('EMAIL')]: this.#text() },
      observations: [observation],
    };
    const score = {
      id: 's1',
      traceId,
      name: this.#planted.plant('EMAIL'),
      value: 1,
      stringValue: this.#text(),
      dataType: 'CATEGORICAL',
      source: 'API',
      authorUserId: this.#planted.plant('EMAIL'),
      comment: this.#text(),
      timestamp: AT,
    };
    return { content: write({ trace, score }), traceId, spanId, hasKept: true };
  }

  #jamjet(): PlantedFile {
    const event = this.#planted.event() as { trace_id: string; span_id: string };
    return {
      content: lines([
        { ...event, sequence: 1, model: KEPT.model, input_tokens: KEPT.inputTokens },
      ]),
      traceId: event.trace_id,
      spanId: event.span_id,
      hasKept: false,
    };
  }

  #javaScript(): PlantedFile {
    const { traceId, spanId } = ids();
    const seconds = Math.floor(BEGUN_MS / 1000);
    const span = {
      name: this.#text(),
      kind: 0,
      spanContext: { traceId, spanId, traceFlags: 1 },
      startTime: [seconds, 5],
      endTime: [seconds + 1, 5],
      status: { code: 2, message: this.#text() },
      attributes: this.#attributes(),
      links: [],
      events: [{ name: this.#text(), time: [seconds, 9], attributes: { said: this.#text() } }],
      resource: { attributes: { 'service.name': this.#text() } },
      instrumentationScope: { name: this.#text(), version: this.#planted.plant('EMAIL') },
    };
    return { content: JSON.stringify([span]), traceId, spanId, hasKept: true };
  }

  #otlp(write: (request: object) => string | Buffer): PlantedFile {
    const request = this.#planted.request('traces') as OtlpRequest;
    const { traceId, spanId } = request.resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
    return { content: write(request), traceId, spanId, hasKept: false };
  }
}

type Row = Readonly<Record<string, unknown>>;
interface LangfuseTrace {
  readonly trace: Row & { readonly observations: readonly Row[] };
  readonly score: Row;
}
interface OtlpRequest {
  readonly resourceSpans: {
    readonly scopeSpans: { readonly spans: { traceId: string; spanId: string }[] }[];
  }[];
}

const resourceSpans = (request: object): unknown => (request as OtlpRequest).resourceSpans;
const tag = (key: string, value: unknown) => ({ key, type: 'string', value: text(value) });
const ids = () => ({ traceId: newTraceId(), spanId: newSpanId() });
const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message]);
}

/** A row of a dataframe, with a column for each attribute. */
function flat(span: Row): Row {
  const { context, attributes, ...rest } = span;
  const named = (prefix: string, of: unknown) =>
    Object.entries(of as Row).map(([key, value]) => [`${prefix}.${key}`, value]);
  return {
    ...rest,
    ...Object.fromEntries(named('context', context)),
    ...Object.fromEntries(named('attributes', attributes)),
  };
}

const byColumns = (span: Row): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(flat(span)).map(([key, value]) => [key, { 0: value }])),
  );

function split(span: Row): string {
  const row = flat(span);
  return JSON.stringify({ columns: Object.keys(row), index: [0], data: [Object.values(row)] });
}

const snake = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

function inSnakeCase({ trace, score }: LangfuseTrace): string {
  const { observations, ...rest } = trace;
  return lines([snake(rest), ...observations.map(snake), snake(score)]);
}

function asTable({ trace: { observations } }: LangfuseTrace): string {
  const names = Object.keys(observations[0]!);
  const rows = observations.map((row) => names.map((name) => cell(row[name])).join(','));
  return [names.join(','), ...rows].join('\n');
}

const event = (type: string, body: Row) => ({ id: newSpanId(), type, timestamp: AT, body });

function asEvents({ trace, score }: LangfuseTrace): string {
  const { observations, ...rest } = trace;
  return JSON.stringify({
    batch: [
      event('trace-create', rest),
      ...observations.map((row) => event('generation-create', row)),
      event('score-create', score),
    ],
  });
}
