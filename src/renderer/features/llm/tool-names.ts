import type { LlmView } from '../../../shared/genai/llm-view.ts';

/** Names of tools by the id of the call, so that a result without a name still says what it answers. */
export function toolNamesById(view: LlmView): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const message of [...view.input, ...view.output]) {
    for (const part of message.parts) {
      if (part.kind === 'tool_call' && part.id !== '') names.set(part.id, part.name);
    }
  }
  return names;
}

/** Messages shown at first of a long conversation: how many at its begin and end. */
const HEAD = 1;
const TAIL = 8;

/**
 * Which messages of a conversation to fold away at first: what came before the last eight, except the first one, which
 * sets the scene. None when that would save next to nothing.
 *
 * @returns the folded range, `from` inclusive and `to` exclusive
 */
export function foldedRange(count: number): { readonly from: number; readonly to: number } {
  const to = count - TAIL;
  return to - HEAD >= 3 ? { from: HEAD, to } : { from: 0, to: 0 };
}
