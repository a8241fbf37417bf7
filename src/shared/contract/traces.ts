import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectId, SpanId, TimeUs, TraceId } from '../ids.ts';
import { SUGGESTED_FIELDS } from '../query/fields.ts';
import { TraceMarks } from '../trace-marks.ts';
import { call } from './call.ts';
import { HiddenFields, ViewAs } from './visibility.ts';

/** One `key = value` test on any attribute of any span of a trace, its resource, scope, events or links. */
const AttributeFilter = z.object({
  key: z.string().min(1).max(512),
  value: z.string().max(8192),
});

/** What a trace must be like to be listed; absent means any. Lists hold alternatives. */
export const TraceFilter = z.object({
  /** Start time of the trace, inclusive. */
  fromUs: TimeUs.optional(),
  /** Start time of the trace, exclusive. */
  toUs: TimeUs.optional(),
  services: z.array(z.string()).max(100).optional(),
  environments: z.array(z.string()).max(100).optional(),
  status: z.enum(['ok', 'error']).optional(),
  minDurationUs: z.number().nonnegative().optional(),
  maxDurationUs: z.number().nonnegative().optional(),
  /** Part of the root span's name, letter case ignored. */
  name: z.string().max(512).optional(),
  models: z.array(z.string()).max(100).optional(),
  session: z.string().max(512).optional(),
  user: z.string().max(512).optional(),
  attributes: z.array(AttributeFilter).max(10).optional(),
  /** In the filter language, `duration > 1s and http.route = "/v1"`: see docs/filter.md. Met beside all the others. */
  query: z.string().max(8192).optional(),
});
export type TraceFilter = z.infer<typeof TraceFilter>;

