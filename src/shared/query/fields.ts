import type { DerivedField } from '../visibility.ts';

/** How values of a field are written and compared. */
export type FieldType = 'text' | 'number' | 'duration' | 'time' | 'choice';

export interface FieldInfo {
  readonly type: FieldType;
  /** What it is, for suggestions. */
  readonly about: string;
  /** Values of a choice. */
  readonly choices?: readonly string[];
  /** Columns it reads that may be hidden from a viewer. */
  readonly reads: readonly DerivedField[];
}

const STATUSES = ['ok', 'error'] as const;
/** OTLP SpanKind by number. */
export const KINDS = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
] as const;

function field(
  type: FieldType,
  about: string,
  reads: readonly DerivedField[] = [],
  choices?: readonly string[],
): FieldInfo {
  return choices === undefined ? { type, about, reads } : { type, about, reads, choices };
}

const TOKENS = ['inputTokens', 'outputTokens'] as const;
const NODE = ['operation', 'model'] as const;

/** Fields of a whole trace: the columns of the list. */
export const TRACE_FIELDS = {
  name: field('text', 'Name of the trace: of its root span, or of the earliest'),
  service: field('text', 'Any service of the trace', ['service']),
  environment: field('text', 'Environment of the trace', ['environment']),
  status: field('choice', 'error when any span failed, else ok', ['status'], STATUSES),
  duration: field('duration', 'From the first start to the last end'),
  model: field('text', 'Any model of the trace', ['model']),
  provider: field('text', 'Provider of the model', ['provider']),
  release: field('text', 'Version of the service', ['release']),
  session: field('text', 'Session or thread', ['session']),
  user: field('text', 'End user', ['user']),
  spans: field('number', 'Number of spans'),
  errors: field('number', 'Number of failed spans', ['errorCount']),
  services: field('number', 'Number of services', ['serviceCount']),
  tokens: field('number', 'Input and output tokens', TOKENS),
  input_tokens: field('number', 'Input tokens', ['inputTokens']),
  output_tokens: field('number', 'Output tokens', ['outputTokens']),
  cached_tokens: field('number', 'Input tokens read from a cache', ['cachedTokens']),
  reasoning_tokens: field('number', 'Output tokens spent on reasoning', ['reasoningTokens']),
  cost: field('number', 'Cost in US dollars', ['costUsd']),
  start: field('time', 'Start of the trace'),
  id: field('text', 'Trace id, 32 hexadecimal digits'),
  'root.name': field('text', 'Name of the root span'),
  'root.service': field('text', 'Service of the root span', ['service']),
  'main.service': field('text', 'Service shown first: of the root span, or of the earliest', [
    'service',
  ]),
  'main.model': field('text', 'Model shown first: of the earliest model call', ['model']),
} as const satisfies Record<string, FieldInfo>;
export type TraceField = keyof typeof TRACE_FIELDS;

/** Fields of one span. */
export const SPAN_FIELDS = {
  name: field('text', 'Name of the span'),
  service: field('text', 'Service of the span', ['service']),
  environment: field('text', 'Environment of the span', ['environment']),
  status: field('choice', 'error when the span failed, else ok', ['status'], STATUSES),
  'status.message': field('text', 'What the status of the span says'),
  duration: field('duration', 'Duration of the span'),
  kind: field('choice', 'Kind of the span', [], KINDS),
  root: field('choice', 'Whether the span has no parent', [], ['true', 'false']),
  call: field('choice', 'Whether it is a call of a model', ['operation'], ['true', 'false']),
  model: field('text', 'Model of the span', ['model']),
  provider: field('text', 'Provider of the model', ['provider']),
  operation: field('text', 'chat, embeddings, execute_tool, ...', ['operation']),
  release: field('text', 'Version of the service', ['release']),
  session: field('text', 'Session or thread', ['session']),
  user: field('text', 'End user', ['user']),
  tokens: field('number', 'Input and output tokens', TOKENS),
  input_tokens: field('number', 'Input tokens', ['inputTokens']),
  output_tokens: field('number', 'Output tokens', ['outputTokens']),
  cached_tokens: field('number', 'Input tokens read from a cache', ['cachedTokens']),
  reasoning_tokens: field('number', 'Output tokens spent on reasoning', ['reasoningTokens']),
  cost: field('number', 'Cost in US dollars', ['costUsd']),
  start: field('time', 'Start of the span'),
  event: field('text', 'Name of any event of the span'),
  scope: field('text', 'Name of the instrumentation'),
  id: field('text', 'Span id, 16 hexadecimal digits'),
  'parent.service': field('text', 'Service of the span that called it', ['service']),
  'genai.node': field('text', 'Agent, tool or model it is, such as "tool search"', NODE),
  'genai.caller': field('text', 'Agent, tool or model that called it', NODE),
} as const satisfies Record<string, FieldInfo>;
export type SpanField = keyof typeof SPAN_FIELDS;

