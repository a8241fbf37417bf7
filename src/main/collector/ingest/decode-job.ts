import { AppError } from '../../../shared/errors.ts';
import { decodeLogs } from '../otlp/decode-logs.ts';
import { decodeMetrics } from '../otlp/decode-metrics.ts';
import type { DecodeOptions } from '../otlp/decode-request.ts';
import { decodeTraces } from '../otlp/decode-traces.ts';
import { jsonToProtobuf } from '../otlp/json-to-protobuf.ts';
import {
  DEFAULT_DECODE_LIMITS,
  type DecodedBatch,
  type LogEntry,
  type MetricEntry,
  type Signal,
  type SpanRecord,
} from '../otlp/types.ts';
import { applyPrice } from '../prices/cost.ts';
import type { PriceTable } from '../prices/price-lookup.ts';
import { createRedactor, releaseRedacted, type Redactor } from '../redaction/redact.ts';
import { InflateError, inflateBody } from './inflate.ts';
import { jamjetToProtobuf } from './jamjet-events.ts';
import {
  CODINGS,
  DONE,
  DONE_WIDTH,
  FORMATS,
  NOT_REACHED,
  ROW,
  ROW_WIDTH,
  SIGNALS,
  STATES,
  type DecodeJob,
  type DecodeJobDone,
  type JobState,
} from './job.ts';
import { SegmentGroups } from './segment-groups.ts';

/** What a decode worker knows beside its jobs. */
export interface DecodeContext {
  readonly maxInflatedBytes: number;
  readonly prices: PriceTable;
  /** Reports what must not happen: a decoder that failed for another reason than its input. */
  readonly onBug: (error: unknown) => void;
}

/** Decoded bytes held at most before segments are built of them; larger single requests excepted. */
const GROUP_BYTES = 32 * 1024 * 1024;

/** Bytes unpacked in one job: compressed bodies that turn out larger than thought wait for another. */
const JOB_BYTES = 32 * 1024 * 1024;

/**
 * Does one job: inflate, transcode, redact and decode each request, then build the segments.
 *
 * A request that fails says so in its row; its neighbors never notice.
 */
export function runJob(job: DecodeJob, context: DecodeContext): DecodeJobDone {
  const rows = job.table.length / ROW_WIDTH;
  const table = new Int32Array(rows * DONE_WIDTH);
  const notes: [number, readonly string[]][] = [];
  const groups = new SegmentGroups(table, (row, error) => {
    context.onBug(error);
    notes.push([row, [INTERNAL_MESSAGE]]);
  });
  const redactors: (Redactor | undefined)[] = job.projects.map(() => undefined);
  let inflatedBytes = 0;
  for (let row = 0; row < rows; row++) {
    const cell = row * ROW_WIDTH;
    const out = row * DONE_WIDTH;
    if (inflatedBytes > JOB_BYTES) {
      table[out + DONE.inflated] = NOT_REACHED;
      table[out + DONE.segment] = -1;
      continue;
    }
    const project = job.table[cell + ROW.project]!;
    table[out + DONE.segment] = -1;
    try {
      const signal = SIGNALS[job.table[cell + ROW.signal]!]!;
      const inflated = unpack(job, cell, context.maxInflatedBytes);
      table[out + DONE.inflated] = inflated.length;
      const { body, rejected, reasons } = openBody(job, cell, signal, inflated);
      // Made here: a policy that cannot be used fails its own project's requests.
      const redactor = (redactors[project] ??= createRedactor(job.projects[project]!.redaction));
      const options = { limits: DEFAULT_DECODE_LIMITS, redact: redactor.redact };
      const batch = decodeBody(signal, body, options, context.prices);
      table[out + DONE.records] = recordUnits(signal, batch);
      table[out + DONE.rejected] = batch.rejected + rejected;
      const all = reasons.length > 0 ? [...batch.reasons, ...reasons] : batch.reasons;
      if (all.length > 0) notes.push([row, all]);
      if (batch.records.length > 0) groups.add(row, project, signal, batch, body.length);
    } catch (error) {
      const failure = explain(error, context.onBug);
      table[out + DONE.state] = STATES.indexOf(failure.state);
      notes.push([row, [failure.message]]);
      // It was unpacked as far as it may be.
      const isBomb = failure.state === 'too_large' && table[out + DONE.inflated] === 0;
      if (isBomb) table[out + DONE.inflated] = context.maxInflatedBytes;
    }
    inflatedBytes += table[out + DONE.inflated]!;
    if (groups.heldBytes >= GROUP_BYTES) groups.build();
  }
  groups.build();
  const redactions = redactors.flatMap((redactor, project) => {
    const counts = redactor?.takeCounts() ?? [];
    if (counts.length === 0) return [];
    return [{ projectId: job.projects[project]!.id, counts }];
  });
  // Segments have copies of all records.
  releaseRedacted();
  const { segments } = groups;
  return { type: 'done', id: job.id, buffer: job.buffer, table, notes, segments, redactions };
}

