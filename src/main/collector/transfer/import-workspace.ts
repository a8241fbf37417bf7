import type { FileReport } from '../../../shared/contract/file-report.ts';
import { failureOf } from '../ingest/failure-of.ts';
import type { Ingest } from '../ingest/types.ts';
import type { KeptAnnotation } from '../annotations/kept-annotation.ts';
import { encodeRequest } from '../otlp/encode.ts';
import type { Signal } from '../otlp/types.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import type { ReadingTarget } from './file-reading.ts';
import { groupsOf } from './group-records.ts';
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
