import { z } from 'zod';
import { DeletionId, TraceId } from '../ids.ts';
import { TraceFilter } from './traces.ts';

/** Files, each of one day and signal: those that are gone through, and all that are to be. */
export const DaysDone = z.object({ done: z.number().int(), total: z.number().int() });

/** What is to be deleted: one trace or some, what a filter shows, or everything that has an attribute. */
export const DeletionTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trace'), traceId: TraceId }),
  z.object({ kind: z.literal('traces'), traceIds: z.array(TraceId).min(1).max(10_000) }),
  // Strict: a misspelt condition must not delete what it was to keep.
  z.object({ kind: z.literal('filter'), filter: z.strictObject(TraceFilter.shape) }),
  z.object({
    kind: z.literal('attribute'),
    key: z.string().trim().min(1).max(500),
    value: z.string().min(1).max(10_000),
  }),
]);
export type DeletionTarget = z.infer<typeof DeletionTarget>;

/**
 * Where the value of an attribute stands besides telemetry, in what people wrote of the project: a deletion leaves that.
 */
export const Mentions = z.object({
  savedFilters: z.number().int(),
  /** Notes, tags and scores of traces that stay. */
  annotations: z.number().int(),
  /** Entries of the audit log: they stay for as long as it keeps them. */
  auditEntries: z.number().int(),
  /** Rules, keys and whatever else is set of the project. */
  settings: z.number().int(),
  /** Copies of the catalog that updates left in the data folder, by name. */
  copies: z.array(z.string()),
});
export type Mentions = z.infer<typeof Mentions>;

/** What a deletion removes. */
export const DeletionCounts = z.object({
  traces: z.number().int(),
  spans: z.number().int(),
  logs: z.number().int(),
  metrics: z.number().int(),
  /** Of a count: why nothing may be deleted now. Absent: it may be. */
  refusal: z.string().optional(),
  /** Of a count: days that cannot be read, and why; nobody knows what is in them. Absent: there are none. */
  failures: z.array(z.string()).optional(),
  /** By an attribute: where its value stands besides; absent: nowhere, or the caller is kept from seeing something. */
  mentions: Mentions.optional(),
});
export type DeletionCounts = z.infer<typeof DeletionCounts>;

/** A deletion that waits or goes on. What it looks for is told to nobody. */
export const Deletion = z.object({
  deletionId: DeletionId,
  /** What was picked; null where an older version began it, and before it was read after a start. */
  target: z.enum(['trace', 'traces', 'filter', 'attribute']).nullable(),
  startedAt: z.iso.datetime(),
  /** `waiting`: for others before it; `later`: a day failed, and it is tried again with every scheduled sweep. */
  state: z.enum(['waiting', 'running', 'later']),
  /** Somebody cancelled it: it ends before the next day. */
  isCancelling: z.boolean(),
  /** Files that may hold something of it. After a start it goes through all of them once more. */
  days: DaysDone,
  /** So far, before a restart too. */
  removed: DeletionCounts.pick({ traces: true, spans: true, logs: true, metrics: true }),
});
export type Deletion = z.infer<typeof Deletion>;
