import { createHash } from 'node:crypto';

/** OTLP/JSON AnyValue; 64-bit integers as text. */
export type AnyValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { bytesValue: string }
  | { arrayValue: { values: AnyValue[] } }
  | { kvlistValue: { values: KeyValue[] } };

export interface KeyValue {
  key: string;
  value: AnyValue;
}

/** An OTLP/JSON span as converters make it. */
export interface OtlpSpan {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits. */
  spanId: string;
  parentSpanId?: string | undefined;
  traceState?: string | undefined;
  name: string;
  /** OTLP SpanKind 0-5. */
  kind: number;
  /** Nanoseconds since the Unix epoch, decimal. */
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: KeyValue[];
  events?: { timeUnixNano: string; name: string; attributes: KeyValue[] }[];
  links?: { traceId: string; spanId: string; attributes: KeyValue[] }[];
  status?: { code: number; message?: string };
}

/** A span of another format with the resource and scope it belongs to. */
export interface ConvertedSpan {
  readonly resource: readonly KeyValue[];
  readonly scope?: { readonly name: string; readonly version?: string } | undefined;
  readonly span: OtlpSpan;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** OTLP SpanKind by its name in lower case. */
export const SPAN_KINDS: Readonly<Record<string, number>> = {
  internal: 1,
  server: 2,
  client: 3,
  producer: 4,
  consumer: 5,
};

export const STATUS_OK = 1;
export const STATUS_ERROR = 2;

/** Values inside each other that are kept as such; deeper ones become JSON text. */
const MAX_NESTING = 24;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a string or number; '' for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

/** Any JSON value as an attribute value; undefined for null and undefined. */
export function anyValue(value: unknown, depth = 0): AnyValue | undefined {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return undefined;
  if (depth >= MAX_NESTING) return { stringValue: JSON.stringify(value) };
  if (Array.isArray(value)) {
    const values = value.map((element) => anyValue(element, depth + 1) ?? { stringValue: '' });
    return { arrayValue: { values } };
  }
  return { kvlistValue: { values: keyValues(value as JsonRecord, depth + 1) } };
}

/** The members of an object as attributes, without those that are null. */
export function keyValues(record: JsonRecord, depth = 0): KeyValue[] {
  const list: KeyValue[] = [];
  for (const [key, member] of Object.entries(record)) {
    const value = anyValue(member, depth);
    if (value !== undefined) list.push({ key, value });
  }
  return list;
}

/** A value as text: JSON where it is none. */
export function jsonText(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * An id of OTLP from one of any other form: what is hexadecimal of the right length (dashes and a `tr_` before it left
 * out) stays, shorter ones get zeros in front, and everything else becomes a part of its SHA-256.
 *
 * @param bytes 16 for traces, 8 for spans
 */
export function idOf(text: string, bytes: 8 | 16): string {
  const digits = bytes * 2;
  const bare = text
    .toLowerCase()
    .replace(/^[a-z]{1,8}_/, '')
    .replaceAll('-', '');
  if (/^[0-9a-f]+$/.test(bare) && !/^0+$/.test(bare)) {
    if (bare.length === digits) return bare;
    if (bare.length < digits && bare.length % 2 === 0) return bare.padStart(digits, '0');
  }
  return hashId(text, bytes);
}

/**
 * As {@link idOf}, of a format whose ids are numbers: some senders write those without the zeros before them, so that
 * any count of digits is one.
 */
export function numericIdOf(text: string, bytes: 8 | 16): string {
  const isShort = text.length < bytes * 2 && /^0*[1-9a-f][0-9a-f]*$/i.test(text);
  return idOf(isShort ? text.padStart(bytes * 2, '0') : text, bytes);
}

/** An id made of any text. */
export function hashId(text: string, bytes: 8 | 16): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);
}

/** Microseconds since the epoch, whole or not, as nanoseconds in decimal. */
export function nanosOfMicros(micros: unknown): string | undefined {
  const text = textOf(micros);
  if (/^\d{1,16}$/.test(text)) return text === '0' ? '0' : `${text}000`;
  const number = Number(text);
  if (text === '' || !Number.isFinite(number) || number < 0 || number > 1e16) return undefined;
  return String(BigInt(Math.round(number * 1000)));
}

/**
 * A time in nanoseconds, decimal, of ISO 8601 text (digits beyond milliseconds kept) or of a number since the epoch: in
 * seconds, ms, us or ns, whichever gives a year between 2001 and 2286.
 */
export function nanosOf(time: unknown): string | undefined {
  if (typeof time === 'number' || (typeof time === 'string' && /^\d+(\.\d+)?$/.test(time))) {
    const number = Number(time);
    if (!(number > 0) || number >= 1e20) return undefined;
    const scale = number < 1e10 ? 1e9 : number < 1e13 ? 1e6 : number < 1e16 ? 1e3 : 1;
    if (/^\d+$/.test(textOf(time))) return String(BigInt(textOf(time)) * BigInt(scale));
    const whole = Math.trunc(number);
    return String(BigInt(whole) * BigInt(scale) + BigInt(Math.round((number - whole) * scale)));
  }
  if (typeof time !== 'string') return undefined;
  const parts =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9})\d*)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(
      time.trim(),
    );
  if (parts === null) return undefined;
  const [, day, clock, fraction = '', zone = 'Z'] = parts;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2') : 'Z';
  const ms = Date.parse(`${day}T${clock!.length === 5 ? `${clock}:00` : clock}${offset}`);
  if (!Number.isFinite(ms) || ms < 0) return undefined;
  return String(BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
}

/** A time plus a duration, both in nanoseconds, decimal. */
export function later(nanos: string, durationNanos: string): string {
  return String(BigInt(nanos) + BigInt(durationNanos));
}

/** A duration as decimal nanoseconds; '0' for what is none, or longer than 30 years. */
export function nanosOfDuration(value: unknown, nanosEach: number): string {
  const nanos = Math.round(Number(value ?? 0) * nanosEach);
  return nanos > 0 && nanos < 1e18 ? String(BigInt(nanos)) : '0';
}
