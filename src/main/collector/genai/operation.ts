import { USAGE_CALL, USAGE_WRAPPER } from '../otlp/types.ts';

/** What a span does, and how it takes part in token sums should it carry any. */
export interface SpanRole {
  /** Normalized name as in `gen_ai.operation.name`, or ''. */
  readonly operation: string;
  readonly usage: typeof USAGE_CALL | typeof USAGE_WRAPPER;
}

function call(operation: string): SpanRole {
  return Object.freeze({ operation, usage: USAGE_CALL });
}

function wrapper(operation: string): SpanRole {
  return Object.freeze({ operation, usage: USAGE_WRAPPER });
}

/** A span that names a model but no operation: the model call itself. */
export const UNNAMED_CALL = call('');

/** A span with tokens that names neither a model nor an operation: some sum of calls below it. */
export const UNNAMED_WRAPPER = wrapper('');

/**
 * `gen_ai.operation.name`: well-known values of the semantic conventions, then spellings seen from OpenLLMetry, OpenLIT,
 * Strands and the AI SDK.
 */
const OPERATIONS: ReadonlyMap<string, SpanRole> = new Map(
  [
    ...['chat', 'text_completion', 'generate_content', 'embeddings', 'rerank'].map(call),
    ...['execute_tool', 'invoke_agent', 'create_agent', 'invoke_workflow', 'retrieval', 'plan'].map(
      wrapper,
    ),
    ...['agent_step', 'execute_event_loop_cycle'].map(wrapper),
  ].map((role) => [role.operation, role] as const),
);

const OPERATION_ALIASES: ReadonlyMap<string, string> = new Map([
  ['completion', 'text_completion'],
  ['embedding', 'embeddings'],
  ['reranking', 'rerank'],
  ['retrieve', 'retrieval'],
  ['tool', 'execute_tool'],
  ['tool_call', 'execute_tool'],
  ['agent', 'invoke_agent'],
  ['workflow', 'invoke_workflow'],
]);

/**
 * Span kinds of OpenInference (`openinference.span.kind`), Langfuse (`langfuse.observation.type`), OpenLLMetry
 * (`traceloop.span.kind`, `llm.request.type`), MLflow (`mlflow.spanType`), LangSmith and tmam (`ai.span.kind`), lower
 * case. No two of them use one word for different things.
 */
const KINDS: ReadonlyMap<string, SpanRole> = new Map([
  ['llm', call('chat')],
  ['chat', call('chat')],
  ['chat_model', call('chat')],
  ['generation', call('chat')],
  ['completion', call('text_completion')],
  ['embedding', call('embeddings')],
  ['reranker', call('rerank')],
  ['rerank', call('rerank')],
  ['image_generation', call('image_generation')],
  ['agent', wrapper('invoke_agent')],
  ['tool', wrapper('execute_tool')],
  ['workflow', wrapper('invoke_workflow')],
  ['retriever', wrapper('retrieval')],
  ['chain', wrapper('chain')],
  ['task', wrapper('task')],
  ['guardrail', wrapper('guardrail')],
  ['evaluator', wrapper('evaluation')],
  ['prompt', wrapper('prompt')],
  ['parser', wrapper('parser')],
  ['memory', wrapper('memory')],
  ['session', UNNAMED_WRAPPER],
  ['span', UNNAMED_WRAPPER],
  ['event', UNNAMED_WRAPPER],
  ['function', UNNAMED_WRAPPER],
  ['external', UNNAMED_WRAPPER],
]);

/** AI SDK operations of one span, without a `.do…` span below them that would report the same tokens. */
const VERCEL_SINGLE: ReadonlyMap<string, SpanRole> = new Map([
  ['ai.generateSpeech', call('text_to_speech')],
  ['ai.transcribe', call('speech_to_text')],
  ['ai.streamTranscribe', call('speech_to_text')],
  ['ai.toolCall', wrapper('execute_tool')],
]);

/** The `.do…` spans of the AI SDK are the model calls; the span around them repeats their sum. */
const VERCEL_CALLS: ReadonlyMap<string, SpanRole> = new Map([
  ['doGenerate', call('chat')],
  ['doStream', call('chat')],
  ['doEmbed', call('embeddings')],
  ['doRerank', call('rerank')],
  ['doDecide', call('decide')],
]);

const VERCEL_EMBED = wrapper('embeddings');
const VERCEL_RERANK = wrapper('rerank');
const VERCEL_AGENT = wrapper('invoke_agent');

/**
 * Role by the `ai.operationId` of the AI SDK (`ai.streamText.doStream`), undefined for any other text.
 *
 * Outer spans are named `invoke_agent` as the SDK's own GenAI integration does (`mapOperationName` in `@ai-sdk/otel`).
 */
export function vercelRole(operationId: string): SpanRole | undefined {
  if (!operationId.startsWith('ai.')) return undefined;
  const single = VERCEL_SINGLE.get(operationId);
  if (single !== undefined) return single;
  const inner = VERCEL_CALLS.get(operationId.slice(operationId.lastIndexOf('.') + 1));
  if (inner !== undefined) return inner;
  if (operationId.startsWith('ai.embed')) return VERCEL_EMBED;
  return operationId.startsWith('ai.rerank') ? VERCEL_RERANK : VERCEL_AGENT;
}

/**
 * Role by `gen_ai.operation.name`.
 *
 * A name outside the conventions keeps its text; it counts as the call only when the span names a model and is not one
 * of an agent, since counting a sum twice is worse than counting it as a sum.
 */
export function operationRole(name: string, isModelCall: boolean): SpanRole {
  const vercel = vercelRole(name);
  if (vercel !== undefined) return vercel;
  const lower = name.toLowerCase();
  const known = OPERATIONS.get(OPERATION_ALIASES.get(lower) ?? lower);
  if (known !== undefined) return known;
  return { operation: lower, usage: isModelCall ? USAGE_CALL : USAGE_WRAPPER };
}

/** Role by a span kind of any dialect, undefined for a kind that says nothing. */
export function kindRole(kind: string): SpanRole | undefined {
  // MLflow stores attribute values as JSON, hence the quotes.
  const bare = kind.startsWith('"') && kind.endsWith('"') ? kind.slice(1, -1) : kind;
  return KINDS.get(bare.toLowerCase());
}
