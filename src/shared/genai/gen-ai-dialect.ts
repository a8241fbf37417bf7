import type { DecodedSpan } from '../telemetry.ts';
import { readDocument, systemParts } from './document-shape.ts';
import { append, emptyExchange, type Exchange } from './exchange.ts';
import { firstTextOf, isObject, objectOf, parseNested, type JsonObject } from './json-value.ts';
import type { JsonValue, Part } from './llm-view.ts';
import { messageOf } from './message-shape.ts';
import { isOpenLit, openLitAnswer, openLitPrompt } from './open-lit-dialect.ts';
import { indexed, SpanAttributes } from './span-attributes.ts';

/** Event of the current conventions that may carry the content instead of the span. */
const DETAILS_EVENT = 'gen_ai.client.inference.operation.details';

/** Input side: `gen_ai.input.messages`, on the span or its details event. */
export function genAiInput(attributes: SpanAttributes, span: DecodedSpan): Exchange {
  const source = detailsOf(attributes, span, 'gen_ai.input.messages');
  return readDocument(source.json('gen_ai.input.messages'), 'user');
}

/** Instructions sent apart from the messages: `gen_ai.system_instructions`, on the span or its details event. */
export function genAiInstructions(attributes: SpanAttributes, span: DecodedSpan): Part[] {
  const source = detailsOf(attributes, span, 'gen_ai.system_instructions');
  return systemParts(source.json('gen_ai.system_instructions'));
}

/** Output side: `gen_ai.output.messages`, on the span or its details event. */
export function genAiOutput(attributes: SpanAttributes, span: DecodedSpan): Exchange {
  const source = detailsOf(attributes, span, 'gen_ai.output.messages');
  return readDocument(source.json('gen_ai.output.messages'), 'assistant');
}

function detailsOf(attributes: SpanAttributes, span: DecodedSpan, key: string): SpanAttributes {
  if (attributes.has(key)) return attributes;
  const event = span.events.find(({ name }) => name === DETAILS_EVENT);
  return event === undefined ? attributes : new SpanAttributes(event.attributes);
}

/** What an indexed group needs one of to be a message: OpenInference's `llm.prompts.N.prompt` is none. */
const MESSAGE_KEYS = ['role', 'content', 'tool_calls', 'function_call'] as const;

/**
 * Indexed attributes of early OpenLLMetry: `gen_ai.prompt.N.{role,content,tool_calls.K.*}` and
 * `gen_ai.completion.N.{..., finish_reason}`. A finished tool call is flat there: `{id, name, arguments}`.
 */
export function indexedMessages(
  attributes: SpanAttributes,
  prefix: string,
  role: string,
): Exchange {
  const exchange = emptyExchange();
  for (const node of indexed(attributes.tree(prefix))) {
    if (!isObject(node) || !MESSAGE_KEYS.some((key) => key in node)) continue;
    const calls = indexed(node['tool_calls']);
    const content = parseParts(node['content']);
    exchange.messages.push(messageOf({ ...node, content, tool_calls: [...calls] }, role));
    const reason = firstTextOf(node, 'finish_reason');
    if (reason !== '') exchange.finishReasons.push(reason);
  }
  return exchange;
}

/** Content parts arrive as JSON text there; a text that only happens to be JSON stays a text. */
function parseParts(content: JsonValue | undefined): JsonValue {
  if (content === undefined) return '';
  const parsed = parseNested(content);
  return Array.isArray(parsed) && parsed.every((part) => isObject(part) && 'type' in part)
    ? parsed
    : content;
}

/** Events of the deprecated conventions that are one message of the input each. */
const INPUT_EVENTS: ReadonlyMap<string, string> = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
]);

/** Input messages in events of the deprecated conventions, then in `gen_ai.content.prompt` (OpenLIT, tmam). */
export function eventInput(attributes: SpanAttributes, span: DecodedSpan): Exchange {
  const exchange = emptyExchange();
  for (const event of span.events) {
    const role = INPUT_EVENTS.get(event.name);
    if (role !== undefined) exchange.messages.push(messageOf(eventBody(event.attributes), role));
    else if (event.name === 'gen_ai.content.prompt') {
      const sent = new SpanAttributes(event.attributes);
      addExchange(
        exchange,
        isOpenLit(attributes)
          ? openLitPrompt(sent.text('gen_ai.prompt'))
          : readDocument(sent.json('gen_ai.prompt'), 'user'),
      );
    }
  }
  return exchange;
}

/** Output messages in `gen_ai.choice` events, then in `gen_ai.content.completion`. */
export function eventOutput(attributes: SpanAttributes, span: DecodedSpan): Exchange {
  const exchange = emptyExchange();
  for (const event of span.events) {
    if (event.name === 'gen_ai.choice') {
      const body = eventBody(event.attributes);
      const message = objectOf(body['message']);
      exchange.messages.push(messageOf(message ?? body, 'assistant'));
      const reason = firstTextOf(body, 'finish_reason');
      if (reason !== '') exchange.finishReasons.push(reason);
    } else if (event.name === 'gen_ai.content.completion') {
      const sent = new SpanAttributes(event.attributes);
      addExchange(
        exchange,
        isOpenLit(attributes)
          ? openLitAnswer(attributes, sent.text('gen_ai.completion'))
          : readDocument(sent.json('gen_ai.completion'), 'assistant'),
      );
    }
  }
  return exchange;
}

function addExchange(exchange: Exchange, read: Exchange): void {
  append(exchange.messages, read.messages);
  append(exchange.system, read.system);
  append(exchange.finishReasons, read.finishReasons);
}

/** Body of a message event: the attributes, or the JSON in `gen_ai.event.content` (Azure, Semantic Kernel). */
function eventBody(list: DecodedSpan['attributes']): JsonObject {
  const attributes = new SpanAttributes(list);
  const content = attributes.json('gen_ai.event.content');
  const document = objectOf(content);
  if (document !== undefined) return document;
  // A body that is no JSON is what was said.
  const body: JsonObject = typeof content === 'string' ? { content } : {};
  for (const key of ['content', 'role', 'name', 'id', 'finish_reason']) {
    const value = attributes.value(key);
    if (value !== undefined) body[key] = value;
  }
  for (const key of ['message', 'tool_calls', 'function_call']) {
    const value = attributes.json(key);
    if (value !== undefined) body[key] = value;
  }
  // The conventions' tool message has the call's id in `id`.
  if (body['id'] !== undefined && body['tool_calls'] === undefined)
    body['tool_call_id'] = body['id'];
  return body;
}
