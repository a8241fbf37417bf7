import { z } from 'zod';
import { ProjectId, TimeUs } from '../ids.ts';
import { TraceFilter } from './traces.ts';
import { HiddenFields, ViewAs } from './visibility.ts';

/** Fields of a trace that make groups; any other key is that of an attribute. */
export const TRACE_GROUP_FIELDS = [
  'service',
  'environment',
  'name',
  'status',
  'model',
  'session',
  'user',
  'release',
  'provider',
] as const;
export type TraceGroupField = (typeof TRACE_GROUP_FIELDS)[number];

/** What groups are in order of; the greatest first. */
export const TRACE_GROUP_ORDERS = ['count', 'errors', 'p95', 'tokens', 'cost', 'last'] as const;
export type TraceGroupOrder = (typeof TRACE_GROUP_ORDERS)[number];

export const TraceGroupsInput = z.object({
  projectId: ProjectId,
  filter: TraceFilter.default({}),
  /** A field, or the key of an attribute; in quotes always that of an attribute, as in a filter. */
  by: z.string().min(1).max(514),
  orderBy: z.enum(TRACE_GROUP_ORDERS).default('count'),
  limit: z.number().int().min(1).max(1000).default(100),
  viewAs: ViewAs,
});
export type TraceGroupsInput = z.output<typeof TraceGroupsInput>;

/** Traces with a value in common. A trace with several, of services or of an attribute, is in several groups. */
export const TraceGroup = z.object({
  /** Null: those without any. */
  value: z.string().nullable(),
  /** The condition that lists them, in the filter language. */
  condition: z.string(),
  count: z.number().int(),
  errors: z.number().int(),
  /** Nearest rank, within 0.4 %. */
  p50DurationUs: z.number(),
  p95DurationUs: z.number(),
  /** Input and output. */
  tokens: z.number(),
  /** US dollars; null when nothing here has a cost. */
  costUsd: z.number().nullable(),
  /** Start of the latest. */
  lastUs: TimeUs,
});
export type TraceGroup = z.infer<typeof TraceGroup>;

export const TraceGroups = z.object({
  groups: z.array(TraceGroup),
  /** Groups there are besides. */
  moreGroups: z.number().int(),
  /** Whether values were left out because they are too long or too many. */
  truncated: z.boolean(),
  /** Numbers that are blank because a rule hides what they are made of. */
  hiddenFields: HiddenFields.optional(),
});
export type TraceGroups = z.infer<typeof TraceGroups>;
