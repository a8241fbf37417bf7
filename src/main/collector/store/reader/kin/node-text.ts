import { genAiNodeOf, nodeText } from '../../../../../shared/genai-nodes.ts';
import type { SpanColumns } from '../../segment/span-header.ts';

/** What tells the agent, tool or model that a span stands for. */
export type NodeColumn = 'operation' | 'model' | 'name' | 'strings';

/**
 * Tells the spans of a segment apart by what they stand for: `agent support`, `tool search`, `model gpt-5`; undefined
 * for a span that is part of what is around it.
 */
export function nodeTexts(
  header: SpanColumns<NodeColumn>,
): (ordinal: number) => string | undefined {
  const { strings } = header;
  const known = new Map<string, string | undefined>();
  return (i) => {
    if (header.operation[i] === 0 && header.model[i] === 0) return undefined;
    const key = `${header.operation[i]} ${header.model[i]} ${header.name[i]}`;
    if (known.has(key)) return known.get(key);
    const found = genAiNodeOf(
      strings[header.operation[i]!]!,
      strings[header.model[i]!]!,
      strings[header.name[i]!]!,
    );
    const text = found === undefined || found.kind === 'step' ? undefined : nodeText(found);
    known.set(key, text);
    return text;
  };
}
