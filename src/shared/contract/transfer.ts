import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectId, TraceId } from '../ids.ts';
import { PII_TYPES } from '../redaction.ts';
import { call } from './call.ts';
import { FileReport } from './file-report.ts';
import { TraceFilter } from './traces.ts';
import { ViewAs } from './visibility.ts';

/** What a file may be written as. A bundle holds everything, with annotations and a manifest. */
export const EXPORT_FORMATS = ['otlp-jsonl', 'otlp-protobuf', 'jaeger', 'csv', 'bundle'] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Bytes of one piece of a file, at most. */
export const MAX_PIECE_BYTES = 4 * 1024 * 1024;
/** Bytes of a file that is sent in one call. */
const MAX_FILE_BYTES = 60 * 1024 * 1024;

const ReadingId = z.string().regex(/^rd_[0-9a-f]{32}$/);
const Passphrase = z.string().min(1).max(1024);
const OneReading = z.object({ projectId: ProjectId, readingId: ReadingId });

/** Said here, as a schema with a check of its own forgets what type it takes. */
function noFile(input: unknown): string {
  if (input === undefined) return 'Missing: it takes a file.';
  return Array.isArray(input)
    ? 'It takes one file: send each of several in a request of its own.'
    : 'It takes a file.';
}

export const transfer = {
  /** Opens a file of any known format; its bytes follow by `feed`, piece by piece. */
  begin: call({ permission: 'traces:write', summary: 'Begin to read a file into a project' })
    .input(
      z.object({
        projectId: ProjectId,
        /** As it is called, for the audit log. */
        name: z.string().max(300).default(''),
        /** Of an encrypted bundle. */
        passphrase: Passphrase.optional(),
      }),
    )
    .output(z.object({ readingId: ReadingId })),
  /** Bytes that were taken before are passed over, so that a piece may be sent again. */
  feed: call({ permission: 'traces:write', summary: 'Send the next piece of a file' })
    .input(
      OneReading.extend({
        /** Of its first byte in the file. */
        offset: z.number().int().min(0),
        bytes: z.instanceof(Blob),
      }),
    )
    .output(z.object({ taken: z.number().int(), report: FileReport })),
  finish: call({ permission: 'traces:write', summary: 'End a file: everything in it is stored' })
    .input(OneReading)
    .output(FileReport),
  cancel: call({ permission: 'traces:write', summary: 'Stop a file; what was stored of it stays' })
    .input(OneReading)
    .output(FileReport),
  importFile: call({
    permission: 'traces:write',
    route: { method: 'POST', path: '/projects/{projectId}/import' },
    summary: 'Store the telemetry of a file of any known format, up to 60 MiB',
  })
    .input(
      z.object({
        projectId: ProjectId,
        file: z
          .instanceof(Blob, { error: ({ input }) => noFile(input) })
          .refine((file) => file.size <= MAX_FILE_BYTES, 'The file is larger than 60 MiB.'),
        passphrase: Passphrase.optional(),
      }),
    )
    .output(FileReport),
  /** Yields the bytes of a file, piece by piece; what is hidden from the caller is not in it. */
  exportFile: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/export' },
    summary: 'Stored telemetry as a file: what passes a filter, or chosen traces',
  })
    .input(
      z.object({
        projectId: ProjectId,
        format: ExportFormat,
        filter: TraceFilter.default({}),
        /** Only these traces; absent: all that pass the filter. */
        traceIds: z.array(TraceId).min(1).max(10_000).optional(),
        signals: z
          .array(z.enum(['traces', 'logs', 'metrics']))
          .min(1)
          .default(['traces', 'logs']),
        /** Kinds of personal data to take out beside what is hidden or redacted already. */
        redact: z.array(z.enum(PII_TYPES)).default([]),
        /** Encrypts a bundle. */
        passphrase: Passphrase.min(8, 'A passphrase has at least 8 characters.').optional(),
        viewAs: ViewAs,
      }),
    )
    .output(eventIterator(z.object({ base64: z.string(), records: z.number().int() }))),
};
