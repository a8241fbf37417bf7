import { z } from 'zod';
import { readSplitKey } from '../query/group-key.ts';
import { ProjectId, SpanId, TimeUs, TraceId } from '../ids.ts';
import { call } from './call.ts';
import type { GroupField } from './group-fields.ts';
import { TraceGroups, TraceGroupsInput } from './trace-groups.ts';
import { TraceFilter } from './traces.ts';
import { HiddenFields, ViewAs } from './visibility.ts';

/** What is counted: traces, all of their spans, or calls of models. */
export const COUNTED_UNITS = ['traces', 'spans', 'calls'] as const;
export type CountedUnit = (typeof COUNTED_UNITS)[number];

/** What decides which groups are shown when there are too many. */
export const GROUP_ORDERS = ['count', 'errors', 'tokens', 'cost'] as const;
export type GroupOrder = (typeof GROUP_ORDERS)[number];

/** Numbers over some traces, spans or calls. */
export const Measures = z.object({
  count: z.number().int(),
  /** Of these, those with an error. */
  errors: z.number().int(),
  /** Nearest rank, within 0.4 %; 0 of none. */
  p50DurationUs: z.number(),
  p95DurationUs: z.number(),
  p99DurationUs: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Part of the input tokens. */
  cachedTokens: z.number(),
  /** Part of the output tokens. */
  reasoningTokens: z.number(),
  /** US dollars; null when nothing here has a cost. */
  costUsd: z.number().nullable(),
});
export type Measures = z.infer<typeof Measures>;

/** One line of a chart. */
export const AnalyticsGroup = z.object({
  /** The value of the field; '' for traces and spans without one. */
  value: z.string(),
  total: Measures,
  /** One entry a step, from the first. */
  steps: z.array(Measures),
});
export type AnalyticsGroup = z.infer<typeof AnalyticsGroup>;

const Scope = z.object({
  projectId: ProjectId,
  /**
   * Traces that count. Its times are about the start of what is counted: of the trace, or of each span or call of
   * the traces that pass the rest.
   */
  filter: TraceFilter.default({}),
  viewAs: ViewAs,
});

/** Longest value of a field that can be asked for by itself, UTF-16 code units. */
const MAX_VALUE = 1024;

/** The field that is split by; null for an attribute. */
function fieldOf(groupBy: string | undefined): GroupField | null | undefined {
  const key = groupBy === undefined ? undefined : readSplitKey(groupBy);
  return key?.kind === 'attribute' ? null : key?.field;
}

export const SeriesInput = Scope.extend({
  counted: z.enum(COUNTED_UNITS).default('traces'),
  /**
   * service, environment, release, provider, model, operation, name, session or user; or the key of an attribute of
   * spans or calls, in quotes always that of an attribute, as in a filter.
   */
  groupBy: z.string().min(1).max(514).optional(),
  /** With `groupBy`: only the groups of these values, in this order, also of values that nothing has. */
  values: z.array(z.string().max(MAX_VALUE)).min(1).max(50).optional(),
  /** Counts the stretch of the same length just before the time as well. */
  before: z.boolean().default(false),
  orderBy: z.enum(GROUP_ORDERS).default('count'),
  /** Most groups given back. */
  groups: z.number().int().min(1).max(50).default(8),
  /** Most steps. Where there are ten and more they are whole seconds, minutes, hours or days in UTC. */
  steps: z.number().int().min(1).max(400).default(60),
})
  .refine(({ counted, groupBy }) => counted !== 'traces' || fieldOf(groupBy) !== 'operation', {
    path: ['groupBy'],
    message: 'A trace has no operation: count spans or calls to split by it.',
  })
  .refine(({ counted, groupBy }) => counted !== 'traces' || fieldOf(groupBy) !== null, {
    path: ['groupBy'],
    message:
      'Spans of one trace differ in an attribute: count spans or calls to split by one. Traces are split by ' +
      'service, environment, release, provider, model, name, session or user.',
  })
  .refine(({ groupBy, values }) => values === undefined || groupBy !== undefined, {
    path: ['values'],
    message: 'Say with groupBy of which field the values are.',
  })
  .refine(({ values = [] }) => new Set(values).size === values.length, {
    path: ['values'],
    message: 'Name each value once.',
  })
  .refine(
    ({ before, filter: { fromUs, toUs } }) =>
      !before ||
      (fromUs !== undefined && toUs !== undefined && fromUs < toUs && toUs - fromUs <= fromUs),
    {
      path: ['before'],
      message:
        'Give filter.fromUs and filter.toUs, with as much time before: else there is none to compare.',
    },
  );
export type SeriesInput = z.output<typeof SeriesInput>;

