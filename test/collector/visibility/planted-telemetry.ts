import { randomBytes } from 'node:crypto';
import type { AttributeScope } from '../../../src/shared/visibility.ts';
import type { JsonObject } from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { MESSAGE_KEYS } from '../../../src/main/collector/visibility/message-keys.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

/** Something that only some may see, and where it was put. */
export interface Secret {
  readonly text: string;
  readonly scope: AttributeScope;
  /** What a rule that hides it says: exactly this key. */
  readonly key: string;
}

type Value = JsonObject;
type Attributes = { key: string; value: Value }[];

/** Telemetry with a secret in every place there is, each one different. */
export interface Planted {
  readonly secrets: readonly Secret[];
  readonly traceId: string;
  readonly spanIds: readonly string[];
  /** OTLP/JSON requests by signal. */
  readonly requests: Readonly<Record<'traces' | 'logs' | 'metrics', JsonObject>>;
}

const map = (members: Readonly<Record<string, Value>>): Value => ({
  kvlistValue: { values: Object.entries(members).map(([key, value]) => ({ key, value })) },
});
const list = (...values: Value[]): Value => ({ arrayValue: { values } });

/** Plants secrets; each has a rule in `rulesFor` that hides exactly it. */
export function plantTelemetry(): Planted {
  const secrets: Secret[] = [];
  const secret = (scope: AttributeScope, key: string): Value => {
    const text = `Zq${secrets.length}x${randomBytes(6).toString('hex')}`;
    secrets.push({ text, scope, key });
    return { stringValue: text };
  };
  const number = (key: string, text: string, kind: 'intValue' | 'doubleValue'): Value => {
    secrets.push({ text, scope: 'span', key });
    return { [kind]: kind === 'intValue' ? text : Number(text) };
  };
  const plain = (scope: AttributeScope, ...keys: string[]): Attributes =>
    keys.map((key) => ({ key, value: secret(scope, key) }));
  /** A text, what is nested in maps and lists, and one below another key with dots in it. */
  const nested = (scope: AttributeScope): Attributes => [
    ...plain(scope, `${scope}.text`),
    { key: `${scope}.list`, value: list(secret(scope, `${scope}.list`), { intValue: '1' }) },
    {
      key: `${scope}.user`,
      value: map({ email: secret(scope, `${scope}.user.email`), id: { intValue: '1' } }),
    },
    {
      key: `${scope}.deep`,
      value: map({ 'a.b': map({ c: secret(scope, `${scope}.deep.a.b.c`) }) }),
    },
    { key: `${scope}.users`, value: list(map({ name: secret(scope, `${scope}.users.name`) })) },
    { key: `${scope}.first`, value: list(map({ name: secret(scope, `${scope}.first.0.name`) })) },
  ];

  const traceId = newTraceId();
  const spans: JsonObject[] = [];
  const startMs = Date.now() - 60_000;
  const addSpan = (fields: JsonObject): string => {
    const spanId = newSpanId();
    const at = startMs + spans.length;
    spans.push({
      traceId,
      spanId,
      ...(spans.length === 0 ? {} : { parentSpanId: spans[0]!['spanId']! }),
      name: `span ${spans.length}`,
      kind: 1,
      startTimeUnixNano: `${at}000000`,
      endTimeUnixNano: `${at + 5}000000`,
      ...fields,
    });
    return spanId;
  };
  addSpan({
    attributes: [
      ...nested('span'),
      ...plain('span', 'user.id', 'session.id', 'gen_ai.request.model', 'gen_ai.provider.name'),
      ...plain('span', 'gen_ai.agent.name', 'langfuse.observation.status_message'),
      { key: 'langfuse.observation.level', value: { stringValue: 'ERROR' } },
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      {
        key: 'gen_ai.usage.input_tokens',
        value: number('gen_ai.usage.input_tokens', '7771234', 'intValue'),
      },
      {
        key: 'gen_ai.usage.output_tokens',
        value: number('gen_ai.usage.output_tokens', '8882345', 'intValue'),
      },
      { key: 'gen_ai.usage.cost', value: number('gen_ai.usage.cost', '12.3456789', 'doubleValue') },
      { key: 'span.bytes', value: bytes(secret('span', 'span.bytes')) },
    ],
    events: [
      {
        name: 'exception',
        timeUnixNano: '1',
        attributes: [...nested('event'), ...plain('event', 'exception.message')],
      },
      { name: 'gen_ai.user.message', timeUnixNano: '1', attributes: plain('message', 'content') },
    ],
    links: [{ traceId, spanId: '00000000000000aa', attributes: nested('link') }],
  });
  // One span each: of several in one span a reader shows the first.
  for (const key of MESSAGE_KEYS) {
    const isTool = /tool|function|^input$|^output$/i.test(key);
    const kind = {
      key: 'gen_ai.operation.name',
      value: { stringValue: isTool ? 'execute_tool' : 'chat' },
    };
    addSpan({ attributes: [kind, { key, value: secret('message', key) }] });
    addSpan({
      attributes: [kind, { key: `${key}.0.content`, value: secret('message', `${key}.0.content`) }],
    });
    addSpan({ attributes: [kind, { key, value: json(secret('message', key)) }] });
  }
  const loud = addSpan({
    attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
  });

  const log = (fields: JsonObject): JsonObject => ({
    traceId,
    spanId: loud,
    timeUnixNano: `${startMs}000000`,
    ...fields,
  });
  const logRecords = [
    log({ attributes: nested('log'), body: secret('log', 'body') }),
    log({ attributes: [], body: map({ user: map({ email: secret('log', 'body.user.email') }) }) }),
    log({
      eventName: 'gen_ai.user.message',
      body: map({ content: secret('message', 'body.content') }),
    }),
    log({ eventName: 'gen_ai.choice', body: secret('message', 'body') }),
    log({
      eventName: 'gen_ai.client.inference.operation.details',
      attributes: plain('message', 'gen_ai.input.messages'),
    }),
    log({
      attributes: [{ key: 'event.name', value: { stringValue: 'gen_ai.user.message' } }],
      body: json(secret('message', 'body')),
    }),
  ];
  const point = { timeUnixNano: `${startMs}000000`, startTimeUnixNano: `${startMs}000000` };
  const exemplars = [{ asInt: '1', filteredAttributes: plain('metric', 'metric.exemplar') }];
  const dataPoints = (): JsonObject[] => [{ ...point, attributes: nested('metric'), exemplars }];
  const metrics = [
    {
      name: 'gauge',
      metadata: plain('metric', 'metric.metadata'),
      gauge: { dataPoints: dataPoints() },
    },
    { name: 'sum', sum: { dataPoints: dataPoints() } },
    { name: 'histogram', histogram: { dataPoints: dataPoints() } },
    { name: 'exponential', exponentialHistogram: { dataPoints: dataPoints() } },
    { name: 'summary', summary: { dataPoints: [{ ...point, attributes: nested('metric') }] } },
  ];
  const resource = {
    attributes: [
      ...nested('resource'),
      ...plain('resource', 'service.name', 'service.version', 'deployment.environment.name'),
    ],
  };
  const scope = { name: 'lib', attributes: nested('scope') };
  return {
    secrets,
    traceId,
    spanIds: spans.map((span) => span['spanId'] as string),
    requests: {
      traces: { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] },
      logs: { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] },
      metrics: { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] },
    },
  } as Planted;
}

/** A text as the JSON of messages that say it. */
function json(value: Value): Value {
  const content = value['stringValue']!;
  return {
    stringValue: JSON.stringify([{ role: 'user', content, parts: [{ type: 'text', content }] }]),
  };
}

function bytes(value: Value): Value {
  return { bytesValue: Buffer.from(value['stringValue'] as string).toString('base64') };
}
