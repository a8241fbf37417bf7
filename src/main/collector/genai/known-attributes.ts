/**
 * The span attributes read once at ingest, grouped by what they mean; inside a group the order is the precedence.
 *
 * Sources: `semconv` = OpenTelemetry GenAI semantic conventions (current and deprecated names), `openllmetry` =
 * `@traceloop/ai-semantic-conventions` 0.27, `openinference` = `@arizeai/openinference-semantic-conventions` 2.12,
 * `vercel` = `ai` 5 to 7 with `@ai-sdk/otel` 1.0 (both its GenAI and its legacy integration), `langfuse` =
 * `@langfuse/tracing` 5, `tmam` = tmam 1.6 (a relative of OpenLIT), `pydantic` = pydantic-ai and Logfire.
 */
const ATTRIBUTE_GROUPS = {
  provider: [
    'gen_ai.provider.name', // semconv
    'gen_ai.system', // semconv, deprecated; vercel
    'llm.provider', // openinference: who hosts the model
    'llm.system', // openinference: whose model family it is
    'ai.model.provider', // vercel: `openai.responses`
    'mlflow.llm.provider',
  ],
  model: [
    'gen_ai.response.model', // semconv
    'llm.response.model_name', // openinference
    'ai.response.model', // vercel
    'gen_ai.request.model', // semconv
    'llm.model_name', // openinference
    'llm.request.model_name', // openinference
    'embedding.model_name', // openinference
    'reranker.model_name', // openinference
    'ai.model.id', // vercel
    'langfuse.observation.model.name',
    'ai.llm.model', // tmam
    'mlflow.llm.model',
    'llm.response.model', // openllmetry, before 0.10
    'llm.request.model', // openllmetry, before 0.10
  ],
  operation: ['gen_ai.operation.name'],
  vercelOperation: ['ai.operationId'],
  kind: [
    'openinference.span.kind',
    'langfuse.observation.type',
    'traceloop.span.kind',
    'llm.request.type', // openllmetry: chat, completion, embedding, rerank
    'gen_ai.request.type', // openllmetry image generation
    'mlflow.spanType', // JSON string: "\"CHAT_MODEL\""
    'langsmith.span.kind',
    'ai.span.kind', // tmam: llm, agent, tool, memory, external, function
  ],
  agentName: ['gen_ai.agent.name', 'agent.name'],
  inputTokens: [
    'gen_ai.usage.input_tokens', // semconv
    'gen_ai.usage.prompt_tokens', // semconv, deprecated
    'llm.token_count.prompt', // openinference
    'ai.usage.inputTokens', // vercel 5 and later
    'ai.usage.promptTokens', // vercel 4, and 6 for generateText
    'ai.usage.tokens', // vercel embeddings
    'ai.llm.prompt_tokens', // tmam
    'llm.usage.prompt_tokens', // openllmetry, before 0.10
  ],
  outputTokens: [
    'gen_ai.usage.output_tokens', // semconv
    'gen_ai.usage.completion_tokens', // semconv, deprecated
    'llm.token_count.completion', // openinference
    'ai.usage.outputTokens', // vercel 5 and later
    'ai.usage.completionTokens', // vercel 4, and 6 for generateText
    'ai.llm.completion_tokens', // tmam
    'llm.usage.completion_tokens', // openllmetry, before 0.10
  ],
  totalTokens: [
    'gen_ai.usage.total_tokens', // openllmetry, OpenLIT, Strands
    'llm.usage.total_tokens', // openllmetry
    'llm.token_count.total', // openinference
    'ai.usage.totalTokens', // vercel
    'ai.llm.total_tokens', // tmam
  ],
  cacheRead: [
    'gen_ai.usage.cache_read.input_tokens', // semconv
    'gen_ai.usage.cache_read_input_tokens', // openllmetry, Strands
    'llm.token_count.prompt_details.cache_read', // openinference
    'llm.token_count.prompt_details.cache_input', // openinference, older
    'ai.usage.inputTokenDetails.cacheReadTokens', // vercel 6 and later
    'ai.usage.cachedInputTokens', // vercel 5 and later
    'gen_ai.usage.details.cache_read_tokens', // pydantic
    'gen_ai.usage.details.cache_read_input_tokens', // pydantic, Anthropic
    'gen_ai.usage.details.cached_tokens', // pydantic, OpenAI
    'gen_ai.usage.details.cached_content_tokens', // pydantic, Gemini
    'gen_ai.usage.cached_tokens', // LiteLLM and others
    'gen_ai.usage.input_tokens.cached', // Sentry, OpenRouter
  ],
  cacheWrite: [
    'gen_ai.usage.cache_write.input_tokens', // semconv since PR 440
    'gen_ai.usage.cache_creation.input_tokens', // semconv before it
    'gen_ai.usage.cache_creation_input_tokens', // openllmetry
    'gen_ai.usage.cache_write_input_tokens', // Strands
    'llm.token_count.prompt_details.cache_write', // openinference
    'ai.usage.inputTokenDetails.cacheWriteTokens', // vercel 6 and later
    'gen_ai.usage.details.cache_write_tokens', // pydantic
    'gen_ai.usage.details.cache_creation_input_tokens', // pydantic, Anthropic
    'gen_ai.usage.input_tokens.cache_write', // Sentry
  ],
  reasoning: [
    'gen_ai.usage.reasoning.output_tokens', // semconv
    'gen_ai.usage.reasoning_tokens', // openllmetry
    'llm.token_count.completion_details.reasoning', // openinference
    'ai.usage.outputTokenDetails.reasoningTokens', // vercel 6 and later
    'ai.usage.reasoningTokens', // vercel 5 and later
    'gen_ai.usage.details.reasoning_tokens', // pydantic
    'gen_ai.usage.details.thoughts_tokens', // pydantic, Gemini
    'gen_ai.usage.output_tokens.reasoning', // Sentry, OpenRouter
  ],
  vercelUncached: ['ai.usage.inputTokenDetails.noCacheTokens'], // vercel 6 and later
  vercelMetadata: ['ai.response.providerMetadata'],
  detailsJson: ['gen_ai.usage.input_token_details', 'gen_ai.usage.output_token_details'], // LangSmith
  usageJson: ['langfuse.observation.usage_details', 'mlflow.chat.tokenUsage'],
  cost: [
    'gen_ai.usage.cost', // tmam, OpenLIT
    'llm.cost.total', // openinference
    'operation.cost', // pydantic
    'gen_ai.usage.total_cost', // OpenRouter, Sentry
  ],
  costParts: ['llm.cost.prompt', 'llm.cost.completion'], // openinference, when it sends no total
  usageCostParts: ['gen_ai.usage.input_cost', 'gen_ai.usage.output_cost'], // OpenRouter, Sentry
  costJson: ['langfuse.observation.cost_details', 'mlflow.llm.cost'],
  session: [
    'session.id', // semconv, openinference, langfuse
    'langfuse.session.id',
    'gen_ai.conversation.id', // semconv
    'traceloop.association.properties.session_id',
    'traceloop.association.properties.conversation_id',
    'traceloop.association.properties.thread_id',
    'ai.telemetry.metadata.sessionId', // vercel, as Langfuse and others ask for it
    'ai.telemetry.metadata.session_id',
    'ai.telemetry.metadata.session.id',
    'ai.telemetry.metadata.threadId',
    'ai.telemetry.metadata.conversationId',
    'ai.settings.context.sessionId', // vercel 7: runtime context took the place of metadata
    'ai.settings.context.session.id',
    'ai.settings.context.session_id',
    'langsmith.trace.session_id',
    'mlflow.trace.session',
    'gcp.vertex.agent.session_id', // Google ADK
  ],
  user: [
    'user.id', // semconv, openinference, langfuse
    'langfuse.user.id',
    'enduser.id', // semconv
    'traceloop.association.properties.user_id',
    'ai.telemetry.metadata.userId', // vercel
    'ai.telemetry.metadata.user_id',
    'ai.telemetry.metadata.user.id',
    'ai.settings.context.userId', // vercel 7
    'ai.settings.context.user.id',
    'ai.settings.context.user_id',
    'gen_ai.user', // openllmetry since 0.60
    'gen_ai.request.user', // tmam, OpenLIT
    'gen_ai.openai.request.user', // semconv, removed
    'llm.user', // openllmetry
    'mlflow.trace.user',
    'enduser.pseudo.id', // semconv
  ],
  environment: ['langfuse.environment', 'deployment.environment.name', 'deployment.environment'],
  release: ['langfuse.release'],
  level: ['langfuse.observation.level'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A group of attributes that mean the same. */
export type AttributeGroup = keyof typeof ATTRIBUTE_GROUPS;

/** Slots `from` (inclusive) to `to` (exclusive) of one group in {@link KNOWN_SPAN_ATTRIBUTES}. */
export interface SlotRange {
  readonly from: number;
  readonly to: number;
}

/** Every attribute key the extraction reads; the index of a key is its slot. Keys are unique. */
export const KNOWN_SPAN_ATTRIBUTES: readonly string[] = Object.values(ATTRIBUTE_GROUPS).flat();

/** Where each group lies in {@link KNOWN_SPAN_ATTRIBUTES}. */
export const SLOTS: Readonly<Record<AttributeGroup, SlotRange>> = slotRanges();

function slotRanges(): Record<AttributeGroup, SlotRange> {
  const ranges: Partial<Record<AttributeGroup, SlotRange>> = {};
  let from = 0;
  for (const [group, keys] of Object.entries(ATTRIBUTE_GROUPS)) {
    ranges[group as AttributeGroup] = { from, to: from + keys.length };
    from += keys.length;
  }
  // A copy: an object that grew key by key is looked up like a map.
  return { ...ranges } as Record<AttributeGroup, SlotRange>;
}