export const AnalyticsSeries = z.object({
  fromUs: TimeUs,
  stepUs: z.number().positive(),
  all: AnalyticsGroup.omit({ value: true }),
  /** Without `groupBy` none; else the greatest first. */
  groups: z.array(AnalyticsGroup),
  /** Groups there are besides. */
  moreGroups: z.number().int(),
  /** Split by an attribute: true where values were left out because they are too long or too many. */
  truncated: z.boolean().optional(),
  /** The stretch before, if asked for: as many steps of the same length, and the same groups in the same order. */
  before: z
    .object({
      fromUs: TimeUs,
      all: AnalyticsGroup.omit({ value: true }),
      groups: z.array(AnalyticsGroup),
    })
    .optional(),
  /** Numbers that are blank because a rule hides what they are made of. */
  hiddenFields: HiddenFields.optional(),
});
export type AnalyticsSeries = z.infer<typeof AnalyticsSeries>;

/** A service and what is known of its spans. */
const ServiceNode = z.object({
  service: z.string(),
  spans: z.number().int(),
  errors: z.number().int(),
  p95DurationUs: z.number(),
});
export type ServiceNode = z.infer<typeof ServiceNode>;

/** Calls from one service to another: spans whose parent is a span of the other. */
export const ServiceEdge = z.object({
  from: z.string(),
  to: z.string(),
  calls: z.number().int(),
  errors: z.number().int(),
  p50DurationUs: z.number(),
  p95DurationUs: z.number(),
});
export type ServiceEdge = z.infer<typeof ServiceEdge>;

export const ServiceMap = z.object({
  services: z.array(ServiceNode),
  calls: z.array(ServiceEdge),
  /** Whether spans were left out because there are more than can be looked at. */
  truncated: z.boolean(),
});
export type ServiceMap = z.infer<typeof ServiceMap>;

/** An agent, a tool or a model, and what is known of its calls. */
export const AgentNode = z.object({
  kind: z.enum(['agent', 'model', 'tool']),
  name: z.string(),
  /** Names that spans of it have, a few. */
  spanNames: z.array(z.string()),
  calls: z.number().int(),
  errors: z.number().int(),
  /** Input and output tokens that its own spans report. */
  tokens: z.number(),
  /** Nearest rank, within 0.4 %. */
  p95DurationUs: z.number(),
});
export type AgentNode = z.infer<typeof AgentNode>;

/** Calls from one node to another; both are places in `nodes`. */
export const AgentEdge = z.object({
  from: z.number().int(),
  to: z.number().int(),
  calls: z.number().int(),
  errors: z.number().int(),
  tokens: z.number(),
  p95DurationUs: z.number(),
});
export type AgentEdge = z.infer<typeof AgentEdge>;

export const AgentMap = z.object({
  nodes: z.array(AgentNode),
  calls: z.array(AgentEdge),
  /** Nodes left out because there are too many. */
  moreNodes: z.number().int(),
  /** Spans of the time that were looked at. */
  spans: z.number().int(),
  /** Whether older spans were left out. */
  truncated: z.boolean(),
  hiddenFields: HiddenFields.optional(),
});
export type AgentMap = z.infer<typeof AgentMap>;

/** Failed spans that are alike: same service, span name, exception type, and message but for numbers and ids. */
export const ErrorGroup = z.object({
  service: z.string(),
  name: z.string(),
  /** `exception.type`, or ''. */
  type: z.string(),
  /** Of the newest one, shortened. */
  message: z.string(),
  count: z.number().int(),
  traces: z.number().int(),
  firstUs: TimeUs,
  lastUs: TimeUs,
  /** What one span meets that failed so, in the filter language, to stand in `has(...)`. */
  condition: z.string(),
  /** The newest one. */
  traceId: TraceId,
  spanId: SpanId,
});
export type ErrorGroup = z.infer<typeof ErrorGroup>;

export const ErrorGroups = z.object({
  groups: z.array(ErrorGroup),
  /** Failed spans looked at. */
  spans: z.number().int(),
  /** Whether older ones were left out. */
  truncated: z.boolean(),
});
export type ErrorGroups = z.infer<typeof ErrorGroups>;

export const analytics = {
  series: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/analytics/series' },
    summary: 'Volume, errors, latency, tokens and cost over time, split by a field',
  })
    .input(SeriesInput)
    .output(AnalyticsSeries),
  traceGroups: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/traces/groups' },
    summary: 'Traces by a value they have in common, the greatest groups first',
  })
    .input(TraceGroupsInput)
    .output(TraceGroups),
  serviceMap: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/analytics/services' },
    summary: 'Which service calls which, how often, how fast and how well',
  })
    .input(Scope)
    .output(ServiceMap),
  agentMap: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/analytics/agents' },
    summary: 'Which agents, tools and models call which, how often, how fast and how well',
  })
    .input(Scope)
    .output(AgentMap),
  errors: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/analytics/errors' },
    summary: 'Failed spans, alike ones together, the most frequent first',
  })
    .input(Scope.extend({ limit: z.number().int().min(1).max(500).default(100) }))
    .output(ErrorGroups),
};