/** One row of the Traces list. */
export const TraceSummary = z.object({
  traceId: TraceId,
  /** Name of the root span; of the earliest span while no root has arrived. */
  name: z.string(),
  /** False while the root span is missing: the trace is incomplete or still running. */
  hasRoot: z.boolean(),
  service: z.string(),
  environment: z.string(),
  release: z.string(),
  startUs: TimeUs,
  durationUs: z.number().nonnegative(),
  spanCount: z.number().int(),
  errorCount: z.number().int(),
  serviceCount: z.number().int(),
  status: z.enum(['ok', 'error']),
  provider: z.string(),
  model: z.string(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cachedTokens: z.number(),
  reasoningTokens: z.number(),
  /** US dollars; null when no span carries or allows a cost. */
  costUsd: z.number().nullable(),
  session: z.string(),
  user: z.string(),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

export const TraceSort = z.enum(['start', 'duration', 'spans', 'errors', 'tokens', 'cost']);
export type TraceSort = z.infer<typeof TraceSort>;

/** Where a page ended: the sort value and the id of its last row. */
export const TraceCursor = z.object({ value: z.number(), traceId: TraceId });
export type TraceCursor = z.infer<typeof TraceCursor>;

const TraceListInput = z.object({
  projectId: ProjectId,
  filter: TraceFilter.default({}),
  sort: TraceSort.default('start'),
  descending: z.boolean().default(true),
  limit: z.number().int().min(1).max(1000).default(100),
  after: TraceCursor.optional(),
  viewAs: ViewAs,
});

export const TracePage = z.object({
  traces: z.array(TraceSummary),
  /** Pass as `after` for the next page; null at the end. */
  next: TraceCursor.nullable(),
  /** Over all matching traces, not only this page. */
  totals: z.object({
    traces: z.number().int(),
    errors: z.number().int(),
    p50DurationUs: z.number(),
    p95DurationUs: z.number(),
    tokens: z.number(),
    costUsd: z.number(),
  }),
  /** Columns that are blank in `traces` and `totals`; absent: none. */
  hiddenFields: HiddenFields.optional(),
});
export type TracePage = z.infer<typeof TracePage>;

const HistogramInput = z.object({
  projectId: ProjectId,
  filter: TraceFilter.default({}),
  buckets: z.number().int().min(1).max(500).default(96),
  viewAs: ViewAs,
});

/** Counts of traces by start time, in equal steps. */
export const TraceHistogram = z.object({
  fromUs: TimeUs,
  stepUs: z.number().positive(),
  /** Traces in each step. */
  counts: z.array(z.number().int()),
  /** Of these, those with an error. */
  errors: z.array(z.number().int()),
});
export type TraceHistogram = z.infer<typeof TraceHistogram>;

const FacetValue = z.object({ value: z.string(), count: z.number().int() });

export const TraceFacets = z.object({
  services: z.array(FacetValue),
  environments: z.array(FacetValue),
  models: z.array(FacetValue),
  names: z.array(FacetValue),
  statuses: z.array(FacetValue),
  /** `true` with how many of the traces are pinned. */
  pinned: z.array(FacetValue).optional(),
  /** Tags of the traces and their spans. */
  tags: z.array(FacetValue).optional(),
  /** Names of scores of the project, with how many there are of each. */
  scores: z.array(FacetValue).optional(),
});
export type TraceFacets = z.infer<typeof TraceFacets>;

/** Attribute keys or values of the newest spans. */
export const TraceSuggestions = z.object({
  values: z.array(FacetValue),
  /** Spans looked at; the counts are of these. */
  spans: z.number().int(),
});
export type TraceSuggestions = z.infer<typeof TraceSuggestions>;

/** Where a page of {@link LinkedFrom} ended: its last span. */
export const LinkCursor = z.object({ startUs: TimeUs, traceId: TraceId, spanId: SpanId });
export type LinkCursor = z.infer<typeof LinkCursor>;

/** A span with a link to another one. */
export const LinkingSpan = LinkCursor.extend({
  name: z.string(),
  service: z.string(),
  durationUs: z.number().nonnegative(),
  status: z.enum(['ok', 'error']),
});
export type LinkingSpan = z.infer<typeof LinkingSpan>;

/** Spans with a link to one, the latest first. */
export const LinkedFrom = z.object({
  spans: z.array(LinkingSpan),
  /** Pass as `after` for the next page; null at the end. */
  next: LinkCursor.nullable(),
});
export type LinkedFrom = z.infer<typeof LinkedFrom>;

/** What came since the last time one was told. */
export const FollowedTraces = z.object({
  /** The oldest first. */
  traces: z.array(TraceSummary),
  /** How many more there were, too many to be told. */
  missed: z.number().int(),
  /** Columns that are blank; absent: none. */
  hiddenFields: HiddenFields.optional(),
});
export type FollowedTraces = z.infer<typeof FollowedTraces>;

const OneTrace = z.object({ projectId: ProjectId, traceId: TraceId, viewAs: ViewAs });
const OneSpan = OneTrace.extend({ spanId: SpanId });

/** A trace for the waterfall: its summary, and a binary span table (see `span-table.ts`). */
const TraceView = z.object({
  summary: TraceSummary,
  table: z.instanceof(Blob),
  /** Columns that are blank in both; absent: none. */
  hiddenFields: HiddenFields.optional(),
});

/** One span in full, as JSON text of a `SpanDetail` (see `span-detail.ts`), long values shortened. */
const SpanView = z.object({ detail: z.instanceof(Blob) });

export const traces = {
  list: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/traces/search' },
    summary: 'Traces that match a filter, a page at a time',
  })
    .input(TraceListInput)
    .output(TracePage),
  /** Begins with a value without traces: from there on none is missed. Ends where the caller may see no more. */
  follow: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/traces/follow' },
    summary: 'Traces that come to match a filter, as they arrive',
  })
    .input(
      z.object({
        projectId: ProjectId,
        filter: TraceFilter.default({}),
        /** Ends after so many seconds; absent: never by itself. */
        forSeconds: z.number().int().min(1).max(86_400).optional(),
        viewAs: ViewAs,
      }),
    )
    .output(eventIterator(FollowedTraces)),
  histogram: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/traces/histogram' },
    summary: 'How many traces started when',
  })
    .input(HistogramInput)
    .output(TraceHistogram),
  facets: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/traces/facets' },
    summary: 'Values to filter by, with counts',
  })
    .input(z.object({ projectId: ProjectId, filter: TraceFilter.default({}), viewAs: ViewAs }))
    .output(TraceFacets),
  suggest: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/traces/suggestions' },
    summary: 'Attribute keys of the newest spans, or the values of one or of a field, with counts',
  })
    .input(
      z
        .object({
          projectId: ProjectId,
          /** Asks for the values of this attribute. */
          key: z.string().min(1).max(512).optional(),
          /** Asks for the values of this field of spans. With neither it is keys of attributes. */
          field: z.enum(SUGGESTED_FIELDS).optional(),
          /** Part of what is asked for, letter case ignored. */
          text: z.string().max(512).default(''),
          limit: z.number().int().min(1).max(200).default(50),
          viewAs: ViewAs,
        })
        .refine(({ key, field }) => key === undefined || field === undefined, {
          path: ['field'],
          message: 'Ask for the values of an attribute or of a field, not of both.',
        }),
    )
    .output(TraceSuggestions),
  otlp: call({
    permission: 'traces:read',
    route: { method: 'GET', path: '/projects/{projectId}/traces/{traceId}' },
    summary: 'A whole trace as OTLP/JSON (TracesData)',
  })
    .input(OneTrace)
    .output(z.instanceof(Blob)),
  open: call({ permission: 'traces:read', summary: 'A trace for the waterfall' })
    .input(OneTrace)
    .output(TraceView),
  span: call({ permission: 'traces:read', summary: 'One span in full' })
    .input(OneSpan)
    .output(SpanView),
  /** The whole of a value that `span` shortened. */
  value: call({ permission: 'traces:read', summary: 'One attribute value, whole' })
    .input(OneSpan.extend({ path: z.string().max(1024) }))
    .output(z.instanceof(Blob)),
  find: call({ permission: 'traces:read', summary: 'Spans of a trace that hold a text' })
    .input(OneTrace.extend({ text: z.string().min(1).max(512) }))
    .output(z.object({ spanIds: z.array(SpanId), truncated: z.boolean() })),
  /** For the time axis; the details are in `span` and `logs`. */
  marks: call({
    permission: 'traces:read',
    route: { method: 'GET', path: '/projects/{projectId}/traces/{traceId}/marks' },
    summary: 'Events and log records of a trace in short',
  })
    .input(OneTrace)
    .output(TraceMarks),
  /** The other end of span links. */
  linkedFrom: call({
    permission: 'traces:read',
    route: {
      method: 'POST',
      path: '/projects/{projectId}/traces/{traceId}/spans/{spanId}/linked-from',
    },
    summary: 'Spans with a link to a span, in any trace of the project',
  })
    .input(
      OneSpan.extend({
        /** When the linking span started: from inclusive, to exclusive. */
        fromUs: TimeUs.optional(),
        toUs: TimeUs.optional(),
        after: LinkCursor.optional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(LinkedFrom),
  logs: call({
    permission: 'traces:read',
    route: { method: 'GET', path: '/projects/{projectId}/traces/{traceId}/logs' },
    summary: 'Log records of a trace as OTLP/JSON lines',
  })
    .input(OneTrace.extend({ spanId: SpanId.optional() }))
    .output(z.instanceof(Blob)),
};
