import type { JsonValue, Part } from '../../../shared/genai/llm-view.ts';
import { formatJson } from '../trace/values/json-value.ts';

/** A value of any shape as text to copy. */
export const textOfContent = (value: JsonValue): string =>
  typeof value === 'string' ? value : formatJson(value);

/** A part of a message as text to copy and to compare; data that is no text by its address or type. */
export function textOfPart(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'tool_call':
      return `${part.name}(${formatJson(part.arguments)})`;
    case 'tool_result':
      return textOfContent(part.content);
    case 'json':
    case 'unknown':
      return formatJson(part.value);
    default:
      return part.uri || `[${part.mimeType || part.kind}]`;
  }
}
