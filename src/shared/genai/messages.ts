import type { DecodedSpan } from '../telemetry.ts';
import { readDocument, systemParts } from './document-shape.ts';
import { emptyExchange, hasContent, type Exchange } from './exchange.ts';
import { finishReasonsOf } from './finish-reasons.ts';
import {
  eventInput,
  eventOutput,
  genAiInput,
  genAiInstructions,
  genAiOutput,
  indexedMessages,
} from './gen-ai-dialect.ts';
import { firstOf, objectOf } from './json-value.ts';
import type { LlmView, Part } from './llm-view.ts';
import {
  openInferenceChoices,
  openInferenceMessages,
  openInferencePrompts,
} from './open-inference-dialect.ts';
import { parametersOf, usageOf } from './parameters.ts';
import { documentsOf, embeddingsOf } from './retrieval.ts';
import { SpanAttributes } from './span-attributes.ts';
import { firstChunkMs } from './streaming.ts';
import { toolsOfSpan } from './tool-definitions.ts';
import { toolExecutionOf } from './tool-execution.ts';
import { vercelInput, vercelOutput } from './vercel-dialect.ts';

type Source = (attributes: SpanAttributes, span: DecodedSpan) => Exchange;

/**
 * Where the input may be, most exact form first: messages in a dialect's own form, then the whole request as JSON in
 * an attribute any kind of span may have.
 */
const INPUT_SOURCES: readonly Source[] = [
  genAiInput,
  (attributes) => openInferenceMessages(attributes, 'llm.input_messages.', 'user'),
  (attributes) => indexedMessages(attributes, 'gen_ai.prompt.', 'user'),
  (attributes) => indexedMessages(attributes, 'llm.prompts.', 'user'),
  vercelInput,
  eventInput,
  openInferencePrompts,
  document('gen_ai.prompt', 'user'),
  document('pydantic_ai.all_messages', 'user'),
  document('all_messages_events', 'user'),
  document('langfuse.observation.input', 'user'),
  document('input.value', 'user'),
  document('traceloop.entity.input', 'user'),
  document('mlflow.spanInputs', 'user'),
  document('gcp.vertex.agent.llm_request', 'user'),
  document('gen_ai.retrieval.query.text', 'user'),
  document('gen_ai.memory.query.text', 'user'),
  document('reranker.query', 'user'),
];

/** Where the output may be, in the order of {@link INPUT_SOURCES}. */
const OUTPUT_SOURCES: readonly Source[] = [
  genAiOutput,
  (attributes) => openInferenceMessages(attributes, 'llm.output_messages.', 'assistant'),
  (attributes) => indexedMessages(attributes, 'gen_ai.completion.', 'assistant'),
  (attributes) => indexedMessages(attributes, 'llm.completions.', 'assistant'),
  vercelOutput,
  eventOutput,
  openInferenceChoices,
  document('gen_ai.completion', 'assistant'),
  document('langfuse.observation.output', 'assistant'),
  document('output.value', 'assistant'),
  document('traceloop.entity.output', 'assistant'),
  document('ai.llm.completion', 'assistant'),
  document('ai.result', 'assistant'),
  document('final_result', 'assistant'),
  document('mlflow.spanOutputs', 'assistant'),
  document('gcp.vertex.agent.llm_response', 'assistant'),
];

/**
 * What a span of a model call, agent, tool, retrieval or embedding has to show, whatever dialect it speaks; undefined
 * for a span that has nothing of the kind.
 *
 * Where instrumentations send content as log records, add those to the events first (`log-events.ts`).
 *
 * Never throws: broken JSON stays a text, an unknown shape a JSON or unknown part. Takes time in proportion to the
 * attributes. `usage` holds what was sent; the normalized sums are extracted when the span is stored.
 */
export function conversationOf(span: DecodedSpan): LlmView | undefined {
  const attributes = new SpanAttributes(span.attributes);
  const toolCall = toolExecutionOf(attributes, span);
  // The same attributes hold a tool's arguments and result: they are shown once.
  const input =
    toolCall === undefined ? firstFound(INPUT_SOURCES, attributes, span) : emptyExchange();
  const output =
    toolCall === undefined ? firstFound(OUTPUT_SOURCES, attributes, span) : emptyExchange();
  const instructions = instructionsOf(attributes, span, input);
  const tools = toolsOfSpan(attributes);
  const finishReasons = finishReasonsOf(attributes);
  const firstChunk = firstChunkMs(attributes, span);
  const documents = documentsOf(attributes, span);
  const isListOnly = output.messages.every(({ parts }) =>
    parts.every(({ kind }) => kind === 'json'),
  );
  const view: LlmView = {
    input: input.messages,
    // What was found is the output: it is shown once, as documents.
    output: documents.length > 0 && isListOnly ? [] : output.messages,
    system: instructions,
    tools: tools.length > 0 ? tools : input.tools,
    parameters: parametersOf(attributes),
    finishReasons: finishReasons.length > 0 ? finishReasons : output.finishReasons,
    usage: usageOf(attributes),
    documents,
    toolCall,
    embeddings: embeddingsOf(attributes),
    ...(firstChunk === undefined ? {} : { firstChunkMs: firstChunk }),
  };
  return isEmpty(view) ? undefined : view;
}

/**
 * Instructions beside the messages: the conventions' own attribute, then those of the request the messages came from,
 * then `system` or `instructions` among OpenInference's parameters (its Anthropic instrumentation has them nowhere
 * else) unless a message holds them already.
 */
function instructionsOf(attributes: SpanAttributes, span: DecodedSpan, input: Exchange): Part[] {
  const own = genAiInstructions(attributes, span);
  if (own.length > 0) return own;
  if (input.system.length > 0 || input.messages.some(({ role }) => role === 'system'))
    return input.system;
  const parameters = objectOf(attributes.json('llm.invocation_parameters'));
  return parameters === undefined ? [] : systemParts(firstOf(parameters, 'system', 'instructions'));
}

function document(key: string, role: string): Source {
  return (attributes) => readDocument(attributes.json(key), role);
}

function firstFound(
  sources: readonly Source[],
  attributes: SpanAttributes,
  span: DecodedSpan,
): Exchange {
  for (const source of sources) {
    const exchange = source(attributes, span);
    if (hasContent(exchange)) return exchange;
  }
  return emptyExchange();
}

function isEmpty(view: LlmView): boolean {
  const lists = [view.input, view.output, view.system, view.tools, view.usage, view.documents];
  if (lists.some((list) => list.length > 0)) return false;
  return (
    view.toolCall === undefined && view.embeddings === undefined && view.finishReasons.length === 0
  );
}
