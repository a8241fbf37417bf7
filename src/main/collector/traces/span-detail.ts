import {
  MAX_LISTED,
  MAX_VALUE_BYTES,
  type DetailAttribute,
  type DetailValue,
  type SpanDetail,
} from '../../../shared/span-detail.ts';
import type {
  Attribute,
  AttributeValue,
  DecodedSpan,
  SpanEvent,
  SpanStatus,
} from '../../../shared/telemetry.ts';
import { KNOWN_SPAN_ATTRIBUTES } from '../genai/known-attributes.ts';
import { extractSpanFields } from '../genai/span-fields.ts';
import { USAGE_CALL } from '../otlp/types.ts';
import { decodeResource, decodeScope, decodeSpan } from '../otlp/decode-detail.ts';
import { readAppliedPrice } from '../prices/applied-price.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { RedactionMark } from '../../../shared/redaction-marks.ts';
import type { StoredSpan } from '../store/types.ts';
import { countRedactions } from './count-redactions.ts';
import { llmDetail } from './llm-detail.ts';
import { plainValue, weight } from './plain-value.ts';

/** Values sent with one span before further ones are kept to a preview, in UTF-16 units. */
const BUDGET = 1024 * 1024;
/** Length of a preview, in UTF-16 units. */
const PREVIEW = 2048;

/**
 * What the side panel shows of a span. Long values are shortened first, so that the answer stays small whatever a
 * sender put into the span.
 *
 * @param logEvents what was said beside the span, see `genAiLogEvents`; read for the conversation only
 * @param hiddenFields derived fields that are left blank, as they come from hidden attributes
 * @param marks how replacements of the project's redaction rules look
 * @throws MalformedError when the stored bytes are damaged
 */
export function spanDetail(
  stored: StoredSpan,
  logEvents: readonly SpanEvent[] = [],
  hiddenFields: ReadonlySet<DerivedField> = new Set(),
  marks: readonly RedactionMark[] = [],
): SpanDetail {
  const span = decodeSpan(stored.bytes);
  const resource = decodeResource(stored.resource);
  const scope = decodeScope(stored.scope);
  const values = new ValueShortener(new Set(stored.hidden));
  const fields = extractSpanFields(knownValues(span.attributes), span.name);
  const shown = <T>(field: DerivedField, value: T, blank: T): T =>
    hiddenFields.has(field) ? blank : value;
  const { view, shortened } = llmDetail({ ...span, events: [...span.events, ...logEvents] });
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: span.traceState,
    flags: span.flags,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    durationNano: String(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)),
    status: statusOf(span, fields.failed === true),
    attributes: values.attributes(span.attributes, 'attributes'),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.slice(0, MAX_LISTED).map((event, i) => ({
      ...event,
      attributes: values.attributes(event.attributes, `events/${i}/attributes`),
    })),
    eventCount: span.events.length,
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.slice(0, MAX_LISTED).map((link, i) => ({
      ...link,
      attributes: values.attributes(link.attributes, `links/${i}/attributes`),
    })),
    linkCount: span.links.length,
    droppedLinksCount: span.droppedLinksCount,
    resource: {
      attributes: values.attributes(resource.attributes, 'resource'),
      schemaUrl: stored.resourceSchemaUrl,
    },
    scope: {
      name: scope.name,
      version: scope.version,
      attributes: values.attributes(scope.attributes, 'scope'),
      schemaUrl: stored.scopeSchemaUrl,
    },
    genAi: {
      provider: shown('provider', fields.provider, ''),
      model: shown('model', fields.model, ''),
      operation: shown('operation', fields.operation, ''),
      inputTokens: shown('inputTokens', fields.inputTokens, 0),
      outputTokens: shown('outputTokens', fields.outputTokens, 0),
      cachedTokens: shown('cachedTokens', fields.cachedTokens, 0),
      cacheWriteTokens: shown('cachedTokens', fields.cacheWriteTokens, 0),
      reasoningTokens: shown('reasoningTokens', fields.reasoningTokens, 0),
      session: shown('session', fields.session, ''),
      user: shown('user', fields.user, ''),
      isCall: shown('operation', fields.usage === USAGE_CALL, false),
    },
    costUsd: stored.costUsd,
    costSource: stored.costSource,
    price: readAppliedPrice(stored.price),
    llm: view,
    llmShortened: shortened,
    redactions: countRedactions({ span, resource, scope }, marks),
    redactionMarks: marks,
    bytes: stored.bytes.length,
    ...(hiddenFields.size === 0 ? {} : { hiddenFields: [...hiddenFields] }),
  };
}

