import { isPart, partsOf, toolCallPart, toolResultPart } from './content-part.ts';
import { append, roleName } from './exchange.ts';
import {
  arrayOf,
  firstOf,
  firstTextOf,
  isObject,
  objectOf,
  textOf,
  type JsonObject,
} from './json-value.ts';
import type { JsonValue, Message, Part } from './llm-view.ts';

/** LangChain's words for who speaks, in `type` where others have `role`. */
const SPEAKERS: ReadonlySet<string> = new Set([
  'human',
  'ai',
  'system',
  'tool',
  'function',
  'chat',
]);

/** Items of OpenAI's Responses API that stand beside messages. */
const ITEMS: ReadonlySet<string> = new Set([
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'reasoning',
]);

/** Whether a value is one message: it says who speaks. */
export function isMessage(value: JsonValue): value is JsonObject {
  if (!isObject(value)) return false;
  if (typeof value['role'] === 'string') return true;
  const { type } = value;
  if (typeof type === 'string' && SPEAKERS.has(type)) return 'content' in value || 'data' in value;
  return value['type'] === 'constructor' && isObject(value['kwargs']);
}

/** Whether a value can stand in a list of messages. */
export function isMessageItem(value: JsonValue): boolean {
  return isMessage(value) || (isObject(value) && ITEMS.has(textOf(value['type'])));
}

/**
 * One message in the shape of OpenAI (chat and Responses), Anthropic, Gemini, Bedrock, Cohere, the AI SDK, LangChain
 * or the GenAI conventions. `role` is taken where the value does not say who speaks.
 */
export function messageOf(value: JsonValue, role: string): Message {
  if (!isObject(value)) return { role, name: '', parts: partsOf(value) };
  if (ITEMS.has(textOf(value['type'])) && !('role' in value)) return itemMessage(value, role);
  const message = langChainBody(value);
  const speaker = roleName(firstTextOf(message, 'role')) || speakerOf(value) || role;
  return {
    role: speaker,
    name: firstTextOf(message, 'name'),
    parts: messageParts(message, speaker, value),
  };
}

function messageParts(message: JsonObject, role: string, whole: JsonObject): Part[] {
  const parts: Part[] = [];
  const reasoning = firstTextOf(message, 'reasoning_content', 'reasoning', 'thinking');
  if (reasoning !== '') parts.push({ kind: 'reasoning', text: reasoning });
  const content = firstOf(message, 'parts', 'content', 'message', 'text', 'refusal');
  const answered = firstTextOf(message, 'tool_call_id', 'toolCallId');
  // OpenAI's answer of a tool is a plain message with the id of the call beside its content.
  if (answered !== '' || (role === 'tool' && typeof content === 'string')) {
    parts.push(toolResultPart({ ...message, content: content ?? null }));
  } else append(parts, partsOf(content));
  const calls =
    firstOf(message, 'tool_calls', 'toolCalls') ?? firstOf(additional(message), 'tool_calls');
  for (const call of arrayOf(calls)) if (isObject(call)) parts.push(toolCallPart(call));
  const call = message['function_call'];
  if (isObject(call)) parts.push(toolCallPart(call));
  if (parts.length > 0 || saysOnlyWho(message)) return parts;
  return [{ kind: 'json', value: whole }];
}

/** A message without content, as written where content is not to be recorded. */
function saysOnlyWho(message: JsonObject): boolean {
  return firstOf(message, 'parts', 'content') !== undefined || Object.keys(message).length <= 2;
}

/** A call, its answer or a thought among the messages of OpenAI's Responses API. */
function itemMessage(item: JsonObject, role: string): Message {
  const isAnswer = textOf(item['type']) === 'function_call_output';
  const speaker = isAnswer ? 'tool' : 'assistant';
  return { role: isPart(item) ? speaker : role, name: '', parts: partsOf(item) };
}

/** LangChain: `{lc, type: 'constructor', id: [..., 'HumanMessage'], kwargs}` or `{type: 'human', data}`. */
function langChainBody(value: JsonObject): JsonObject {
  if (isObject(value['kwargs'])) return value['kwargs'];
  return isObject(value['data']) && !('role' in value) ? value['data'] : value;
}

function speakerOf(value: JsonObject): string {
  const type = textOf(value['type']);
  if (SPEAKERS.has(type)) return roleName(type);
  const path = arrayOf(value['id']);
  return type === 'constructor' ? roleName(textOf(path.at(-1))) : '';
}

function additional(message: JsonObject): JsonObject {
  return objectOf(message['additional_kwargs']) ?? {};
}
