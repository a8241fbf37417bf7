import type { LlmView, Message } from '../../../shared/genai/llm-view.ts';

/** A message of one model call that no earlier call showed, and where it is in that call's view. */
export interface NewMessage {
  readonly message: Message;
  /** JSON pointer into the LLM view. */
  readonly at: string;
}

/** What one model call adds to the conversation. */
export interface Turn {
  readonly messages: readonly NewMessage[];
  /** Messages that were in the call again and are left out here. */
  readonly repeated: number;
}

/**
 * The conversation of a trace: every call sends all that was said before, so of each call only what is new is kept.
 *
 * Messages are told apart by role and content. The same words said twice in one call are two messages.
 */
export function conversationTurns(views: readonly LlmView[]): Turn[] {
  const seen = new Map<string, number>();
  return views.map((view) => {
    const system: Message[] =
      view.system.length > 0 ? [{ role: 'system', name: '', parts: view.system }] : [];
    const all = [
      ...system.map((message) => ({ message, at: SYSTEM })),
      ...view.input.map((message, i) => ({ message, at: `/input/${i}` })),
      ...view.output.map((message, i) => ({ message, at: `/output/${i}` })),
    ];
    const here = new Map<string, number>();
    const messages = all.filter(({ message }) => {
      const key = keyOf(message);
      const count = (here.get(key) ?? 0) + 1;
      here.set(key, count);
      return count > (seen.get(key) ?? 0);
    });
    for (const [key, count] of here) seen.set(key, Math.max(count, seen.get(key) ?? 0));
    return { messages, repeated: all.length - messages.length };
  });
}

/** Place of instructions sent apart from the messages: their parts are the list itself. */
export const SYSTEM = '/system';

/** An answer comes back as part of the next input, often with its ids and order of keys changed; its words stay. */
function keyOf(message: Message): string {
  const parts = message.parts
    .filter((part) => part.kind !== 'reasoning')
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text.trim();
        case 'tool_call':
          return ['call', part.name, sorted(part.arguments)];
        case 'tool_result':
          return ['result', sorted(part.content)];
        case 'json':
        case 'unknown':
          return sorted(part.value);
        default:
          return [part.kind, part.uri, part.bytes, part.base64.slice(0, 64)];
      }
    });
  return JSON.stringify([message.role, parts]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
