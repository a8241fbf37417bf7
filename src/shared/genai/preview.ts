import type { JsonObject } from './json-value.ts';
import type { JsonValue, LlmView, Message } from './llm-view.ts';

/** First words of a conversation, for lists. */
export interface ConversationPreview {
  readonly input: string;
  readonly output: string;
}

/**
 * The last thing the user said and the last answer, on one line and cut to `limit` UTF-16 units; for the execution of
 * a tool its arguments and result.
 *
 * Tool calls stand as `name()`, data that is no text as its media type.
 */
export function previewOf(view: LlmView, limit: number): ConversationPreview {
  if (view.toolCall !== undefined) {
    const { arguments: args, result } = view.toolCall;
    return {
      input: cut(jsonWords(args, limit), limit),
      output: cut(jsonWords(result, limit), limit),
    };
  }
  const asked = view.input.findLast(isAsked) ?? view.input.at(-1);
  return { input: lineOf(asked, limit), output: lineOf(view.output.at(-1), limit) };
}

/** Anthropic sends results of tools as messages of the user: those were not said by anyone. */
function isAsked(message: Message): boolean {
  return message.role === 'user' && message.parts.some((part) => part.kind !== 'tool_result');
}

function lineOf(message: Message | undefined, limit: number): string {
  let line = '';
  for (const part of message?.parts ?? []) {
    if (line.length >= limit) break;
    const piece = oneLine(wordsOf(part, limit), limit);
    if (piece !== '') line += line === '' ? piece : ` ${piece}`;
  }
  return cut(line, limit);
}

function cut(text: string, limit: number): string {
  const line = oneLine(text, limit);
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

function wordsOf(part: Message['parts'][number], limit: number): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reasoning':
      return '';
    case 'tool_call':
      return `${part.name}()`;
    case 'tool_result':
      return jsonWords(part.content, limit);
    case 'json':
    case 'unknown':
      return jsonWords(part.value, limit);
    default:
      return `[${part.mimeType || part.kind}]`;
  }
}

/** A text as it is; of anything else the JSON of its scalars, of a list of objects those of the first. */
function jsonWords(value: JsonValue, limit: number): string {
  if (typeof value !== 'object') return String(value);
  if (value === null) return '';
  if (Array.isArray(value)) {
    const [first] = value;
    if (typeof first === 'object' && first !== null && !Array.isArray(first))
      return jsonWords(first, limit);
    return JSON.stringify(value.slice(0, 20).map((member) => shortScalar(member, limit)));
  }
  const scalars: JsonObject = {};
  for (const [key, member] of Object.entries(value).slice(0, 20)) {
    if (typeof member !== 'object') scalars[key] = shortScalar(member, limit);
  }
  return JSON.stringify(scalars);
}

function shortScalar(value: JsonValue, limit: number): JsonValue {
  if (typeof value === 'object') return null;
  return typeof value === 'string' && value.length > limit ? value.slice(0, limit) : value;
}

/** The first `limit` units with every run of white space as one blank. */
function oneLine(text: string, limit: number): string {
  // Some more than the limit, as white space takes room; not the whole of a text of megabytes.
  return text
    .slice(0, limit * 2 + 64)
    .split(/\s+/)
    .join(' ')
    .trim();
}
