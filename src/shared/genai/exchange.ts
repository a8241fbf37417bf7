import type { Message, Part, ToolDefinition } from './llm-view.ts';

/** What one document or group of attributes tells of one side of a conversation. */
export interface Exchange {
  readonly messages: Message[];
  readonly system: Part[];
  readonly tools: ToolDefinition[];
  readonly finishReasons: string[];
}

/** An exchange to be filled. */
export function emptyExchange(): Exchange {
  return { messages: [], system: [], tools: [], finishReasons: [] };
}

/**
 * Appends every item to `target`.
 *
 * Not `target.push(...items)`: a document may hold more items than a call can have arguments.
 */
export function append<T>(target: T[], items: readonly T[]): void {
  for (const item of items) target.push(item);
}

/** Whether there is anything to read in it. */
export function hasContent(exchange: Exchange): boolean {
  return exchange.messages.length > 0 || exchange.system.length > 0;
}

const ROLES: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['bot', 'assistant'],
  ['chatbot', 'assistant'],
  ['function', 'tool'],
  ['humanmessage', 'user'],
  ['aimessage', 'assistant'],
  ['aimessagechunk', 'assistant'],
  ['systemmessage', 'system'],
  ['toolmessage', 'tool'],
  ['functionmessage', 'tool'],
]);

/** A role in the words of the GenAI conventions, or as sent where it means none of them. */
export function roleName(role: string): string {
  const lower = role.toLowerCase();
  return ROLES.get(lower) ?? lower;
}
