/** Token counts as a span reports them, before their meaning is settled; 0 means absent. */
export interface ReportedTokens {
  input: number;
  output: number;
  total: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  /** Whether the cached tokens are known to stand beside the input, or to be part of it; without it, it is guessed. */
  cacheApart?: boolean;
}

/** Token counts in the inclusive form: `cached` and `cacheWrite` are parts of `input`, `reasoning` of `output`. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
}

const NO_USAGE: TokenUsage = Object.freeze({
  input: 0,
  output: 0,
  cached: 0,
  cacheWrite: 0,
  reasoning: 0,
});

/**
 * Brings reported counts to the inclusive form of the GenAI conventions ("`input_tokens` SHOULD include all types of
 * input tokens, including cached tokens"; the same for output and reasoning).
 *
 * Anthropic and Bedrock report cache reads and writes apart from the input, and several instrumentations pass that on
 * under the standard names (`@traceloop/instrumentation-anthropic`, Strands). The AI SDK says so (see `vercel-usage.ts`); else it shows when
 * - the cached tokens are more than the input they would be a part of, or
 * - the total is the sum of all of them and not of input and output alone.
 * Where neither shows, the count is taken as the convention defines it.
 */
export function toInclusive(tokens: ReportedTokens): TokenUsage {
  // Details without the counts they are parts of, as on the AI SDK's step spans, are no usage.
  if (tokens.input === 0 && tokens.output === 0 && tokens.cacheRead + tokens.cacheWrite === 0)
    return NO_USAGE;
  const cache = tokens.cacheRead + tokens.cacheWrite;
  const base = tokens.input + tokens.output;
  let { input, output } = tokens;
  const isApart = tokens.cacheApart ?? (cache > input || tokens.total === base + cache);
  if (isApart) input += cache;
  // Gemini's candidate count leaves out the thoughts: more of a part than there is of the whole.
  if (
    tokens.reasoning > output ||
    (tokens.reasoning > 0 && tokens.total === base + tokens.reasoning)
  ) {
    output += tokens.reasoning;
  }
  return {
    input,
    output,
    cached: tokens.cacheRead,
    cacheWrite: tokens.cacheWrite,
    reasoning: tokens.reasoning,
  };
}
