import type { LlmView, Message } from './llm-view.ts';

/** First words of a conversation, for lists. */
export interface ConversationPreview {
  readonly input: string;
  readonly output: string;
}

/**
 * The last thing the user said and the last answer, on one line and cut to `limit` UTF-16 units.
 *
 * Tool calls stand as `name()`, data that is no text as its kind.
 */
export function previewOf(view: LlmView, limit: number): ConversationPreview {
  const asked = view.input.findLast((message) => message.role === 'user') ?? view.input.at(-1);
  const answered = view.output.at(-1);
  return { input: lineOf(asked, limit), output: lineOf(answered, limit) };
}

function lineOf(message: Message | undefined, limit: number): string {
  let line = '';
  for (const part of message?.parts ?? []) {
    if (line.length >= limit) break;
    const piece = oneLine(wordsOf(part, limit), limit);
    if (piece !== '') line += line === '' ? piece : ` ${piece}`;
  }
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
      return typeof part.content === 'string' ? part.content : shortJson(part.content, limit);
    case 'json':
    case 'unknown':
      return shortJson(part.value, limit);
    default:
      return `[${part.mimeType || part.kind}]`;
  }
}

/** JSON of a value for one line; a large one is named by its kind instead of written out. */
function shortJson(value: unknown, limit: number): string {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
  if (entries === undefined) return String(value);
  const scalars = entries.filter(([, member]) => typeof member !== 'object' || member === null);
  const cut = scalars.slice(0, 20).map(([key, member]) => [key, shortScalar(member, limit)]);
  return JSON.stringify(Object.fromEntries(cut));
}

function shortScalar(value: unknown, limit: number): unknown {
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
