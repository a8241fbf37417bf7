import { toolCallPart, toolResultPart } from './content-part.ts';
import { append, emptyExchange, roleName, type Exchange } from './exchange.ts';
import { arrayOf, firstTextOf, isObject, type JsonObject } from './json-value.ts';
import type { JsonValue, Message, Part, ToolCallPart } from './llm-view.ts';
import { mediaPart } from './media-part.ts';
import { indexed, type SpanAttributes } from './span-attributes.ts';

/**
 * Messages flattened as OpenInference does: `llm.input_messages.N.message.{role,content,name,tool_call_id}`,
 * `.contents.M.message_content.*`, `.tool_calls.K.tool_call.*`; `prefix` ends in a dot.
 *
 * Source: github.com/Arize-ai/openinference, spec/semantic_conventions.md.
 */
export function openInferenceMessages(
  attributes: SpanAttributes,
  prefix: string,
  role: string,
): Exchange {
  const exchange = emptyExchange();
  for (const node of indexed(attributes.tree(prefix))) {
    const message = isObject(node) ? node['message'] : undefined;
    if (isObject(message)) exchange.messages.push(messageOf(message, role));
  }
  return exchange;
}

/** Prompts of a completion: `llm.prompts.N.prompt.text`, or a list of texts in `llm.prompts`. */
export function openInferencePrompts(attributes: SpanAttributes): Exchange {
  const exchange = emptyExchange();
  const nodes = indexed(attributes.tree('llm.prompts.'));
  const prompts =
    nodes.length > 0 ? nodes.map(promptText) : arrayOf(attributes.json('llm.prompts'));
  for (const prompt of prompts) {
    if (typeof prompt === 'string') exchange.messages.push(textMessage(prompt, 'user'));
  }
  return exchange;
}

/** Answers of a completion: `llm.choices.N.completion.text`. */
export function openInferenceChoices(attributes: SpanAttributes): Exchange {
  const exchange = emptyExchange();
  for (const node of indexed(attributes.tree('llm.choices.'))) {
    const completion = isObject(node) ? node['completion'] : undefined;
    const text = isObject(completion) ? firstTextOf(completion, 'text') : '';
    if (text !== '') exchange.messages.push(textMessage(text, 'assistant'));
  }
  return exchange;
}

function messageOf(message: JsonObject, role: string): Message {
  const parts: Part[] = [];
  const content = message['content'];
  const callId = firstTextOf(message, 'tool_call_id');
  if (callId !== '') {
    const name = firstTextOf(message, 'name');
    parts.push(
      toolResultPart({ tool_call_id: callId, name, content: content ?? allTexts(message) }),
    );
  } else {
    if (typeof content === 'string' && content !== '') parts.push({ kind: 'text', text: content });
    for (const node of indexed(message['contents'])) append(parts, contentPart(node));
  }
  // A call may stand among the contents, to keep its place, and again in the list of calls.
  const known = new Set(parts.map((part) => (part.kind === 'tool_call' ? part.id : '')));
  for (const node of indexed(message['tool_calls'])) {
    const call = isObject(node) ? callPart(node) : undefined;
    if (call !== undefined && (call.id === '' || !known.has(call.id))) parts.push(call);
  }
  const called = firstTextOf(message, 'function_call_name');
  if (called !== '') {
    const args = message['function_call_arguments_json'] ?? null;
    parts.push(toolCallPart({ name: called, arguments: args }));
  }
  return {
    role: roleName(firstTextOf(message, 'role')) || role,
    name: firstTextOf(message, 'name'),
    parts,
  };
}

/** One entry of `contents`: text, reasoning, or an image, audio or video with an address or a `data:` address. */
function contentPart(node: JsonValue): Part[] {
  if (!isObject(node)) return [];
  const call = callPart(node);
  if (call !== undefined) return [call];
  const content = node['message_content'];
  if (!isObject(content)) return [];
  const type = firstTextOf(content, 'type');
  const text = firstTextOf(content, 'text');
  if (type === 'reasoning' || type === 'thinking') return [{ kind: 'reasoning', text }];
  for (const modality of ['image', 'audio', 'video']) {
    const media = content[modality];
    const inner = isObject(media) ? (media[modality] ?? media) : media;
    if (isObject(inner)) {
      const data = firstTextOf(inner, 'url', 'data');
      return [mediaPart({ modality, data, mimeType: firstTextOf(inner, 'mime_type') })];
    }
    if (typeof inner === 'string') return [mediaPart({ modality, data: inner })];
  }
  if (text !== '' || type === 'text') return [{ kind: 'text', text }];
  return [{ kind: 'unknown', type, value: content }];
}

function callPart(node: JsonObject): ToolCallPart | undefined {
  const call = node['tool_call'];
  return isObject(call) ? toolCallPart(call) : undefined;
}

function allTexts(message: JsonObject): JsonValue {
  return indexed(message['contents'])
    .flatMap((node) => contentPart(node))
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('\n');
}

function promptText(node: JsonValue): JsonValue {
  const prompt = isObject(node) ? node['prompt'] : node;
  return isObject(prompt) ? firstTextOf(prompt, 'text') : (prompt ?? null);
}

function textMessage(text: string, role: string): Message {
  return { role, name: '', parts: [{ kind: 'text', text }] };
}
