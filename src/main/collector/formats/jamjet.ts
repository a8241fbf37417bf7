import {
  hashId,
  idOf,
  isRecord,
  jsonText,
  later,
  nanosOf,
  nanosOfDuration,
  STATUS_ERROR,
  STATUS_OK,
  textOf,
  type ConvertedSpan,
  type JsonRecord,
  type KeyValue,
} from './otlp-span.ts';

// JamJet events as its SDKs send them and its replay bundles and cassettes hold them (`events.jsonl`,
// `.jamjet-replay.jsonl`): flat, with an order by `sequence` instead of parents.

const OPERATIONS: Readonly<Record<string, string>> = {
  llm_call: 'chat',
  tool_call: 'execute_tool',
  mcp_tool_call: 'execute_tool',
  agent_call: 'invoke_agent',
};

/** Whether a record is a JamJet event. */
export function isJamjetEvent(record: JsonRecord): boolean {
  return (
    typeof record['trace_id'] === 'string' &&
    typeof record['span_id'] === 'string' &&
    typeof record['kind'] === 'string' &&
    ('sequence' in record || 'timestamp' in record) &&
    !('start_time' in record)
  );
}

/** An event as a span; undefined when it has no time. */
export function jamjetSpan(event: JsonRecord): ConvertedSpan | undefined {
  const start = nanosOf(event['start_time_ms']) ?? nanosOf(event['timestamp']);
  if (start === undefined) return undefined;
  const nanos = nanosOfDuration(event['duration_ms'], 1e6);
  const payload = isRecord(event['payload']) ? event['payload'] : {};
  const kind = textOf(event['kind']);
  const status = textOf(event['status']);
  const parent = textOf(event['parent_span_id']);
  const failed = status === 'error' || status === 'blocked';
  const message = textOf(payload['error']);
  return {
    resource: strings({
      'service.name': serviceOf(event),
      'deployment.environment.name': event['environment'],
      'service.version': event['release_version'],
    }),
    scope: { name: 'jamjet' },
    span: {
      traceId: traceIdOf(event),
      spanId: spanIdOf(event),
      ...(parent === '' ? {} : { parentSpanId: idOf(parent, 8) }),
      name: textOf(event['name']) || kind,
      kind: kind === 'llm_call' ? 3 : 1,
      startTimeUnixNano: start,
      endTimeUnixNano: nanosOf(event['end_time_ms']) ?? later(start, nanos),
      attributes: [...known(event, kind), ...content(event, payload, kind), ...rest(event)],
      ...originOf(event),
      ...(failed
        ? { status: { code: STATUS_ERROR, ...(message === '' ? {} : { message }) } }
        : status === 'ok'
          ? { status: { code: STATUS_OK } }
          : {}),
    },
  };
}

/** The agent; `default` is what the SDK for TypeScript calls one without a name. */
function serviceOf({ agent_name: agent, project }: JsonRecord): unknown {
  const named = agent === 'default' ? (project ?? agent) : agent;
  return named || project || 'jamjet';
}

function known(event: JsonRecord, kind: string): KeyValue[] {
  return [
    ...strings({
      'gen_ai.operation.name': OPERATIONS[kind],
      'gen_ai.provider.name': providerOf(event),
      'gen_ai.request.model': event['model'],
      'gen_ai.agent.name': event['agent_name'],
      'session.id': event['session_id'],
      'user.id': event['end_user_id'] ?? event['user_id'],
      'user.email': event['end_user_email'] ?? event['user_email'],
      'error.type': event['failure_mode'],
    }),
    ...numbers({
      'gen_ai.usage.input_tokens': event['input_tokens'],
      'gen_ai.usage.output_tokens': event['output_tokens'],
      'gen_ai.usage.cost': event['cost_usd'],
    }),
  ];
}

/** What was said and done, as the semantic conventions write it. */
function content(event: JsonRecord, payload: JsonRecord, kind: string): KeyValue[] {
  const isTool = OPERATIONS[kind] === 'execute_tool';
  return strings({
    'gen_ai.input.messages': payload['messages'],
    'gen_ai.output.messages':
      kind === 'llm_call'
        ? answerOf(payload['response'], textOf(payload['finishReason']))
        : undefined,
    'gen_ai.tool.name': isTool ? (payload['tool'] ?? event['name']) : undefined,
    'gen_ai.tool.call.arguments': payload['tool_input'],
    'gen_ai.tool.call.result': payload['tool_output'],
  });
}

/** A text is what was said; anything else is the provider's own answer, which the reader of conversations knows. */
function answerOf(response: unknown, finishReason: string): unknown {
  if (typeof response !== 'string' || response === '') return response;
  const message = { role: 'assistant', parts: [{ type: 'text', content: response }] };
  return [finishReason === '' ? message : { ...message, finish_reason: finishReason }];
}

/** The SDKs name a call `openai.gpt-4o`, by the model asked for; `model` may be the build that answered. */
function providerOf({ name, model }: JsonRecord): string | undefined {
  const [, provider, asked] = /^([a-z_-]+)\.(.+)$/.exec(textOf(name)) ?? [];
  return asked !== undefined && textOf(model).startsWith(asked) ? provider : undefined;
}

const TAKEN = new Set([
  'type',
  'name',
  'status',
  'timestamp',
  'duration_ms',
  'start_time_ms',
  'end_time_ms',
  'model',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'parent_span_id',
  'agent_name',
  'session_id',
  'environment',
  'release_version',
  'failure_mode',
]);

/** Every other field under a name of its own, so that nothing of an event is lost. */
function rest(event: JsonRecord): KeyValue[] {
  const others = Object.entries(event).filter(([name]) => !TAKEN.has(name));
  const named = others.map(([name, value]) => [`jamjet.${name}`, value] as const);
  return [
    ...strings(Object.fromEntries(named.filter(([, value]) => typeof value !== 'number'))),
    ...numbers(Object.fromEntries(named.filter(([, value]) => typeof value === 'number'))),
  ];
}

/** Ids that the SDK's own redaction took for a card number or the like, as `[CREDIT_CARD]`. */
const isRedacted = (id: string): boolean => id === '' || id.startsWith('[');

function traceIdOf(event: JsonRecord): string {
  const id = textOf(event['trace_id']);
  return isRedacted(id) ? hashId(`jamjet ${JSON.stringify(event)}`, 16) : idOf(id, 16);
}

function spanIdOf(event: JsonRecord): string {
  const id = textOf(event['span_id']);
  if (isRedacted(id)) return hashId(`jamjet ${JSON.stringify(event)}`, 8);
  return idOf(id, 8);
}

function originOf(event: JsonRecord) {
  const traceId = textOf(event['originating_trace_id']);
  const spanId = textOf(event['originating_span_id']);
  if (traceId === '' || spanId === '') return undefined;
  const link = { traceId: idOf(traceId, 16), spanId: idOf(spanId, 8) };
  return { links: [{ ...link, attributes: [] }] };
}

function strings(values: JsonRecord): KeyValue[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const text = jsonText(value);
    return text === undefined ? [] : [{ key, value: { stringValue: text } }];
  });
}

function numbers(values: JsonRecord): KeyValue[] {
  return Object.entries(values).flatMap(([key, value]): KeyValue[] => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    const isWhole = Number.isSafeInteger(value) && key !== 'gen_ai.usage.cost';
    return [{ key, value: isWhole ? { intValue: String(value) } : { doubleValue: value } }];
  });
}
