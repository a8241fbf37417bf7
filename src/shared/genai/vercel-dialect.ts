import { toolCallPart } from './content-part.ts';
import { readDocument } from './document-shape.ts';
import { emptyExchange, type Exchange } from './exchange.ts';
import { arrayOf, firstTextOf, isObject } from './json-value.ts';
import type { Part } from './llm-view.ts';
import { mediaPart } from './media-part.ts';
import type { SpanAttributes } from './span-attributes.ts';

/**
 * Input of an AI SDK span: `ai.prompt.messages` on the model call, `ai.prompt` (`{system, prompt, messages}`) on the span
 * around it. Source: `ai` 5 to 7, `@ai-sdk/otel` 1.0 (its legacy integration keeps these names).
 */
export function vercelInput(attributes: SpanAttributes): Exchange {
  return readDocument(attributes.firstJson('ai.prompt.messages', 'ai.prompt'), 'user');
}

/** Output of an AI SDK span, one attribute for each kind of content: `ai.response.{reasoning,text,object,...}`. */
export function vercelOutput(attributes: SpanAttributes): Exchange {
  const exchange = emptyExchange();
  const parts: Part[] = [];
  const reasoning = attributes.text('ai.response.reasoning');
  if (reasoning !== '') parts.push({ kind: 'reasoning', text: reasoning });
  const text = attributes.text('ai.response.text', 'ai.result.text');
  if (text !== '') parts.push({ kind: 'text', text });
  const object = attributes.firstJson('ai.response.object', 'ai.result.object');
  if (object !== undefined) parts.push({ kind: 'json', value: object });
  for (const call of arrayOf(
    attributes.firstJson('ai.response.toolCalls', 'ai.result.toolCalls'),
  )) {
    if (isObject(call)) parts.push(toolCallPart(call));
  }
  for (const file of arrayOf(attributes.json('ai.response.files'))) {
    if (!isObject(file)) continue;
    const mimeType = firstTextOf(file, 'mediaType', 'mimeType');
    parts.push(mediaPart({ mimeType, data: firstTextOf(file, 'data', 'base64', 'url') }));
  }
  if (parts.length > 0) exchange.messages.push({ role: 'assistant', name: '', parts });
  return exchange;
}
