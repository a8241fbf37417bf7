import type { BadgeTone } from '../../../ui/badge.tsx';
import { formatJson, isContainer, parseJson, type JsonValue } from '../values/json-value.ts';

/** A log record as shown beside its span. */
export interface LogLine {
  /** Nanoseconds since the Unix epoch, decimal; '0' when neither time was sent. */
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  /** `ERROR`, as sent or from the number. */
  readonly severity: string;
  readonly body: string;
  readonly attributes: readonly { readonly key: string; readonly text: string }[];
}

const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** Log records in lines of OTLP/JSON, in the order given. Lines that cannot be read are left out. */
export function logLines(text: string): LogLine[] {
  const lines: LogLine[] = [];
  for (const line of text.split('\n')) {
    const document = parseJson(line);
    for (const resource of listIn(document, 'resourceLogs')) {
      for (const scope of listIn(resource, 'scopeLogs')) {
        for (const record of listIn(scope, 'logRecords')) lines.push(logLine(record));
      }
    }
  }
  return lines;
}

function logLine(record: JsonValue): LogLine {
  const time = String(field(record, 'timeUnixNano') ?? '0');
  const severityNumber = Number(field(record, 'severityNumber') ?? 0);
  const eventName = String(field(record, 'eventName') ?? '');
  const body = anyText(field(record, 'body'));
  return {
    timeUnixNano: time === '0' ? String(field(record, 'observedTimeUnixNano') ?? '0') : time,
    severityNumber,
    severity: String(field(record, 'severityText') ?? '') || severityWord(severityNumber),
    body: eventName !== '' && body === '' ? eventName : body,
    attributes: listIn(record, 'attributes').map((attribute) => ({
      key: String(field(attribute, 'key') ?? ''),
      text: anyText(field(attribute, 'value')),
    })),
  };
}

/** OTLP SeverityNumber 1-24 as a word; '' for unset. */
export function severityWord(severity: number): string {
  return severity < 1 ? '' : (SEVERITIES[Math.floor((severity - 1) / 4)] ?? '');
}

/** How a severity number looks. */
export function severityTone(severity: number): BadgeTone {
  if (severity >= 17) return 'error';
  return severity >= 13 ? 'warn' : 'neutral';
}

/** An OTLP/JSON AnyValue as text: scalars as they are, structures as JSON. */
function anyText(value: JsonValue | undefined): string {
  const plain = plainOf(value);
  if (typeof plain === 'string') return plain;
  return plain === null ? '' : formatJson(plain, 0);
}

function plainOf(value: JsonValue | undefined): JsonValue {
  if (!isContainer(value) || Array.isArray(value)) return null;
  const [kind, inner] = Object.entries(value)[0] ?? [];
  if (inner === undefined) return null;
  if (kind === 'arrayValue') return listIn(inner, 'values').map(plainOf);
  if (kind !== 'kvlistValue') return inner;
  return Object.fromEntries(
    listIn(inner, 'values').map((entry) => [
      String(field(entry, 'key') ?? ''),
      plainOf(field(entry, 'value')),
    ]),
  );
}

function field(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isContainer(value) || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: JsonValue })[name];
}

function listIn(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}
