import { objectOf } from './json-value.ts';
import type { NamedValue } from './llm-view.ts';
import type { SpanAttributes } from './span-attributes.ts';

/** Attributes with one request parameter each, by prefix. */
const PARAMETER_PREFIXES = ['gen_ai.request.', 'ai.settings.'] as const;

/** OpenLLMetry's parameters outside `gen_ai.request`. */
const PARAMETER_KEYS: ReadonlyMap<string, string> = new Map([
  ['llm.top_k', 'top_k'],
  ['llm.frequency_penalty', 'frequency_penalty'],
  ['llm.presence_penalty', 'presence_penalty'],
  ['llm.chat.stop_sequences', 'stop_sequences'],
  ['llm.is_streaming', 'stream'],
  ['gen_ai.output.type', 'output_type'],
]);

/** Attributes with a document of parameters. */
const PARAMETER_DOCUMENTS = [
  'llm.invocation_parameters',
  'langfuse.observation.model.parameters',
] as const;

const MODEL_PARAMETERS: ReadonlySet<string> = new Set(['model', 'model_name']);

/** Attributes that name a model: `gen_ai.request.model`, `llm.model_name`, `ai.model.id` and others. */
const MODEL_KEY = /\bmodel(?:_name|\.name|\.id)?$/;

/** Shown elsewhere: the model's name, the conversation and the tools. */
const NOT_PARAMETERS: ReadonlySet<string> = new Set([
  ...MODEL_PARAMETERS,
  '_type', // LangChain
  'messages',
  'tools',
  'system',
  'instructions',
  'input',
  'prompt',
  'contents',
  'user',
]);

const USAGE_PREFIXES = [
  'gen_ai.usage.',
  'llm.token_count.',
  'llm.cost.',
  'ai.usage.',
  'llm.usage.',
] as const;

const USAGE_KEYS: ReadonlySet<string> = new Set([
  'operation.cost',
  'ai.llm.prompt_tokens',
  'ai.llm.completion_tokens',
  'ai.llm.total_tokens',
]);

const USAGE_DOCUMENTS = [
  'langfuse.observation.usage_details',
  'langfuse.observation.cost_details',
  'mlflow.chat.tokenUsage',
  'mlflow.llm.cost',
] as const;

/**
 * Request parameters of a span under their bare names; of a repeated name the first counts.
 *
 * The model is among them where it is named in a document of parameters alone, as OpenInference does for calls that
 * failed.
 */
export function parametersOf(attributes: SpanAttributes): NamedValue[] {
  const found = new Map<string, NamedValue>();
  const isModelNamed = [...attributes.keys()].some((key) => MODEL_KEY.test(key));
  const add = (key: string, value: NamedValue['value'] | undefined) => {
    if (value === undefined || isUnset(value) || found.has(key)) return;
    if (NOT_PARAMETERS.has(key) && (isModelNamed || !MODEL_PARAMETERS.has(key))) return;
    found.set(key, { key, value });
  };
  for (const key of attributes.keys()) {
    const name = PARAMETER_KEYS.get(key) ?? afterPrefix(key, PARAMETER_PREFIXES);
    if (name !== undefined) add(name, attributes.value(key));
  }
  for (const key of PARAMETER_DOCUMENTS) {
    for (const [name, value] of Object.entries(objectOf(attributes.json(key)) ?? {}))
      add(name, value);
  }
  return [...found.values()];
}

/** What SDKs send for a parameter that was not given; tmam and OpenLIT do so for all of them. */
function isUnset(value: NamedValue['value']): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Token and cost attributes of a span as sent, with their own names. */
export function usageOf(attributes: SpanAttributes): NamedValue[] {
  const found: NamedValue[] = [];
  for (const key of attributes.keys()) {
    if (!USAGE_KEYS.has(key) && afterPrefix(key, USAGE_PREFIXES) === undefined) continue;
    const value = attributes.value(key);
    if (value !== undefined) found.push({ key, value });
  }
  for (const key of USAGE_DOCUMENTS) {
    const value = attributes.json(key);
    if (value !== undefined) found.push({ key, value });
  }
  return found;
}

function afterPrefix(key: string, prefixes: readonly string[]): string | undefined {
  const prefix = prefixes.find((candidate) => key.startsWith(candidate));
  return prefix === undefined ? undefined : key.slice(prefix.length);
}
