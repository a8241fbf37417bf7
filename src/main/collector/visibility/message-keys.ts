import type { AttributeScope } from '../../../shared/visibility.ts';

/** Where an attribute sits, apart from what it carries. */
export type AttributePlace = Exclude<AttributeScope, 'message'>;

/**
 * Attributes that carry what was said to a model, what it said, or what a tool was given and answered, in every
 * dialect `src/shared/genai` reads. A key also stands for all that is flattened below it (`gen_ai.prompt.0.content`).
 */
export const MESSAGE_KEYS = [
  // OpenTelemetry GenAI conventions, current and deprecated.
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.event.content',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.retrieval.documents',
  'gen_ai.retrieval.query.text',
  'gen_ai.memory.records',
  'gen_ai.memory.query.text',
  'gen_ai.evaluation.explanation',
  'gen_ai.request.prompt',
  'gen_ai.request.messages',
  'gen_ai.request.system',
  'gen_ai.request.instructions',
  'gen_ai.request.input',
  'gen_ai.request.contents',
  // OpenLLMetry.
  'llm.prompts',
  'llm.completions',
  'traceloop.entity.input',
  'traceloop.entity.output',
  'db.query.result',
  // OpenInference.
  'llm.input_messages',
  'llm.output_messages',
  'llm.choices',
  'llm.prompt_template',
  'llm.function_call',
  'llm.invocation_parameters', // its Anthropic instrumentation has the instructions nowhere else
  'input.value',
  'output.value',
  'tool.parameters',
  'retrieval.documents',
  'reranker.query',
  'reranker.input_documents',
  'reranker.output_documents',
  'embedding.embeddings',
  'embedding.text',
  'embedding.vector',
  // AI SDK.
  'ai.prompt',
  'ai.response.text',
  'ai.response.object',
  'ai.response.reasoning',
  'ai.response.toolCalls',
  'ai.response.files',
  'ai.response.msg',
  'ai.result',
  'ai.toolCall.args',
  'ai.toolCall.input',
  'ai.toolCall.result',
  'ai.toolCall.output',
  'ai.settings.prompt',
  'ai.settings.messages',
  'ai.settings.system',
  'ai.settings.instructions',
  'ai.settings.input',
  'ai.settings.contents',
  'ai.value',
  'ai.values',
  'ai.embedding',
  'ai.embeddings',
  // Langfuse.
  'langfuse.observation.input',
  'langfuse.observation.output',
  'langfuse.trace.input',
  'langfuse.trace.output',
  // pydantic-ai and Logfire.
  'pydantic_ai.all_messages',
  'all_messages_events',
  'final_result',
  'tool_arguments',
  'tool_response',
  // MLflow, tmam and OpenLIT, JamJet, Google ADK, and tools of any.
  'mlflow.spanInputs',
  'mlflow.spanOutputs',
  'ai.llm.prompt',
  'ai.llm.completion',
  'gen_ai.response.tool_calls',
  'jamjet.payload', // an event's content as sent, beside what is read of it
  'gcp.vertex.agent.llm_request',
  'gcp.vertex.agent.llm_response',
  'gcp.vertex.agent.tool_call_args',
  'gcp.vertex.agent.tool_response',
  'gcp.vertex.agent.data',
  'function.kwargs',
  'function.args',
  'input',
  'output',
] as const;

const KEYS: ReadonlySet<string> = new Set(MESSAGE_KEYS);

/** Of an event or log record that is a message: what says which one it is, and nothing of its content. */
const ABOUT_MESSAGES: ReadonlySet<string> = new Set([
  'event.name',
  'event.domain',
  'role',
  'id',
  'index',
  'finish_reason',
]);

/** Whether events and log records of this name are messages, or carry them. */
export function isMessageRecord(name: string): boolean {
  return name.startsWith('gen_ai.');
}

/**
 * Whether an attribute carries message content: the meaning of the scope `message`.
 *
 * @param inMessage whether it sits in an event or log record that {@link isMessageRecord}
 */
export function carriesMessage(key: string, inMessage: boolean): boolean {
  if (KEYS.has(key) || underMessageKey(key)) return true;
  return inMessage && !key.startsWith('gen_ai.') && !ABOUT_MESSAGES.has(key);
}

/** What message events have their content in: keys that say so even where the event is not known. */
const PARTS: ReadonlySet<string> = new Set(['content', 'message', 'tool_calls', 'function_call']);

/** Whether a key is that of message content once it sits in a message event. */
export function isMessagePart(key: string): boolean {
  return PARTS.has(key) || carriesMessage(key, false);
}

function underMessageKey(key: string): boolean {
  for (let dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
    if (KEYS.has(key.slice(0, dot))) return true;
  }
  return false;
}
