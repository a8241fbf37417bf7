import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectId } from '../ids.ts';
import { call } from './call.ts';
import { TraceFilter } from './traces.ts';
import { ViewAs } from './visibility.ts';

/** What became of a piece of an imported file. Counts are spans, log records and metric data points. */
export const ImportReport = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.number().int(),
  /** Distinct reasons with the line (1-based) where each was first met; at most twenty. */
  reasons: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const ExportFormat = z.enum(['otlp-jsonl']);

export const transfer = {
  /** The caller cuts a file at line ends into pieces of at most 8 MiB and adds up the reports. */
  importLines: call({ permission: 'traces:write', summary: 'Store OTLP JSON lines' })
    .input(
      z.object({
        projectId: ProjectId,
        lines: z.instanceof(Blob),
        /** Number of the first line, 1-based, for the report. */
        firstLine: z.number().int().min(1).default(1),
      }),
    )
    .output(ImportReport),
  /** Yields pieces of text that end at line ends; one signal after the other. */
  exportLines: call({ permission: 'traces:read', summary: 'Stored telemetry as OTLP JSON lines' })
    .input(
      z.object({
        projectId: ProjectId,
        filter: TraceFilter.default({}),
        signals: z
          .array(z.enum(['traces', 'logs', 'metrics']))
          .min(1)
          .default(['traces']),
        format: ExportFormat.default('otlp-jsonl'),
        viewAs: ViewAs,
      }),
    )
    .output(eventIterator(z.object({ text: z.string(), records: z.number().int() }))),
};
