import { toAmount, toCount } from './attribute-values.ts';
import type { ReportedTokens } from './token-usage.ts';

/** Longest usage or cost document parsed, in characters; real ones have a few hundred. */
const MAX_CHARS = 16_384;

const INPUT_KEYS = [
  'input',
  'input_tokens',
  'prompt_tokens',
  'promptTokens',
  'inputTokens',
] as const;
const OUTPUT_KEYS = [
  'output',
  'output_tokens',
  'completion_tokens',
  'completionTokens',
  'outputTokens',
] as const;
const TOTAL_KEYS = ['total', 'total_tokens', 'totalTokens'] as const;
const CACHE_WRITE = /creation|write/;

/**
 * Reads a usage document: `langfuse.observation.usage_details` and `mlflow.chat.tokenUsage`; undefined when the text is
 * not one.
 *
 * Two shapes arrive in it. The providers' own (`prompt_tokens`, `input_tokens`, with nested `…_details`) is returned as
 * reported. Langfuse's (`input`, `output` and any further keys) is a list of disjoint amounts that its server adds up
 * by the words input and output in the key, see https://langfuse.com/docs/model-usage-and-cost: here every further
 * `input…`/`cache…` key is part of the input and every `output…` key of the output, unless `total` says that `input` and
 * `output` are already the whole. Anthropic's own, told by its names for the cache, is such a list as well: its
 * `input_tokens` leave out what is read from the cache and written to it.
 */
export function parseUsage(text: string): ReportedTokens | undefined {
  const usage = parseObject(text);
  if (usage === undefined) return undefined;
  const tokens: ReportedTokens = {
    input: firstOf(usage, INPUT_KEYS),
    output: firstOf(usage, OUTPUT_KEYS),
    total: firstOf(usage, TOTAL_KEYS),
    cacheRead: 0,
    cacheWrite: 0,
    reasoning: 0,
  };
  const further = { input: 0, output: 0 };
  readDetails(usage, tokens, further);
  const isDisjoint = 'input' in usage || 'output' in usage || isAnthropic(usage);
  if (isDisjoint && tokens.total !== tokens.input + tokens.output) {
    tokens.input += further.input;
    tokens.output += further.output;
  }
  return tokens;
}

function isAnthropic(usage: Record<string, unknown>): boolean {
  const hasCache = 'cache_read_input_tokens' in usage || 'cache_creation_input_tokens' in usage;
  return hasCache && 'input_tokens' in usage;
}

/**
 * Adds the cache and reasoning counts of a details document (`gen_ai.usage.{input,output}_token_details` of LangSmith:
 * `{cache_read, cache_creation}` and `{reasoning}`, parts of the counts beside them) to `tokens` where it has none.
 */
export function addDetails(tokens: ReportedTokens, text: string): void {
  for (const [key, value] of Object.entries(parseObject(text) ?? {})) classify(key, value, tokens);
}

/** Reads a cost document in US dollars (`langfuse.observation.cost_details`, `mlflow.llm.cost`); 0 when there is none. */
export function parseCost(text: string): number {
  const cost = parseObject(text);
  if (cost === undefined) return 0;
  const total = toAmount(cost['total'] ?? cost['total_cost']);
  if (total > 0) return total;
  let sum = 0;
  for (const part of Object.values(cost)) sum += toAmount(part);
  return sum;
}

function readDetails(
  usage: Record<string, unknown>,
  tokens: ReportedTokens,
  further: { input: number; output: number },
): void {
  for (const [key, value] of Object.entries(usage)) {
    if (isRecord(value)) {
      // OpenAI nests its details; they are parts of the counts beside them, so nothing is added.
      for (const [inner, count] of Object.entries(value))
        classify(`${key}.${inner}`, count, tokens);
      continue;
    }
    const isWhole =
      isKeyOf(INPUT_KEYS, key) || isKeyOf(OUTPUT_KEYS, key) || isKeyOf(TOTAL_KEYS, key);
    if (isWhole) continue;
    classify(key, value, tokens);
    const side = key.includes('output') ? 'output' : 'input';
    if (side === 'output' || key.includes('input') || key.includes('cache'))
      further[side] += toCount(value);
  }
}

/** Adds a detail to the cache and reasoning counts its key names: `input_cached_tokens`, `output_reasoning`, ... */
function classify(key: string, value: unknown, tokens: ReportedTokens): void {
  const count = toCount(value);
  if (key.includes('reasoning') || key.includes('thought')) tokens.reasoning ||= count;
  else if (!key.includes('cache')) return;
  else if (CACHE_WRITE.test(key)) tokens.cacheWrite ||= count;
  else tokens.cacheRead ||= count;
}

function firstOf(usage: Record<string, unknown>, keys: readonly string[]): number {
  for (const key of keys) {
    const count = toCount(usage[key]);
    if (count > 0) return count;
  }
  return 0;
}

function isKeyOf(keys: readonly string[], key: string): boolean {
  return keys.includes(key);
}

/** The object that `text` is as JSON; undefined for anything else, and for texts of more than `maxChars`. */
export function parseObject(
  text: string,
  maxChars = MAX_CHARS,
): Record<string, unknown> | undefined {
  if (text.length > maxChars || !text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
