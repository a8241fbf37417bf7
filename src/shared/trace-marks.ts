import { z } from 'zod';

/** Something that happened at one moment of a trace: an event of a span, or a log record. */
export const TraceMark = z.object({
  kind: z.enum(['event', 'exception', 'log']),
  /** '' for a log record that names the trace alone. */
  spanId: z.string(),
  /** Nanoseconds since the Unix epoch, decimal; '0' when unknown. */
  timeUnixNano: z.string(),
  /** OTLP SeverityNumber 0-24 of a log record. */
  severity: z.number().int(),
  /** One line: name of the event, type and message of the exception, beginning of the log record. */
  text: z.string(),
});
export type TraceMark = z.infer<typeof TraceMark>;

/** Events and log records of a trace, in no order. */
export const TraceMarks = z.object({
  marks: z.array(TraceMark),
  /** There are more than are told. */
  isCut: z.boolean(),
});
export type TraceMarks = z.infer<typeof TraceMarks>;
