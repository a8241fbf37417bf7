/** The three OTLP signals this collector stores. */
export type Signal = 'traces' | 'logs' | 'metrics';

/** Limits applied while a request is decoded; a record over a limit is refused, not the request. */
export interface DecodeLimits {
  /** Nesting of kvlist and array values inside one attribute. Default 32. */
  readonly maxDepth: number;
  /**
   * Attributes on one span, event, link, resource or log record. Default 16,384: conversations are written with several
   * for each message, of which OpenInference's SDKs let through 10,000.
   */
  readonly maxAttributes: number;
  /** Bytes of one record's protobuf body. Default 16 MiB. */
  readonly maxRecordBytes: number;
}

/** The limits a collector starts with. */
export const DEFAULT_DECODE_LIMITS: DecodeLimits = {
  maxDepth: 32,
  maxAttributes: 16_384,
  maxRecordBytes: 16 * 1_024 * 1_024,
};

/**
 * Rewrites one protobuf message body before anything of it is read, indexed or stored.
 *
 * Returns the same object when nothing changes. Called once per resource, scope and record, and for
 * each schema URL, which is field 3 of a message of its own (`schema`), as in ResourceSpans and ScopeSpans.
 */
export type RedactMessage = (
  kind: 'resource' | 'scope' | 'span' | 'log' | 'metric' | 'schema',
  body: Uint8Array,
) => Uint8Array;

/** An OTLP Resource as it arrived (after redaction), with the fields every list needs. */
export interface ResourceRecord {
  /** Protobuf body of `opentelemetry.proto.resource.v1.Resource`. */
  readonly bytes: Uint8Array;
  readonly schemaUrl: string;
  /** `service.name`, or '' when absent. */
  readonly service: string;
  /** `deployment.environment.name`, else `deployment.environment`, else ''. */
  readonly environment: string;
  /** `service.version`, or ''. */
  readonly release: string;
}

/** An OTLP InstrumentationScope as it arrived (after redaction). */
export interface ScopeRecord {
  /** Protobuf body of `opentelemetry.proto.common.v1.InstrumentationScope`. */
  readonly bytes: Uint8Array;
  readonly schemaUrl: string;
}

/** A stored record: the bytes of its protobuf body and the resource and scope it belongs to. */
interface RecordBase {
  /** Protobuf body of the Span, LogRecord or Metric, after redaction, unknown fields included. */
  readonly bytes: Uint8Array;
  /** Index into {@link DecodedBatch.resources}. */
  readonly resource: number;
  /** Index into {@link DecodedBatch.scopes}. */
  readonly scope: number;
}

/** How a span takes part in token sums, so that one model call is counted once. */
export const USAGE_NONE = 0;
/** The span is the model call itself; its tokens are summed. */
export const USAGE_CALL = 1;
/** The span wraps model calls (agent, chain) and repeats their sum; counted only if no call reports any. */
export const USAGE_WRAPPER = 2;

/** GenAI and identity fields extracted once at ingest; '' and 0 mean absent. */
export interface SpanFields {
  /** Provider as sent: `gen_ai.provider.name`, `gen_ai.system`, `llm.provider`, ... lower case. */
  provider: string;
  /** Response model if present, else request model. */
  model: string;
  /** Normalized operation: chat, embeddings, execute_tool, invoke_agent, retrieval, ... or ''. */
  operation: string;
  usage: typeof USAGE_NONE | typeof USAGE_CALL | typeof USAGE_WRAPPER;
  /** Input tokens, cached ones included (GenAI semantic conventions). */
  inputTokens: number;
  /** Output tokens, reasoning ones included. */
  outputTokens: number;
  /** Part of the input read from a cache. */
  cachedTokens: number;
  /** Part of the input written to a cache. */
  cacheWriteTokens: number;
  /** Part of the output spent on reasoning. */
  reasoningTokens: number;
  /** US dollars. */
  cost: number;
  /** Where the cost comes from: 0 none, 1 carried by the span, 2 computed from the price table. */
  costSource: 0 | 1 | 2;
  /** The price that gave the cost, see `prices/applied-price.ts`; absent where none did. */
  price?: string;
  /** `session.id`, `gen_ai.conversation.id`, `langfuse.session.id`, ... */
  session: string;
  /** `user.id`, `enduser.id`, `gen_ai.request.user`, ... */
  user: string;
  /** Span-level environment when the resource has none (`langfuse.environment`, ...). */
  environment: string;
  /** Span-level release when the resource has none. */
  release: string;
  /** An attribute says that the operation failed, as Langfuse does in place of the span's status. */
  failed?: boolean;
}

/** One span, ready to be indexed and stored. */
export interface SpanRecord extends RecordBase {
  /** Holds, from `idsAt` on, its ids in words, see `ID_WORD`. */
  readonly ids: Int32Array;
  readonly idsAt: number;
  /** Microseconds since the Unix epoch, whole; the exact nanoseconds stay in `bytes`. */
  readonly startUs: number;
  /** Microseconds, never negative. */
  readonly durationUs: number;
  /** Nanoseconds beyond {@link startUs} and {@link durationUs}, 0 to 999. */
  readonly startNs: number;
  readonly durationNs: number;
  /** OTLP SpanKind 0-5. */
  readonly kind: number;
  /** OTLP StatusCode 0 unset, 1 ok, 2 error. */
  readonly status: number;
  readonly name: string;
  readonly hasEvents: boolean;
  readonly hasLinks: boolean;
  readonly fields: SpanFields;
}

/** One log record, ready to be indexed and stored. */
export interface LogEntry extends RecordBase {
  /** Offset of the 16-byte trace id in `bytes`, -1 for none. */
  readonly traceIdAt: number;
  /** Offset of the 8-byte span id in `bytes`, -1 for none. */
  readonly spanIdAt: number;
  /** time_unix_nano, else observed_time_unix_nano, in whole microseconds; 0 when both are absent. */
  readonly timeUs: number;
  /** OTLP severity number 0-24. */
  readonly severity: number;
}

/** One metric with its data points, ready to be indexed and stored. */
export interface MetricEntry extends RecordBase {
  readonly name: string;
  /** Earliest and latest data point time in whole microseconds; 0 when none. */
  readonly startUs: number;
  readonly endUs: number;
  /** Number of data points: the unit in which metrics are accepted and rejected. */
  readonly points: number;
}

/** What one request holds after decoding, limits and redaction. */
export interface DecodedBatch<R> {
  readonly resources: readonly ResourceRecord[];
  readonly scopes: readonly ScopeRecord[];
  readonly records: readonly R[];
  /** 32-bit hashes of `key=value` of every attribute, repeats allowed: the input of the segment's filter. */
  readonly attributeHashes: readonly number[];
  /** Spans, log records or data points refused, and why (distinct reasons, at most five). */
  readonly rejected: number;
  readonly reasons: readonly string[];
}
