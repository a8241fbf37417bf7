import type { Part } from '../../../shared/genai/llm-view.ts';
import { formatJson } from '../trace/values/json-value.ts';

/** A part of a message as text to copy and to compare; data that is no text by its address or type. */
export function textOfPart(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'tool_call':
      return `${part.name}(${formatJson(part.arguments)})`;
    case 'tool_result':
      return typeof part.content === 'string' ? part.content : formatJson(part.content);
    case 'json':
    case 'unknown':
      return formatJson(part.value);
    default:
      return part.uri || `[${part.mimeType || part.kind}]`;
  }
}
