import { toCount } from './attribute-values.ts';
import type { ReportedTokens } from './token-usage.ts';
import { parseObject } from './usage-json.ts';

/** What the AI SDK says of the usage of a span beside its counts. */
export interface VercelSpan {
  /** `ai.operationId`: `ai.generateText.doGenerate`. */
  readonly operationId: string;
  /** `gen_ai.system` or `ai.model.provider`: `anthropic.messages`, `amazon-bedrock`. */
  readonly provider: string;
  /** `ai.response.providerMetadata`, JSON by the name of the provider, or ''. */
  readonly metadata: string;
}

/** Longest metadata parsed, in characters: what Gemini found in the web is a few tens of thousands. */
const MAX_CHARS = 65_536;

/** Providers whose input leaves out what is read from the cache and written to it, before AI SDK 6. */
const APART = /anthropic|bedrock/i;

/**
 * Completes the counts of a span of the AI SDK up to version 5 (`ai` 3.4 to 5, `@ai-sdk/anthropic` 1 and 2), and of the
 * objects of version 6, none of which have `ai.usage.inputTokenDetails.*`.
 *
 * `generateText` leaves cached tokens out of its attributes, no operation tells those written to a cache, and
 * `inputTokens` is what the provider calls so: with Anthropic and Bedrock the part that is not cached. The rest stands in
 * the metadata of the provider.
 */
export function addVercelUsage(tokens: ReportedTokens, span: VercelSpan): void {
  if (tokens.input === 0 && tokens.output === 0) return;
  const isText = /^ai\.(generate|stream)Text/.test(span.operationId);
  if (isText && APART.test(span.provider)) tokens.cacheApart = true;
  // The sum over all steps, with the metadata of the last one.
  if (span.operationId === 'ai.streamText') return;
  const metadata = parseObject(span.metadata, MAX_CHARS);
  if (metadata === undefined) return;
  addAnthropic(tokens, partOf(metadata, 'anthropic'));
  const bedrock = partOf(partOf(metadata, 'bedrock'), 'usage');
  tokens.cacheWrite ||= toCount(bedrock?.['cacheWriteInputTokens']);
  const openAi = partOf(metadata, 'openai') ?? partOf(metadata, 'azure');
  tokens.cacheRead ||= toCount(openAi?.['cachedPromptTokens']);
  tokens.reasoning ||= toCount(openAi?.['reasoningTokens']);
  tokens.cacheRead ||= toCount(partOf(metadata, 'deepseek')?.['promptCacheHitTokens']);
  const google = partOf(metadata, 'google') ?? partOf(metadata, 'vertex');
  const gemini = partOf(google, 'usageMetadata');
  tokens.cacheRead ||= toCount(gemini?.['cachedContentTokenCount']);
  tokens.reasoning ||= toCount(gemini?.['thoughtsTokenCount']);
  tokens.total ||= toCount(gemini?.['totalTokenCount']);
}

/** `{usage: {input_tokens, cache_…}, iterations}` since version 5, `{cacheReadInputTokens, …}` before it. */
function addAnthropic(
  tokens: ReportedTokens,
  anthropic: Record<string, unknown> | undefined,
): void {
  if (anthropic === undefined) return;
  const usage = partOf(anthropic, 'usage');
  tokens.cacheRead ||= toCount(
    usage?.['cache_read_input_tokens'] ?? anthropic['cacheReadInputTokens'],
  );
  tokens.cacheWrite ||= toCount(
    usage?.['cache_creation_input_tokens'] ?? anthropic['cacheCreationInputTokens'],
  );
  // Version 6 has the same metadata and adds the cache to the input.
  const apart = uncachedInput(anthropic, usage);
  const whole = apart + tokens.cacheRead + tokens.cacheWrite;
  tokens.cacheApart = apart === 0 || tokens.input < whole;
}

/** What Anthropic called input tokens, over all the times it went to the model; 0 when it is not told. */
function uncachedInput(
  anthropic: Record<string, unknown>,
  usage: Record<string, unknown> | undefined,
): number {
  const iterations = anthropic['iterations'];
  let sum = 0;
  if (Array.isArray(iterations)) {
    for (const each of iterations as readonly unknown[]) {
      const iteration = partOf({ each }, 'each');
      // Another model answered in the end: the SDK then tells its usage alone.
      if (iteration?.['type'] === 'fallback_message') return toCount(usage?.['input_tokens']);
      sum += toCount(iteration?.['inputTokens']);
    }
  }
  return sum || toCount(usage?.['input_tokens']);
}

function partOf(
  from: Record<string, unknown> | undefined,
  key: string,
): Record<string, unknown> | undefined {
  const value = from?.[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