/** The span's status; where it has none, the failure its dialect tells, with the reason it gives. */
function statusOf({ status, attributes }: DecodedSpan, failed: boolean): SpanStatus {
  if (status.code !== 0 || !failed) return status;
  const reason = attributes.find(({ key }) => key === 'langfuse.observation.status_message')?.value;
  return { code: 2, message: reason?.type === 'string' ? reason.value : '' };
}

/** Shortens values, with a budget for all values of one span together. */
class ValueShortener {
  readonly #hidden: ReadonlySet<string>;
  #left = BUDGET;

  /** @param hidden paths of values that were hidden before */
  constructor(hidden: ReadonlySet<string>) {
    this.#hidden = hidden;
  }

  attributes(attributes: readonly Attribute[], path: string): DetailAttribute[] {
    return attributes.map(({ key, value }, i) => ({
      key,
      value: this.#value(value, `${path}/${i}`),
      ...(this.#hidden.has(`${path}/${i}`) ? { hidden: true as const } : {}),
    }));
  }

  #value(value: AttributeValue, path: string): DetailValue {
    switch (value.type) {
      case 'string':
      case 'bytes':
        return this.#text(value.type, value.value, path);
      case 'array':
      case 'kvlist':
        return this.#structure(value, path);
      case 'empty':
        return { type: 'empty' };
      default:
        return value;
    }
  }

  #text(type: 'string' | 'bytes', text: string, path: string): DetailValue {
    const limit = this.#left > 0 ? MAX_VALUE_BYTES : PREVIEW;
    // One UTF-16 unit is at most three bytes of UTF-8: counting bytes is needed for longer texts only.
    const size = text.length * 3 <= limit ? text.length : sizeOf(type, text);
    if (size <= limit) {
      this.#left -= text.length;
      return { type, value: text };
    }
    this.#left -= PREVIEW;
    return { type: 'shortened', of: type, preview: beginning(text), size, path };
  }

  /** A structure as it is, with its hidden members marked. */
  #marked(value: AttributeValue, path: string): DetailValue {
    if (value.type === 'array') {
      const elements = value.value.map((element, i) => this.#marked(element, `${path}/${i}`));
      return { type: 'array', value: elements };
    }
    if (value.type !== 'kvlist') return value as DetailValue;
    const members = value.value.map(({ key, value: inner }, i) => ({
      key,
      value: this.#marked(inner, `${path}/${i}`),
      ...(this.#hidden.has(`${path}/${i}`) ? { hidden: true as const } : {}),
    }));
    return { type: 'kvlist', value: members };
  }

  /** Structures are small as a rule; a large one is sent as the beginning of its JSON. */
  #structure(value: AttributeValue & { type: 'array' | 'kvlist' }, path: string): DetailValue {
    const limit = this.#left > 0 ? MAX_VALUE_BYTES : PREVIEW;
    if (weight(value, limit) <= limit) {
      this.#left -= weight(value, limit);
      return this.#hidden.size === 0 ? (value as DetailValue) : this.#marked(value, path);
    }
    this.#left -= PREVIEW;
    const preview = beginning(JSON.stringify(plainValue(value, 50)));
    return { type: 'shortened', of: value.type, preview, size: value.value.length, path };
  }
}

function sizeOf(type: 'string' | 'bytes', text: string): number {
  return type === 'string' ? Buffer.byteLength(text) : Buffer.byteLength(text, 'base64');
}

/** The first {@link PREVIEW} units, not ending between the halves of a surrogate pair. */
function beginning(text: string): string {
  const isHighSurrogate = text.charCodeAt(PREVIEW - 1) >> 10 === 0x36;
  return text.slice(0, isHighSurrogate ? PREVIEW - 1 : PREVIEW);
}

/** Values by slot, as the ingest's scanner hands them to the extraction. */
function knownValues(attributes: readonly Attribute[]): (string | number | boolean | undefined)[] {
  const byKey = new Map<string, AttributeValue>();
  for (const { key, value } of attributes) if (!byKey.has(key)) byKey.set(key, value);
  return KNOWN_SPAN_ATTRIBUTES.map((key) => {
    const value = byKey.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'int' || value.type === 'double') return Number(value.value);
    return value.type === 'string' || value.type === 'bool' ? value.value : undefined;
  });
}
