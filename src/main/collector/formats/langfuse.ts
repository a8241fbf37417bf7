import { parseBounded } from '../otlp/bounded-json.ts';
import {
  idOf,
  hashId,
  isRecord,
  jsonText,
  later,
  nanosOf,
  nanosOfDuration,
  textOf,
  STATUS_ERROR,
  type ConvertedSpan,
  type JsonRecord,
  type KeyValue,
} from './otlp-span.ts';

// Langfuse exports: rows of the public API (GET /api/public/traces, /observations), of the export of a table and of
// the scheduled export to a blob store (the same fields in snake_case). They become the attributes that Langfuse's own
// OpenTelemetry SDK would have sent, which the rest of the product reads.

const OBSERVATION_TYPES = new Set([
  'SPAN',
  'GENERATION',
  'EVENT',
  'AGENT',
  'TOOL',
  'CHAIN',
  'RETRIEVER',
  'EVALUATOR',
  'EMBEDDING',
  'GUARDRAIL',
]);

/** Fields by their name in camelCase, whichever way they are written; text that is JSON in some exports is parsed. */
export function fieldsOf(row: JsonRecord): JsonRecord {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    const camel = name
      .trim()
      .replaceAll(/[_ ]+([a-zA-Z0-9])/g, (_all, letter: string) => letter.toUpperCase())
      .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    if (value !== null && value !== '') fields[camel] = value;
  }
  return fields;
}

/** Whether a row is a Langfuse observation: a span, generation or event inside a trace. */
export function isLangfuseObservation(row: JsonRecord): boolean {
  const fields = fieldsOf(row);
  return (
    textOf(fields['traceId']) !== '' &&
    textOf(fields['id']) !== '' &&
    fields['startTime'] !== undefined &&
    OBSERVATION_TYPES.has(textOf(fields['type']).toUpperCase())
  );
}

/** Whether a row is a Langfuse trace. */
export function isLangfuseTrace(row: JsonRecord): boolean {
  const fields = fieldsOf(row);
  if (textOf(fields['id']) === '' || fields['timestamp'] === undefined) return false;
  // Scores name the trace they are about.
  if (textOf(fields['traceId']) !== '') return false;
  return TRACE_MARKS.some((mark) => mark in row || mark in fields);
}

const TRACE_MARKS = [
  'observations',
  'htmlPath',
  'sessionId',
  'userId',
  'public',
  'bookmarked',
  'projectId',
  'observationCount',
  'release',
];

/** A trace with the observations it carries; its own row becomes the span at the root. */
export function langfuseTrace(row: JsonRecord): ConvertedSpan[] {
  const fields = fieldsOf(row);
  const start = nanosOf(fields['timestamp']);
  if (start === undefined) return [];
  const id = textOf(fields['id']);
  const observations = list(parsed(fields['observations'])).filter(isRecord);
  const rootId = hashId(`langfuse trace ${id}`, 8);
  const inside = observations
    .filter(isLangfuseObservation)
    .map((observation) => langfuseObservation({ ...observation, traceId: id }, rootId, fields))
    .filter((span) => span !== undefined);
  const ends = [
    later(start, nanosOfDuration(fields['latency'], 1e9)),
    ...inside.map(({ span }) => span.endTimeUnixNano),
  ];
  const root: ConvertedSpan = {
    resource: resourceOf(fields),
    scope: { name: 'langfuse' },
    span: {
      traceId: idOf(id, 16),
      spanId: rootId,
      name: textOf(fields['name']) || 'trace',
      kind: 1,
      startTimeUnixNano: start,
      endTimeUnixNano: ends.reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b)),
      attributes: [
        ...traceAttributes(fields),
        ...texts({
          'langfuse.trace.id': id,
          'langfuse.observation.type': 'span',
          'langfuse.trace.input': fields['input'],
          'langfuse.trace.output': fields['output'],
        }),
      ],
    },
  };
  return [root, ...inside];
}

/**
 * An observation; undefined when it has no time.
 *
 * @param rootId span of the trace, the parent of those that have none
 * @param trace fields of the trace, where the export carries it
 */
