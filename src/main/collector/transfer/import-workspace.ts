import type { FileReport } from '../../../shared/contract/file-report.ts';
import { failureOf } from '../ingest/failure-of.ts';
import type { Ingest } from '../ingest/types.ts';
import type { KeptAnnotation } from '../annotations/kept-annotation.ts';
import { encodeRequest, type ResourceGroup } from '../otlp/encode.ts';
import type { Signal } from '../otlp/types.ts';
import type { ExportBatch, StoredRecord } from '../store/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import type { ReadingTarget } from './file-reading.ts';
import { ReportBuilder } from './report-builder.ts';

const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];

export interface WorkspaceTarget extends ReadingTarget {
  readonly ingest: Ingest;
  /** Writes annotations down; for each why it was left out, or undefined. */
  readonly annotate: (all: readonly KeptAnnotation[]) => Promise<readonly (string | undefined)[]>;
}

/** How far storing a workspace in a project is. */
export interface WorkspaceProgress {
  readonly records: number;
  readonly report: FileReport;
}

/**
 * Stores everything of a workspace in a project through the ordinary way in, batch by batch: its rules redact, its
 * limits hold, and what it has already is counted. What was said of its traces goes along, by whoever said it.
 *
 * @throws AppError where a limit is used up, or the project takes no data
 */
export async function* importWorkspace(
  from: Pick<VisibleStore, 'exportRecords'>,
  said: AsyncIterable<readonly KeptAnnotation[]>,
  { projectId, source, ingest, annotate }: WorkspaceTarget,
): AsyncGenerator<WorkspaceProgress> {
  const report = new ReportBuilder();
  let records = 0;
  for (const signal of SIGNALS) {
    for await (const batch of from.exportRecords(signal, {})) {
      if (batch.records.length === 0) continue;
      const outcome = await ingest.ingest({
        projectId,
        source,
        signal,
        format: 'protobuf',
        coding: 'identity',
        body: [encodeRequest(groupsOf(batch))],
        isSequential: true,
      });
      if (outcome.kind === 'failed') throw failureOf(outcome);
      report.stored(signal, {}, outcome);
      records += batch.records.length;
      yield { records, report: report.current };
    }
  }
  for await (const ofTrace of said) {
    const left = await annotate(ofTrace);
    for (const reason of left) {
      if (reason === undefined) report.annotated(1);
      else report.problem({ entry: `trace ${ofTrace[0]!.traceId}` }, reason, 0);
    }
  }
  yield { records, report: report.current };
}

/** Records that follow each other share what they have in common, as they came. */
export function groupsOf({ records }: ExportBatch): ResourceGroup[] {
  const groups: {
    of: StoredRecord;
    scopes: { of: StoredRecord; records: Uint8Array[] }[];
  }[] = [];
  for (const record of records) {
    let group = groups.at(-1);
    if (group === undefined || !sameResource(group.of, record)) {
      group = { of: record, scopes: [] };
      groups.push(group);
    }
    let scope = group.scopes.at(-1);
    if (scope === undefined || !sameScope(scope.of, record)) {
      scope = { of: record, records: [] };
      group.scopes.push(scope);
    }
    scope.records.push(record.bytes);
  }
  return groups.map(({ of, scopes }) => ({
    resource: of.resource,
    schemaUrl: of.resourceSchemaUrl,
    scopes: scopes.map((scope) => ({
      scope: scope.of.scope,
      schemaUrl: scope.of.scopeSchemaUrl,
      records: scope.records,
    })),
  }));
}

function sameResource(a: StoredRecord, b: StoredRecord): boolean {
  return a.resourceSchemaUrl === b.resourceSchemaUrl && sameBytes(a.resource, b.resource);
}

function sameScope(a: StoredRecord, b: StoredRecord): boolean {
  return a.scopeSchemaUrl === b.scopeSchemaUrl && sameBytes(a.scope, b.scope);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && Buffer.compare(a, b) === 0);
}