/** Fields of a span that depend on the spans above it. */
const KIN_FIELDS = [
  'parent.service',
  'genai.node',
  'genai.caller',
] as const satisfies readonly SpanField[];
export type KinField = (typeof KIN_FIELDS)[number];

export function isKinField(field: SpanField): field is KinField {
  return KIN_FIELDS.some((known) => known === field);
}

/** Fields of a span whose values are offered while a filter is typed. */
export const SUGGESTED_FIELDS = [
  'name',
  'service',
  'environment',
  'release',
  'provider',
  'model',
  'operation',
  'session',
  'user',
  'event',
  'scope',
  'parent.service',
  'genai.node',
  'genai.caller',
] as const satisfies readonly SpanField[];
export type SuggestedField = (typeof SUGGESTED_FIELDS)[number];

/** What people and programs say of traces and spans; a score is asked for by its name, `score.helpful`. */
export const ANNOTATION_FIELDS = {
  pinned: field('choice', 'Whether the trace is pinned', [], ['true', 'false']),
  tag: field('text', 'Any tag of the trace or of its spans'),
  note: field('text', 'Text of any note on the trace or on its spans'),
} as const satisfies Record<string, FieldInfo>;
export type AnnotationField = keyof typeof ANNOTATION_FIELDS | 'score';

/** `span.` or `trace.`, what is asked for, the name of a score. */
const ANNOTATION = /^(?:(trace|span)\.)?(?:(pinned|tag|note)|score\.(.+))$/is;

/** Other names. `service.name` is what a service is made of, and its column is far faster to search. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['env', 'environment'],
  ['service.name', 'service'],
  ['parent.service.name', 'parent.service'],
]);

/** What a key that is not in quotes stands for; `misplaced` is a field of a whole trace in a condition on one span. */
export type Meaning =
  | { readonly kind: 'trace'; readonly field: TraceField }
  | { readonly kind: 'span'; readonly field: SpanField }
  | { readonly kind: 'annotation'; readonly field: AnnotationField; readonly name: string }
  /** Of the span itself, not of its trace. */
  | { readonly kind: 'span-annotation'; readonly field: AnnotationField; readonly name: string }
  | { readonly kind: 'attribute' }
  | { readonly kind: 'misplaced' };

const isTraceField = (name: string): name is TraceField => Object.hasOwn(TRACE_FIELDS, name);
const isSpanField = (name: string): name is SpanField => Object.hasOwn(SPAN_FIELDS, name);

/**
 * What a key means: outside of `has` and `count` first a field of the trace, inside of them one of the span.
 *
 * `trace.` and `span.` before a name say which; letter case does not matter.
 */
export function meaningOf(key: string, isInSpan: boolean): Meaning {
  const said = ANNOTATION.exec(key);
  if (said !== null) return annotationMeaning(said, isInSpan);
  const lower = key.toLowerCase();
  const name = ALIASES.get(lower) ?? lower;
  // Ids are asked for as `trace.id` and `span.id`; many senders have an attribute of this name.
  if (name === 'id') return { kind: 'attribute' };
  const [, level, rest = ''] = /^(trace|span)\.(.+)$/.exec(name) ?? [];
  const own = ALIASES.get(rest) ?? rest;
  if (level === 'span' && isSpanField(own)) return { kind: 'span', field: own };
  const ofTrace = level === 'trace' && isTraceField(own) ? own : undefined;
  if (ofTrace !== undefined || name.startsWith('root.')) {
    const field = ofTrace ?? name;
    if (isTraceField(field)) return isInSpan ? { kind: 'misplaced' } : { kind: 'trace', field };
  }
  if (!isInSpan && isTraceField(name)) return { kind: 'trace', field: name };
  if (isSpanField(name)) return { kind: 'span', field: name };
  if (isTraceField(name)) return { kind: 'misplaced' };
  return { kind: 'attribute' };
}

function annotationMeaning(
  [, level, field, name = '']: RegExpExecArray,
  isInSpan: boolean,
): Meaning {
  const said = { field: (field?.toLowerCase() ?? 'score') as AnnotationField, name };
  if (level?.toLowerCase() === 'span' || (isInSpan && level === undefined)) {
    return said.field === 'pinned' ? { kind: 'misplaced' } : { kind: 'span-annotation', ...said };
  }
  return isInSpan ? { kind: 'misplaced' } : { kind: 'annotation', ...said };
}

/** How values of what a key means are written; null for attributes and scores, which may be anything. */
export function infoOf(meaning: Meaning): FieldInfo | null {
  switch (meaning.kind) {
    case 'trace':
      return TRACE_FIELDS[meaning.field];
    case 'span':
      return SPAN_FIELDS[meaning.field];
    case 'annotation':
    case 'span-annotation':
      return meaning.field === 'score' ? null : ANNOTATION_FIELDS[meaning.field];
    default:
      return null;
  }
}
