import { readFileSync } from 'node:fs';
import { KNOWN_SPAN_ATTRIBUTES } from '../../../src/main/collector/genai/known-attributes.ts';
import { extractSpanFields } from '../../../src/main/collector/genai/span-fields.ts';
import type { SpanFields } from '../../../src/main/collector/otlp/types.ts';
import type { Attribute, AttributeValue, DecodedSpan } from '../../../src/shared/telemetry.ts';

/** Attributes as plain values: what an SDK was given. */
export type PlainAttributes = Readonly<Record<string, unknown>>;

/** A span of a fixture file. */
export interface PlainSpan {
  readonly name: string;
  readonly attributes: PlainAttributes;
  readonly events?: readonly { readonly name: string; readonly attributes?: PlainAttributes }[];
}

/** Reads a file of `test/fixtures/genai`. */
export function readFixture(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/genai/${file}`, import.meta.url), 'utf8'));
}

/** One group of a recorded file. */
export function recordedSpans(file: string, group: string): readonly PlainSpan[] {
  const groups = readFixture(file) as Readonly<Record<string, readonly PlainSpan[]>>;
  const spans = groups[group];
  if (spans === undefined) throw new Error(`${file} has no group ${group}`);
  return spans;
}

/** Fields as the codec extracts them: only scalars reach the slots. */
export function fieldsOf(span: PlainSpan): SpanFields {
  const values = KNOWN_SPAN_ATTRIBUTES.map((key) => {
    const value = span.attributes[key];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : undefined;
  });
  return extractSpanFields(values, span.name);
}

/** The span as the collector decodes it for display. */
export function decodedSpan(span: PlainSpan): DecodedSpan {
  return {
    traceId: '0'.repeat(31) + '1',
    spanId: '0'.repeat(15) + '1',
    parentSpanId: '',
    traceState: '',
    name: span.name,
    kind: 1,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
    attributes: attributeList(span.attributes),
    droppedAttributesCount: 0,
    events: (span.events ?? []).map((event) => ({
      timeUnixNano: '1',
      name: event.name,
      attributes: attributeList(event.attributes ?? {}),
      droppedAttributesCount: 0,
    })),
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
    flags: 0,
  };
}

function attributeList(attributes: PlainAttributes): Attribute[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: attributeValue(value) }));
}

function attributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value)
      ? { type: 'int', value: String(value) }
      : { type: 'double', value };
  }
  if (Array.isArray(value)) return { type: 'array', value: value.map(attributeValue) };
  if (typeof value === 'object' && value !== null) {
    return { type: 'kvlist', value: attributeList(value as PlainAttributes) };
  }
  return { type: 'empty', value: null };
}
