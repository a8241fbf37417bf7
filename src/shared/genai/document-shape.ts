import { isPart, partsOf } from './content-part.ts';
import { append, emptyExchange, type Exchange } from './exchange.ts';
import {
  arrayOf,
  firstOf,
  firstTextOf,
  isObject,
  parseText,
  type JsonObject,
} from './json-value.ts';
import type { JsonValue } from './llm-view.ts';
import { isMessage, isMessageItem, messageOf } from './message-shape.ts';
import { toolsOf } from './tool-definitions.ts';

/** Deepest nesting of documents inside documents (`{output: {message: ...}}`) that is followed. */
const MAX_DEPTH = 6;

/** Distinct reasons kept; a model gives one or two. */
const MAX_FINISH_REASONS = 16;

/**
 * Reads a request, a response, a list of messages or a plain text as one side of a conversation.
 *
 * `role` is who speaks where the document does not say. What is none of the known shapes becomes one message with the
 * document as it is. Never throws; takes time in proportion to the document.
 */
export function readDocument(document: JsonValue | undefined, role: string): Exchange {
  const exchange = emptyExchange();
  if (document !== undefined && document !== null && document !== '')
    add(exchange, document, role, 0);
  return exchange;
}

function add(exchange: Exchange, document: JsonValue, role: string, depth: number): void {
  if (Array.isArray(document)) addList(exchange, document, role, depth);
  else if (isObject(document)) addObject(exchange, document, role, depth);
  else exchange.messages.push(messageOf(document, role));
}

function addList(exchange: Exchange, list: JsonValue[], role: string, depth: number): void {
  if (list.length === 0) return;
  // Some exporters send every message as JSON text of its own.
  const parsed = list.map((item) => (typeof item === 'string' ? parseText(item) : item));
  if (parsed.some((item) => isMessageItem(item))) {
    for (const item of parsed) addMessage(exchange, item, role);
  } else if (list.every((item) => Array.isArray(item)) && depth < MAX_DEPTH) {
    // LangChain: a list of conversations.
    for (const item of list) add(exchange, item, role, depth + 1);
  } else if (list.every((item) => typeof item === 'string')) {
    for (const item of list) exchange.messages.push(messageOf(item, role));
  } else if (list.every((item) => typeof item === 'string' || isPart(item))) {
    exchange.messages.push({ role, name: '', parts: partsOf(list) });
  } else exchange.messages.push({ role, name: '', parts: [{ kind: 'json', value: list }] });
}

function addObject(exchange: Exchange, object: JsonObject, role: string, depth: number): void {
  if (isMessage(object)) return addMessage(exchange, object, role);
  const before = exchange.messages.length;
  if (depth < MAX_DEPTH) addEnvelope(exchange, object, role, depth + 1);
  if (exchange.messages.length > before || exchange.system.length > 0) return;
  const parts = isPart(object) ? partsOf(object) : [{ kind: 'json' as const, value: object }];
  exchange.messages.push({ role, name: '', parts });
  addFinishReason(exchange, object);
}

function addMessage(exchange: Exchange, item: JsonValue, role: string): void {
  exchange.messages.push(messageOf(item, role));
  if (isObject(item)) addFinishReason(exchange, item);
}

/**
 * What holds the messages of a request or response.
 *
 * Requests: `messages` (OpenAI chat, Anthropic, Bedrock), `input` (OpenAI Responses), `contents` (Gemini), `prompt`
 * (completions, AI SDK), `chat_history` (Cohere). Responses: `choices` (OpenAI), `candidates` (Gemini), `content`
 * (Anthropic), `output` (Responses, Bedrock), `generations` (LangChain), `message` (Ollama, Cohere).
 */
function addEnvelope(exchange: Exchange, object: JsonObject, role: string, depth: number): void {
  const config = isObject(object['config']) ? object['config'] : {};
  const system = firstOf(
    object,
    'system',
    'instructions',
    'systemInstruction',
    'system_instruction',
  );
  append(
    exchange.system,
    systemParts(system ?? firstOf(config, 'system_instruction', 'systemInstruction')),
  );
  append(exchange.tools, toolsOf(firstOf(object, 'tools', 'toolConfig') ?? config['tools']));
  for (const choice of arrayOf(object['choices'])) addChoice(exchange, choice, depth);
  for (const candidate of arrayOf(object['candidates'])) addChoice(exchange, candidate, depth);
  for (const generation of arrayOf(object['generations']).flat())
    addChoice(exchange, generation, depth);
  if (exchange.messages.length > 0) return;
  const inner = firstOf(
    object,
    'messages',
    'contents',
    'input',
    'prompt',
    'output',
    'message',
    'chat_history',
  );
  const isNest = Array.isArray(inner)
    ? inner.length > 0
    : isObject(inner) || typeof inner === 'string';
  if (isNest && inner !== undefined) {
    add(exchange, inner, role, depth);
    addFinishReason(exchange, object);
  } else if (Array.isArray(object['content']) && object['content'].every((part) => isPart(part))) {
    addMessage(exchange, { ...object, role }, role);
  }
}

/** One answer of a response: `{message, finish_reason}`, `{text}`, Gemini's `{content: {role, parts}}`. */
function addChoice(exchange: Exchange, choice: JsonValue, depth: number): void {
  if (!isObject(choice)) return;
  const message = firstOf(choice, 'message', 'content', 'delta', 'text');
  if (message !== undefined) add(exchange, message, 'assistant', depth);
  addFinishReason(exchange, choice);
}

/** Instructions as a text, a list of parts, or a message around them. */
export function systemParts(system: JsonValue | undefined): Exchange['system'] {
  if (isObject(system)) {
    const content = firstOf(system, 'parts', 'content');
    if (content !== undefined && system['type'] === undefined) return partsOf(content);
  }
  return partsOf(system).filter((part) => part.kind !== 'text' || part.text !== '');
}

function addFinishReason(exchange: Exchange, object: JsonObject): void {
  const { finishReasons } = exchange;
  const reason = firstTextOf(object, 'finish_reason', 'finishReason', 'stop_reason', 'stopReason');
  if (reason === '' || finishReasons.length >= MAX_FINISH_REASONS) return;
  if (!finishReasons.includes(reason)) finishReasons.push(reason);
}
