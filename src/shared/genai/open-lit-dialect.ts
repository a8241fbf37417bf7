import { toolCallPart } from './content-part.ts';
import { readDocument } from './document-shape.ts';
import { append, emptyExchange, type Exchange } from './exchange.ts';
import { arrayOf, firstTextOf, isObject } from './json-value.ts';
import type { JsonValue, Part } from './llm-view.ts';
import { parsePythonLiteral } from './python-literal.ts';
import type { SpanAttributes } from './span-attributes.ts';

// tmam, and OpenLIT of which it is made, write a whole prompt as one text, and values as Python does.

const SDKS: ReadonlySet<string> = new Set(['tmam', 'openlit']);

/** Where a message of the prompt begins. */
const SPEAKER = /^(system|developer|user|assistant|tool|function): /gm;

/** Whether the span is one of tmam or OpenLIT. */
export function isOpenLit(attributes: SpanAttributes): boolean {
  return SDKS.has(attributes.text('telemetry.sdk.name'));
}

/** The text of `gen_ai.prompt`: `role: content`, one message below the other, or a list in Python's spelling. */
export function openLitPrompt(text: string): Exchange {
  const starts = [...text.matchAll(SPEAKER)];
  if (starts[0]?.index !== 0) {
    const list = parsePythonLiteral(text.startsWith('[') ? text : `[${text}]`);
    return readDocument(list ?? text, 'user');
  }
  const exchange = emptyExchange();
  for (const [index, start] of starts.entries()) {
    const from = start.index + start[0].length;
    const content = text.slice(from, starts[index + 1]?.index).trimEnd();
    append(exchange.messages, readDocument([{ role: start[1]!, content }], 'user').messages);
  }
  return exchange;
}

/** The text of `gen_ai.completion`, `None` where the model only called tools, with `gen_ai.response.tool_calls`. */
export function openLitAnswer(attributes: SpanAttributes, text: string): Exchange {
  const exchange = emptyExchange();
  const parts: Part[] = text === '' || text === 'None' ? [] : [{ kind: 'text', text }];
  for (const call of callsOf(attributes)) {
    // For the Responses API it has the tools that might have been called instead: those have no id.
    if (isObject(call) && firstTextOf(call, 'id') !== '') parts.push(toolCallPart(call));
  }
  if (parts.length > 0) exchange.messages.push({ role: 'assistant', name: '', parts });
  return exchange;
}

function callsOf(attributes: SpanAttributes): readonly JsonValue[] {
  const sent = attributes.json('gen_ai.response.tool_calls');
  return arrayOf(typeof sent === 'string' ? parsePythonLiteral(sent) : sent);
}
