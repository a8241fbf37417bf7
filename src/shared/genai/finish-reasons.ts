import { arrayOf, textOf } from './json-value.ts';
import type { SpanAttributes } from './span-attributes.ts';

const KEYS = [
  'gen_ai.response.finish_reasons', // conventions, a list
  'ai.response.finishReason', // AI SDK
  'llm.finish_reason', // OpenInference
  'gen_ai.response.finish_reason',
  'llm.response.finish_reason',
  'llm.response.stop_reason',
  'langfuse.observation.metadata.finish_reason', // its wrapper of the OpenAI package
] as const;

/** Why the model stopped, as the span says; a list may come as JSON text. */
export function finishReasonsOf(attributes: SpanAttributes): string[] {
  for (const key of KEYS) {
    const value = attributes.json(key);
    const list = Array.isArray(value) ? arrayOf(value) : [value];
    const reasons = list.map((reason) => textOf(reason)).filter((reason) => reason !== '');
    if (reasons.length > 0) return reasons;
  }
  return [];
}
