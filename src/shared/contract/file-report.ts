import { z } from 'zod';

/** Something in a file that could not be read, or was passed over. */
export const FileProblem = z.object({
  /** From 1, once unpacked. */
  line: z.number().int().optional(),
  /** Offset from 0, once unpacked. */
  byte: z.number().int().optional(),
  /** Name inside an archive. */
  entry: z.string().optional(),
  reason: z.string(),
  /** Spans, log records or data points lost by it, as far as they can be told. */
  records: z.number().int(),
});
export type FileProblem = z.infer<typeof FileProblem>;

/** What became of a file: what was read of it, what not, and why. Counts are spans, log records and data points. */
export const FileReport = z.object({
  /** What it was found to be, as `gzip`, `OTLP JSON`. */
  formats: z.array(z.string()),
  /** Of the file as it is, packed. */
  bytes: z.number().int(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.number().int(),
  /** Of the accepted ones. */
  spans: z.number().int(),
  logs: z.number().int(),
  points: z.number().int(),
  /** Notes, pins, tags and scores. */
  annotations: z.number().int(),
  /** All problems there were; `problems` holds the first hundred. */
  problemCount: z.number().int(),
  problems: z.array(FileProblem),
  /** Parts that hold no telemetry. */
  skipped: z.array(FileProblem),
});
export type FileReport = z.infer<typeof FileReport>;

/** Of a file nothing was read of yet. */
export const EMPTY_REPORT: FileReport = {
  formats: [],
  bytes: 0,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  spans: 0,
  logs: 0,
  points: 0,
  annotations: 0,
  problemCount: 0,
  problems: [],
  skipped: [],
};
