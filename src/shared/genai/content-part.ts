import {
  arrayOf,
  firstOf,
  firstTextOf,
  isObject,
  parseNested,
  textOf,
  type JsonObject,
} from './json-value.ts';
import type { JsonValue, Part, ToolCallPart } from './llm-view.ts';
import { isMediaReference, mediaFrom, mediaPart } from './media-part.ts';

type PartReader = (part: JsonObject) => Part;

/**
 * Part readers by `type`: GenAI conventions (`tool_call_response`, `blob`, ...), OpenAI chat (`image_url`) and Responses
 * (`input_text`, `function_call`, ...), Anthropic (`tool_use`, `thinking`, ...), AI SDK (`tool-call`, `file`, ...).
 */
const READERS: ReadonlyMap<string, PartReader> = new Map<string, PartReader>([
  ...many(textPart, 'text', 'input_text', 'output_text', 'refusal', 'summary_text'),
  ...many(reasoningPart, 'reasoning', 'thinking', 'redacted_thinking', 'reasoning_text'),
  ...many(
    toolCallPart,
    'tool_call',
    'tool-call',
    'tool_use',
    'function_call',
    'function',
    'toolCall',
  ),
  ...many(toolCallPart, 'server_tool_call', 'server_tool_use', 'custom_tool_call'),
  ...many(
    toolResultPart,
    'tool_call_response',
    'tool-result',
    'tool_result',
    'function_call_output',
  ),
  ...many(toolResultPart, 'server_tool_call_response', 'tool_response', 'web_search_tool_result'),
  ...many((part) => mediaFrom(part, 'image'), 'image', 'image_url', 'input_image'),
  ...many((part) => mediaFrom(part, 'audio'), 'audio', 'input_audio'),
  ...many((part) => mediaFrom(part, 'video'), 'video', 'video_url'),
  ...many((part) => mediaFrom(part, ''), 'blob', 'uri', 'file', 'input_file', 'media', 'document'),
]);

/** Shapes without a `type`: Gemini's and Bedrock's parts are told by the one key they have. */
const KEYED_READERS: readonly (readonly [key: string, reader: PartReader])[] = [
  ['functionCall', (part) => toolCallPart(inside(part, 'functionCall'))],
  ['function_call', (part) => toolCallPart(inside(part, 'function_call'))],
  ['functionResponse', (part) => toolResultPart(inside(part, 'functionResponse'))],
  ['function_response', (part) => toolResultPart(inside(part, 'function_response'))],
  ['toolUse', (part) => toolCallPart(inside(part, 'toolUse'))],
  ['toolResult', (part) => toolResultPart(inside(part, 'toolResult'))],
  ['reasoningContent', (part) => reasoningPart(inside(part, 'reasoningContent'))],
  ['inlineData', (part) => mediaFrom(part, '')],
  ['inline_data', (part) => mediaFrom(part, '')],
  ['fileData', (part) => mediaFrom(part, '')],
  ['file_data', (part) => mediaFrom(part, '')],
  ['image', (part) => mediaFrom(part, 'image')],
  ['image_url', (part) => mediaFrom(part, 'image')],
  ['text', (part) => (part['thought'] === true ? reasoningPart(part) : textPart(part))],
];

/** The parts of a message's content: a text, a part, or a list of both. Never throws. */
export function partsOf(content: JsonValue | undefined): Part[] {
  if (content === undefined || content === null || content === '') return [];
  if (Array.isArray(content)) return content.map((part) => partOf(part));
  return [partOf(content)];
}

/** Whether an object is a part of a message and not a message: it has a known `type` or key, and no role. */
export function isPart(value: JsonValue): boolean {
  if (!isObject(value) || 'role' in value) return false;
  const { type } = value;
  return typeof type === 'string' ? READERS.has(type) : keyedReader(value) !== undefined;
}

/**
 * A call of a tool as OpenAI (`function: {name, arguments}`), LangChain (`args`), Anthropic (`input`), the AI SDK
 * (`toolCallId`, `toolName`, `input`) or the GenAI conventions write it; arguments given as JSON text are parsed.
 */
export function toolCallPart(call: JsonObject): ToolCallPart {
  const fn = isObject(call['function']) ? call['function'] : call;
  const args = firstOf(
    fn,
    'arguments',
    'args',
    'input',
    'parameters',
    'arguments_json',
    'server_tool_call',
  );
  return {
    kind: 'tool_call',
    id: firstTextOf(call, 'call_id', 'id', 'toolCallId', 'toolUseId', 'tool_call_id'),
    name: firstTextOf(fn, 'name', 'toolName', 'tool_name'),
    arguments: parseNested(args),
  };
}

/** What a tool answered. */
export function toolResultPart(result: JsonObject): Part {
  const content = firstOf(
    result,
    'response',
    'result',
    'output',
    'content',
    'server_tool_call_response',
  );
  return {
    kind: 'tool_result',
    id: firstTextOf(
      result,
      'tool_use_id',
      'tool_call_id',
      'toolCallId',
      'toolUseId',
      'call_id',
      'id',
    ),
    name: firstTextOf(result, 'name', 'toolName', 'tool_name'),
    content: unwrapResult(content),
  };
}

function partOf(part: JsonValue): Part {
  if (typeof part === 'string')
    return isMediaReference(part) ? mediaPart({ data: part }) : { kind: 'text', text: part };
  if (!isObject(part)) return { kind: 'json', value: part };
  const { type } = part;
  if (typeof type === 'string' && type !== '') {
    const reader = READERS.get(type);
    return reader === undefined ? { kind: 'unknown', type, value: part } : reader(part);
  }
  return keyedReader(part)?.(part) ?? { kind: 'json', value: part };
}

function keyedReader(part: JsonObject): PartReader | undefined {
  for (const [key, reader] of KEYED_READERS) {
    if (Object.hasOwn(part, key)) return reader;
  }
  return undefined;
}

function textPart(part: JsonObject): Part {
  return { kind: 'text', text: firstTextOf(part, 'text', 'content', 'refusal', 'value') };
}

/** Thoughts of any provider; a redacted or encrypted one has no text. */
function reasoningPart(part: JsonObject): Part {
  const nested = part['reasoningText'];
  const text =
    firstTextOf(part, 'content', 'thinking', 'text', 'reasoning') ||
    (isObject(nested) ? firstTextOf(nested, 'text') : '') ||
    arrayOf(part['summary'])
      .map((line) => (isObject(line) ? textOf(line['text']) : textOf(line)))
      .join('\n');
  return { kind: 'reasoning', text: summaryOf(text) ?? text };
}

/** OpenLLMetry writes the summary of OpenAI's Responses API as JSON text where others have the text itself. */
function summaryOf(text: string): string | undefined {
  const lines = text.startsWith('[') ? arrayOf(parseNested(text)) : [];
  const texts = lines.map((line) => (isObject(line) ? textOf(line['text']) : ''));
  return texts.length > 0 && texts.every((line) => line !== '') ? texts.join('\n') : undefined;
}

/** The AI SDK wraps results in `{type: 'text' | 'json' | ..., value}`; a text that spells JSON is parsed. */
function unwrapResult(content: JsonValue | undefined): JsonValue {
  if (isObject(content) && typeof content['type'] === 'string' && 'value' in content) {
    return content['value'] ?? null;
  }
  return parseNested(content);
}

function inside(part: JsonObject, key: string): JsonObject {
  const value = part[key];
  return isObject(value) ? value : part;
}

function many(reader: PartReader, ...types: readonly string[]): [string, PartReader][] {
  return types.map((type) => [type, reader]);
}
