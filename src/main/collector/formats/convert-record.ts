import { jaegerSpan } from './jaeger.ts';
import { isJamjetEvent, jamjetSpan } from './jamjet.ts';
import {
  isLangfuseObservation,
  isLangfuseTrace,
  langfuseObservation,
  langfuseTrace,
} from './langfuse.ts';
import { withHexIds } from './hex-ids.ts';
import { isRecord, type ConvertedSpan, type JsonRecord, type OtlpSpan } from './otlp-span.ts';
import { isJsSpan, jsSpan } from './otel-js.ts';
import { isPythonSpan, pythonSpan } from './otel-python.ts';
import {
  isPhoenixSpan,
  isPhoenixTrace,
  namesPhoenixTrace,
  phoenixSpan,
  phoenixTrace,
} from './phoenix.ts';
import { isZipkinSpan, zipkinSpan } from './zipkin.ts';

/** What a JSON object of a file is, and the spans made of it. */
export interface ConvertedRecord {
  readonly format: string;
  /** Empty where it lacks what a span needs: a time or an id. */
  readonly spans: readonly ConvertedSpan[];
}

/** Tells what a JSON object is by its fields; undefined for none that is known. */
export function convertRecord(record: JsonRecord): ConvertedRecord | undefined {
  if (typeof record['traceID'] === 'string' && Array.isArray(record['spans'])) {
    return { format: 'Jaeger JSON', spans: jaegerTrace(record) };
  }
  if (typeof record['traceID'] === 'string' && typeof record['spanID'] === 'string') {
    const process = isRecord(record['process']) ? record['process'] : {};
    return { format: 'Jaeger JSON', spans: some(jaegerSpan(record, process)) };
  }
  if (isPythonSpan(record)) {
    return { format: 'OpenTelemetry Python', spans: some(pythonSpan(record)) };
  }
  if (isPhoenixSpan(record)) return { format: 'Phoenix', spans: some(phoenixSpan(record)) };
  if (isPhoenixTrace(record)) {
    return { format: 'Phoenix', spans: phoenixTrace(record).filter((span) => span !== undefined) };
  }
  if (isJamjetEvent(record)) return { format: 'JamJet', spans: some(jamjetSpan(record)) };
  if (isLangfuseObservation(record)) {
    return { format: 'Langfuse', spans: some(langfuseObservation(record)) };
  }
  if (isJsSpan(record)) return { format: 'OpenTelemetry JavaScript', spans: [jsSpan(record)] };
  if (isZipkinSpan(record)) return { format: 'Zipkin JSON v2', spans: some(zipkinSpan(record)) };
  if (isBareSpan(record)) return { format: 'OTLP JSON', spans: [bareSpan(record)] };
  if (isLangfuseTrace(record)) return { format: 'Langfuse', spans: langfuseTrace(record) };
  return undefined;
}

/** As {@link convertRecord}; a record that cannot be converted counts as unknown, and the rest is read. */
export function tryConvert(record: JsonRecord): ConvertedRecord | undefined {
  try {
    return convertRecord(record);
  } catch {
    return undefined;
  }
}

/** What to say of a JSON object of which nothing can be made. */
export function reasonUnknown(record: JsonRecord): string {
  if ('binaryAnnotations' in record) {
    return 'it is a span of Zipkin v1; export it as v2, from /api/v2/traces';
  }
  if ('rootTraceName' in record || 'rootServiceName' in record) {
    return 'it names a trace that was found but does not hold it; fetch the trace by its id';
  }
  if (namesPhoenixTrace(record)) {
    return 'it names a trace of Phoenix without its spans; fetch them from /v1/projects/ID/spans';
  }
  return 'it is JSON of no known form';
}

/** Spans of a whole Jaeger trace. */
function jaegerTrace(trace: JsonRecord): ConvertedSpan[] {
  const processes = isRecord(trace['processes']) ? trace['processes'] : {};
  return (trace['spans'] as unknown[])
    .filter(isRecord)
    .map((span) => jaegerSpan(span, processOf(span, processes)))
    .filter((span) => span !== undefined);
}

/** The process of a span, which it holds itself or names. */
export function processOf(span: JsonRecord, processes: JsonRecord): JsonRecord {
  if (isRecord(span['process'])) return span['process'];
  const named = processes[String(span['processID'])];
  return isRecord(named) ? named : {};
}

/** A span of OTLP/JSON without its resource, as Phoenix's `spans/otlpv1` and some tools write it. */
function isBareSpan(record: JsonRecord): boolean {
  const hasIds = 'spanId' in record || 'span_id' in record;
  return hasIds && ('startTimeUnixNano' in record || 'start_time_unix_nano' in record);
}

function bareSpan(record: JsonRecord): ConvertedSpan {
  // The transcoder checks every field of it.
  return { resource: [], span: withHexIds(record) as unknown as OtlpSpan };
}

const some = (span: ConvertedSpan | undefined): ConvertedSpan[] =>
  span === undefined ? [] : [span];
