/**
 * Spans, log records and what belongs to them, decoded for display.
 *
 * All of it survives JSON: 64-bit numbers are decimal strings, bytes are base64, ids are lower-case hex.
 */

/** A value of an attribute or a log body, as OTLP's AnyValue. */
export type AttributeValue =
  | {
      readonly type: 'string';
      readonly value: string;
      /** UTF-8 bytes of the whole text, when `value` is only its beginning. */
      readonly truncatedFrom?: number;
    }
  | { readonly type: 'bool'; readonly value: boolean }
  /** 64-bit integer, decimal. */
  | { readonly type: 'int'; readonly value: string }
  /** Text for what a JSON number cannot hold. */
  | { readonly type: 'double'; readonly value: number | 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | {
      readonly type: 'bytes';
      /** Base64. */
      readonly value: string;
      /** Bytes of the whole value, when `value` is only its beginning. */
      readonly truncatedFrom?: number;
    }
  | { readonly type: 'array'; readonly value: readonly AttributeValue[] }
  | { readonly type: 'kvlist'; readonly value: readonly Attribute[] }
  /** A value that was sent without content. */
  | { readonly type: 'empty'; readonly value: null };

/** A key and its value; keys are meant to be unique, but senders repeat them. */
export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

/** Something that happened during a span. */
export interface SpanEvent {
  /** Nanoseconds since the Unix epoch, decimal. */
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number;
}

/** A reference from a span to another one, often in another trace. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number;
  /** Bits 0-7 W3C trace flags, 0x100 "is remote" is known, 0x200 is remote. */
  readonly flags: number;
}

/** Outcome of a span. */
export interface SpanStatus {
  /** 0 unset, 1 ok, 2 error. */
  readonly code: number;
  readonly message: string;
}

/** A whole span. */
export interface DecodedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** '' for a root span. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  /** OTLP SpanKind 0-5. */
  readonly kind: number;
  /** Nanoseconds since the Unix epoch, decimal. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinksCount: number;
  readonly status: SpanStatus;
  /** Bits 0-7 W3C trace flags, 0x100 "is remote" is known for the parent, 0x200 is remote. */
  readonly flags: number;
}

/** A whole log record. */
export interface DecodedLogRecord {
  /** Nanoseconds since the Unix epoch, decimal; '0' when not sent. */
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  /** OTLP SeverityNumber 0-24. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AttributeValue;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number;
  readonly flags: number;
  /** '' when the record belongs to no trace. */
  readonly traceId: string;
  readonly spanId: string;
}

/** A whole resource. */
export interface DecodedResource {
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number;
}

/** A whole instrumentation scope. */
export interface DecodedScope {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number;
}
