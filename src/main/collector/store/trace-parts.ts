/** Fields whose value in a trace is the first one by span start, in the order of {@link TraceParts.firstUs}. */
export const FIRST_FIELDS = [
  'name',
  'environment',
  'release',
  'provider',
  'model',
  'session',
  'user',
] as const;

/**
 * Usage of each trace's model calls, one by one, so that a call and the span around it count once when they come in
 * different segments: a call is a wrapper when some other span that reports usage names it as its parent.
 */
export interface UsageParts {
  /** Calls of trace i, but for those known to be wrappers by this segment alone: callAt[i] to callAt[i + 1] - 1. */
  readonly callAt: Uint32Array;
  /** 8 bytes a call. */
  readonly callIds: Uint8Array;
  readonly callInputTokens: Float64Array;
  readonly callOutputTokens: Float64Array;
  readonly callCachedTokens: Float64Array;
  readonly callReasoningTokens: Float64Array;
  /** US dollars; NaN for a call without a cost. */
  readonly callCost: Float64Array;
  /** Spans of trace i in other segments that have a child here which reports usage, the same way. */
  readonly parentAt: Uint32Array;
  /** 8 bytes a span. */
  readonly parentIds: Uint8Array;
}

/**
 * What one segment knows of each trace it holds spans of: one entry per (trace, segment), as columns.
 *
 * A trace's list row is the merge of its parts; parts are never changed, so a merge can be redone at any time.
 * String columns are indexes into `strings`, where index 0 is ''.
 */
export interface TraceParts {
  readonly count: number;
  readonly strings: readonly string[];
  /** 16 bytes a trace. */
  readonly traceIds: Uint8Array;
  /** Earliest start and latest end of its spans here, microseconds since the epoch. */
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly spans: Uint32Array;
  /** Spans with status error. */
  readonly errors: Uint32Array;
  /**
   * Bit 1: the root span (no parent id) is here. Bit 2: the root's own status is error. Bit 4: the model is that of
   * a model call, and so comes before any other span's, whatever their starts.
   */
  readonly flags: Uint8Array;
  /** Name and service of the root span, else of the earliest span here. */
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  /** First non-empty value, by span start. */
  readonly environment: Uint32Array;
  readonly release: Uint32Array;
  readonly provider: Uint32Array;
  /** Model of the first model call, else of the first span that has one. */
  readonly model: Uint32Array;
  readonly session: Uint32Array;
  readonly user: Uint32Array;
  /**
   * Start of the span that gave each first value, microseconds since the epoch: `firstUs[field * count + i]`
   * with fields in the order of {@link FIRST_FIELDS} (`name` stands for name and service). Without it a merge
   * cannot tell which of two parts comes first; then the part's own start stands in, which is nearly right.
   * Among spans of equal start the smallest value by UTF-16 code units is first, whatever the order of arrival.
   */
  readonly firstUs?: Float64Array;
  /** Distinct services of trace i: serviceList[serviceAt[i] .. serviceAt[i + 1]]. */
  readonly serviceAt: Uint32Array;
  readonly serviceList: Uint32Array;
  /** Distinct models, the same way. */
  readonly modelAt: Uint32Array;
  readonly modelList: Uint32Array;
  /** Sums over model calls (USAGE_CALL). */
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedTokens: Float64Array;
  readonly reasoningTokens: Float64Array;
  /** US dollars; NaN when no call has a cost. */
  readonly cost: Float64Array;
  /** The largest sums a wrapper (USAGE_WRAPPER) reports; used only when no call of the trace reports any. */
  readonly wrapperInputTokens: Float64Array;
  readonly wrapperOutputTokens: Float64Array;
  readonly wrapperCachedTokens: Float64Array;
  readonly wrapperReasoningTokens: Float64Array;
  readonly wrapperCost: Float64Array;
  /** Absent in older files: then the sums above stand as they are. */
  readonly usage?: UsageParts;
}
