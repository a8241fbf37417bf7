import type { LlmView } from './genai/llm-view.ts';
import type { RedactionMark } from './redaction-marks.ts';
import type { DerivedField } from './visibility.ts';

/** Longest value sent with a span, in bytes of UTF-8; `traces.value` gives the whole of a longer one. */
export const MAX_VALUE_BYTES = 64 * 1024;

/** A value of which only the beginning was sent. */
export interface ShortenedValue {
  readonly type: 'shortened';
  readonly of: 'string' | 'bytes' | 'array' | 'kvlist';
  /** Beginning of a text, of the base64 of bytes, or of the JSON of an array or map. */
  readonly preview: string;
  /** Size of the whole: UTF-8 bytes of a text, bytes of binary data, elements of an array or map. */
  readonly size: number;
  /** What `traces.value` gives the whole value for. */
  readonly path: string;
}

/** An attribute value as sent, exact: `int` is decimal text, `bytes` base64, doubles beyond JSON are text. */
export type DetailValue =
  | { readonly type: 'string' | 'int' | 'bytes'; readonly value: string }
  | { readonly type: 'double'; readonly value: number | 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'array'; readonly value: readonly DetailValue[] }
  | { readonly type: 'kvlist'; readonly value: readonly DetailAttribute[] }
  | { readonly type: 'empty' }
  | ShortenedValue;

export interface DetailAttribute {
  readonly key: string;
  readonly value: DetailValue;
  /** A visibility rule hides the value from the reader: `value` is only the marker `[hidden]`. */
  readonly hidden?: true;
}

export interface DetailEvent {
  readonly name: string;
  /** Nanoseconds since the Unix epoch, decimal; '0' when unknown. */
  readonly timeUnixNano: string;
  readonly attributes: readonly DetailAttribute[];
  readonly droppedAttributesCount: number;
}

export interface DetailLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly DetailAttribute[];
  readonly droppedAttributesCount: number;
}

/** A long text inside the LLM view: the view holds its beginning. */
export interface ShortenedText {
  /** UTF-16 length of the whole text. */
  readonly length: number;
  /** What `traces.value` gives the whole text for. */
  readonly path: string;
}

/** What was redacted in this span, as far as its replacements tell. */
export interface DetailRedaction {
  /** Kind of data: `EMAIL`, the type of a custom rule, `REDACTION_FAILED`. */
  readonly type: string;
  /** Id of the custom rule, or the kind again where no custom rule did it. */
  readonly rule: string;
  readonly count: number;
}

/** The price a cost was computed with when the span was stored; US dollars per million tokens. */
export interface AppliedPrice {
  /** Version of the price table, a date. */
  readonly version: string;
  /** Whether the price came with the app or an administrator set it. */
  readonly source: 'shipped' | 'edited';
  readonly input: number;
  readonly output: number;
  /** Of input read from a cache, and written to one; null: as `input`. */
  readonly cachedInput: number | null;
  readonly cacheWrite: number | null;
}

/** One span in full, long values shortened, as `traces.span` sends it. */
export interface SpanDetail {
  readonly traceId: string;
  readonly spanId: string;
  /** '' for a root. */
  readonly parentSpanId: string;
  readonly traceState: string;
  /** W3C trace flags and what OTLP adds to them. */
  readonly flags: number;
  readonly name: string;
  /** OTLP SpanKind 0-5. */
  readonly kind: number;
  /** Nanoseconds since the Unix epoch, decimal. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  /** End minus start, decimal; negative where the sender's clock stepped back. */
  readonly durationNano: string;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: readonly DetailAttribute[];
  readonly droppedAttributesCount: number;
  /** The first {@link MAX_LISTED}; `eventCount` is how many there are. */
  readonly events: readonly DetailEvent[];
  readonly eventCount: number;
  readonly droppedEventsCount: number;
  /** The first {@link MAX_LISTED}; `linkCount` is how many there are. */
  readonly links: readonly DetailLink[];
  readonly linkCount: number;
  readonly droppedLinksCount: number;
  readonly resource: {
    readonly attributes: readonly DetailAttribute[];
    readonly schemaUrl: string;
  };
  readonly scope: {
    readonly name: string;
    readonly version: string;
    readonly attributes: readonly DetailAttribute[];
    readonly schemaUrl: string;
  };
  /** GenAI fields as extracted when the span was stored; '' and 0 mean absent. */
  readonly genAi: {
    readonly provider: string;
    readonly model: string;
    readonly operation: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cachedTokens: number;
    readonly cacheWriteTokens: number;
    readonly reasoningTokens: number;
    readonly session: string;
    readonly user: string;
    /** Whether its tokens are those of one model call, which has a price, and no sum of calls below it. */
    readonly isCall: boolean;
  };
  /** US dollars; null when unknown. */
  readonly costUsd: number | null;
  /** Whether the span carried its cost or the price table gave it. */
  readonly costSource: 'none' | 'span' | 'prices';
  /** What the cost was computed with; null where the span carried it, or it was stored before this was kept. */
  readonly price: AppliedPrice | null;
  /** Conversation, tools, documents; null for a span that has none. */
  readonly llm: LlmView | null;
  /** Texts of `llm` that were shortened, by their place in it (JSON pointer, RFC 6901). */
  readonly llmShortened: Readonly<Record<string, ShortenedText>>;
  readonly redactions: readonly DetailRedaction[];
  /** How replacements of the project's own making look, beside those that always mean one. */
  readonly redactionMarks: readonly RedactionMark[];
  /** Bytes of the span as stored, without what is hidden from the reader. */
  readonly bytes: number;
  /** Fields of `genAi`, and the cost, that are blank because they come from hidden attributes; absent: none. */
  readonly hiddenFields?: readonly DerivedField[];
}

/** Most events and links sent with a span. */
export const MAX_LISTED = 1000;

/** Path of `traces.value` for the whole span as OTLP/JSON. */
export const RAW_PATH = 'raw';