export function langfuseObservation(
  row: JsonRecord,
  rootId?: string,
  trace: JsonRecord = {},
): ConvertedSpan | undefined {
  const fields = fieldsOf(row);
  const start = nanosOf(fields['startTime']);
  if (start === undefined) return undefined;
  const id = textOf(fields['id']);
  const traceId = textOf(fields['traceId']);
  const parent = textOf(fields['parentObservationId']);
  const level = textOf(fields['level']).toUpperCase();
  const message = textOf(fields['statusMessage']);
  const parentSpanId = parent === '' ? rootId : idOf(parent, 8);
  const usage = usageOf(fields);
  const cost = costOf(fields);
  return {
    resource: resourceOf({ ...trace, ...fields }),
    scope: { name: 'langfuse' },
    span: {
      traceId: idOf(traceId, 16),
      spanId: idOf(id, 8),
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      name: textOf(fields['name']) || textOf(fields['type']).toLowerCase(),
      kind: 1,
      startTimeUnixNano: start,
      endTimeUnixNano: nanosOf(fields['endTime']) ?? start,
      attributes: [
        ...traceAttributes({
          ...trace,
          ...fields,
          name: trace['name'] ?? fields['traceName'],
          metadata: undefined,
        }),
        ...texts({
          'langfuse.observation.id': id,
          'langfuse.trace.id': traceId,
          'langfuse.observation.type': textOf(fields['type']).toLowerCase(),
          'langfuse.observation.input': fields['input'],
          'langfuse.observation.output': fields['output'],
          'langfuse.observation.level': level,
          'langfuse.observation.status_message': message,
          'langfuse.observation.model.name': fields['model'] ?? fields['providedModelName'],
          'langfuse.observation.model.parameters': fields['modelParameters'],
          'langfuse.observation.usage_details': usage,
          'langfuse.observation.cost_details': cost,
          'langfuse.observation.completion_start_time': fields['completionStartTime'],
          'langfuse.observation.prompt.name': fields['promptName'],
          'langfuse.observation.prompt.version': fields['promptVersion'],
          'langfuse.observation.metadata': fields['metadata'],
        }),
      ],
      ...(level === 'ERROR'
        ? { status: { code: STATUS_ERROR, ...(message === '' ? {} : { message }) } }
        : {}),
    },
  };
}

function traceAttributes(fields: JsonRecord): KeyValue[] {
  const tags = list(parsed(fields['tags'] ?? fields['traceTags'])).map(textOf);
  return [
    ...texts({
      'langfuse.trace.name': fields['name'],
      'session.id': fields['sessionId'],
      'user.id': fields['userId'],
      'langfuse.version': fields['version'],
      'langfuse.trace.metadata': fields['metadata'],
    }),
    ...(tags.length === 0
      ? []
      : [
          {
            key: 'langfuse.trace.tags',
            value: { arrayValue: { values: tags.map((tag) => ({ stringValue: tag })) } },
          },
        ]),
  ];
}

function resourceOf(fields: JsonRecord): KeyValue[] {
  return texts({
    'service.name': 'langfuse',
    'deployment.environment.name': fields['environment'],
    'service.version': fields['release'],
  });
}

/** Tokens as `usageDetails` writes them; older exports have `usage` or three columns. */
function usageOf(fields: JsonRecord): unknown {
  const details = parsed(fields['usageDetails']);
  if (isRecord(details) && Object.keys(details).length > 0) return details;
  const usage = parsed(fields['usage']);
  const from = isRecord(usage) ? usage : fields;
  const input = from['input'] ?? from['promptTokens'] ?? fields['inputUsage'];
  const output = from['output'] ?? from['completionTokens'] ?? fields['outputUsage'];
  const total = from['total'] ?? from['totalTokens'] ?? fields['totalUsage'];
  const counts = Object.entries({ input, output, total })
    .filter(([, count]) => Number(count) > 0)
    .map(([name, count]) => [name, Number(count)] as const);
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
}

function costOf(fields: JsonRecord): unknown {
  const details = parsed(fields['costDetails']);
  if (isRecord(details) && Object.keys(details).length > 0) return details;
  const total = Number(fields['calculatedTotalCost'] ?? fields['totalCost'] ?? 0);
  return total > 0 ? { total } : undefined;
}

/** Values as texts, JSON where they are none; without those that are missing. */
function texts(values: JsonRecord): KeyValue[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const text = jsonText(value);
    return text === undefined ? [] : [{ key, value: { stringValue: text } }];
  });
}

/** JSON that stands as text in tables. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return parseBounded(value);
  } catch {
    return value;
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
