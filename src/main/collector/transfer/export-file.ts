import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { PiiType } from '../../../shared/redaction.ts';
import { encodeRequest } from '../otlp/encode.ts';
import type { Signal } from '../otlp/types.ts';
import type { ExportBatch } from '../store/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import type { KeptAnnotation } from '../annotations/kept-annotation.ts';
import { annotationToJson } from './bundle-annotations.ts';
import { makeBundle } from './export-bundle.ts';
import { listAsCsv } from './export-csv.ts';
import { jaegerTrace } from './export-jaeger.ts';
import { exportRedactor, type ExportRedactor } from './export-redactor.ts';
import { groupsOf } from './group-records.ts';
import { recordsToJson } from './records-to-json.ts';

export interface ExportFileOptions {
  readonly store: VisibleStore;
  readonly format: ExportFormat;
  readonly signals: readonly Signal[];
  readonly filter: TraceFilter;
  /** Only these; absent: all that pass the filter. */
  readonly traceIds?: readonly string[] | undefined;
  /** Kinds of personal data to take out on the way. */
  readonly redact: readonly PiiType[];
  /** Of a bundle. */
  readonly passphrase?: string | undefined;
  /** Annotations of the traces that are wanted, for a bundle. */
  readonly annotations: (
    isWanted: (traceId: string) => boolean,
  ) => AsyncIterable<readonly KeptAnnotation[]>;
  /** Time of making it, ms since the epoch. */
  readonly atMs: number;
}

/** A piece of a file, in order. */
export interface FilePiece {
  readonly bytes: Uint8Array;
  /** Spans, log records or metrics that went into the file with it; rows of a list. */
  readonly records: number;
}

/** Stored telemetry as a file, piece by piece. */
export async function* exportFile(options: ExportFileOptions): AsyncGenerator<FilePiece> {
  const { format, store, filter, traceIds } = options;
  const redacted = await exportRedactor(options.redact);
  if (format === 'csv') {
    yield* listAsCsv(store, filter, traceIds === undefined ? undefined : new Set(traceIds));
  } else if (format === 'jaeger') yield* jaegerFile(options, redacted);
  else if (format === 'bundle') yield* bundleFile(options, redacted);
  else {
    for (const signal of options.signals) {
      for await (const batch of batchesOf(options, signal)) {
        if (batch.records.length === 0) continue;
        const clean = redacted.batch(batch);
        const bytes = format === 'otlp-jsonl' ? jsonLine(clean) : framed(clean);
        yield { bytes, records: batch.records.length };
      }
    }
  }
}

/** Batches of the traces that are wanted; of logs their own, and metrics only where no traces are picked. */
async function* batchesOf(
  { store, filter, traceIds }: ExportFileOptions,
  signal: Signal,
): AsyncGenerator<ExportBatch> {
  if (traceIds === undefined) yield* store.exportRecords(signal, filter);
  else if (signal !== 'metrics') {
    for (const id of traceIds) {
      yield* signal === 'traces' ? store.traceRecords(id) : store.logRecords(id);
    }
  }
}

/** One line of the OTLP file exporter's format. */
function jsonLine(batch: ExportBatch): Uint8Array {
  return Buffer.from(`${JSON.stringify(recordsToJson(batch))}\n`);
}

/** A message with its length in front, as the Collector's file exporter writes it. */
function framed(batch: ExportBatch): Uint8Array {
  const message = encodeRequest(groupsOf(batch));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message]);
}

async function wantedTraces({
  store,
  filter,
  traceIds,
}: ExportFileOptions): Promise<readonly string[]> {
  if (traceIds !== undefined) return traceIds;
  const ids = Buffer.from(await store.matchingTraces(filter));
  return Array.from({ length: ids.length / 16 }, (_, at) =>
    ids.toString('hex', at * 16, at * 16 + 16),
  );
}

async function* jaegerFile(
  options: ExportFileOptions,
  redacted: ExportRedactor,
): AsyncGenerator<FilePiece> {
  let lead = '{"data":[';
  for (const id of await wantedTraces(options)) {
    const trace = await jaegerTrace(options.store.traceRecords(id), redacted.batch);
    if (trace === undefined) continue;
    yield { bytes: Buffer.from(`${lead}${trace.json}`), records: trace.spans };
    lead = ',\n';
  }
  const end = `${lead === ',\n' ? '' : lead}],"total":0,"limit":0,"offset":0,"errors":null}\n`;
  yield { bytes: Buffer.from(end), records: 0 };
}

async function* bundleFile(
  options: ExportFileOptions,
  redacted: ExportRedactor,
): AsyncGenerator<FilePiece> {
  const isAll = options.traceIds === undefined && Object.keys(options.filter).length === 0;
  const ids = isAll ? undefined : new Set(await wantedTraces(options));
  let records = 0;
  const bundle = await makeBundle({
    signals: options.signals,
    batches: async function* (signal) {
      for await (const batch of batchesOf(options, signal)) yield redacted.batch(batch);
    },
    annotations: async function* () {
      const said = options.annotations((traceId) => ids?.has(traceId) ?? true);
      for await (const ofTrace of said) {
        for (const one of ofTrace) yield annotationToJson(redacted.annotation(one));
      }
    },
    atMs: options.atMs,
    passphrase: options.passphrase,
    onRecords: (count) => {
      records += count;
    },
  });
  for await (const bytes of bundle) {
    yield { bytes, records };
    records = 0;
  }
}