type AnyBatch = DecodedBatch<SpanRecord> | DecodedBatch<LogEntry> | DecodedBatch<MetricEntry>;

/** A request's body as protobuf, and what was refused on the way there. */
interface OpenedBody {
  readonly body: Uint8Array;
  readonly rejected: number;
  readonly reasons: readonly string[];
}

function unpack({ buffer, table }: DecodeJob, cell: number, maxBytes: number): Uint8Array {
  const raw = Buffer.from(buffer, table[cell + ROW.start], table[cell + ROW.length]);
  return inflateBody(raw, CODINGS[table[cell + ROW.coding]!]!, maxBytes);
}

function openBody(job: DecodeJob, cell: number, signal: Signal, inflated: Uint8Array): OpenedBody {
  const format = FORMATS[job.table[cell + ROW.format]!];
  if (format === 'protobuf') return { body: inflated, rejected: 0, reasons: [] };
  if (format === 'jamjet') return jamjetToProtobuf(inflated);
  const { body, rejected, reasons, quirks } = jsonToProtobuf(
    signal,
    inflated,
    DEFAULT_DECODE_LIMITS,
  );
  // With nothing rejected these reach the sender as a warning (OTLP 1.11, "Partial Success").
  const warnings = quirks.map((quirk) => `accepted although not OTLP/JSON: ${quirk}`);
  return { body, rejected, reasons: [...reasons, ...warnings] };
}

function decodeBody(
  signal: Signal,
  body: Uint8Array,
  options: DecodeOptions,
  prices: PriceTable,
): AnyBatch {
  if (signal === 'logs') return decodeLogs(body, options);
  if (signal === 'metrics') return decodeMetrics(body, options);
  const batch = decodeTraces(body, options);
  for (const { fields } of batch.records) applyPrice(fields, prices);
  return batch;
}

/** What was taken, in the unit it is counted in: spans, log records or data points. */
function recordUnits(signal: Signal, batch: AnyBatch): number {
  if (signal !== 'metrics') return batch.records.length;
  let points = 0;
  for (const { points: some } of (batch as DecodedBatch<MetricEntry>).records) points += some;
  return points;
}

const INTERNAL_MESSAGE = 'The collector failed to decode this request. Its log says more.';

function explain(
  error: unknown,
  onBug: (error: unknown) => void,
): { state: JobState; message: string } {
  if (error instanceof InflateError) return { state: error.code, message: error.message };
  if (error instanceof AppError && error.code === 'invalid') {
    return { state: 'invalid', message: `The body is malformed: ${error.message}.` };
  }
  if (error instanceof AppError && error.code === 'too_large') {
    return { state: 'too_large', message: error.message };
  }
  onBug(error);
  return { state: 'internal', message: INTERNAL_MESSAGE };
}
