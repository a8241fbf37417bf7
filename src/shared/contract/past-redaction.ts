import { z } from 'zod';
import { ProjectId } from '../ids.ts';
import { REDACTION_MODES } from '../redaction.ts';
import { call } from './call.ts';

const PAST_SIGNALS = ['traces', 'logs', 'metrics'] as const;
/** Rows of a report at most; those with the highest counts come first. */
export const MAX_PAST_ROWS = 1000;

const Signal = z.enum(PAST_SIGNALS);
/** What was found in: data of a signal, or what people and programs say of traces. */
const Place = z.enum([...PAST_SIGNALS, 'annotations']);
const Count = z.number().int();
const Progress = z.object({ done: Count, total: Count });

/** How often something was found in the data of one UTC day of arrival, or in what was said that day; never what. */
export const PastRow = z.object({
  signal: Place,
  day: z.iso.date(),
  type: z.string(),
  rule: z.string(),
  /** Attribute key, nested ones joined by dots, or `name`, `body`, ...; `*` stands for several. */
  key: z.string(),
  service: z.string(),
  count: Count,
});
export type PastRow = z.infer<typeof PastRow>;

/** A scan of what is stored, or its rewrite, as the caller may see it. */
export const PastRedaction = z.object({
  kind: z.enum(['scan', 'rewrite']),
  /** `failed`: it ended, and what `failures` names was left as it is. */
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** False once the rules were changed: it went by those of its start. */
  isByPresentRules: z.boolean(),
  days: Progress,
  /** Spans, log records and metrics. */
  records: Progress,
  /** Of data files, as they were at the start. */
  bytes: Progress,
  /** About; null while nobody can tell, and once it has ended. */
  secondsLeft: z.number().nullable(),
  /** A scan: what would be replaced; a rewrite: what was. */
  found: Count,
  /** Sums by kind, the highest first. */
  byType: z.array(z.object({ type: z.string(), count: Count })),
  rows: z.array(PastRow),
  /** More rows than are shown. */
  isShortened: z.boolean(),
  /** Findings in attributes that are hidden from the caller are in no number here. */
  leavesOutHidden: z.boolean(),
  failures: z.array(z.object({ signal: Signal, day: z.iso.date(), message: z.string() })),
});
export type PastRedaction = z.infer<typeof PastRedaction>;

export const PastRedactionState = z.object({
  /** Of what arrives now: `off` and `detect` store it as it arrives, whatever is done about old data. */
  mode: z.enum(REDACTION_MODES),
  /** Why nothing may be rewritten now; null when it may. */
  refusal: z.string().nullable(),
  /** The last of each kind. */
  scan: PastRedaction.nullable(),
  rewrite: PastRedaction.nullable(),
});
export type PastRedactionState = z.infer<typeof PastRedactionState>;

const InProject = z.object({ projectId: ProjectId });

export const pastRedaction = {
  get: call({
    permission: 'redaction:manage',
    route: { method: 'GET', path: '/projects/{projectId}/redaction/past' },
    summary: 'How far redaction of stored data is, and what was found where; never values',
  })
    .input(InProject)
    .output(PastRedactionState),
  scan: call({
    permission: 'redaction:manage',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/past/scan' },
    summary: 'Begin to look for what the present rules would find in stored data; changes nothing',
  })
    .input(InProject)
    .output(PastRedactionState),
  rewrite: call({
    permission: 'redaction:manage',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/past/rewrite' },
    summary: 'Begin to redact stored data by the present rules; there is no undo',
  })
    .input(
      InProject.extend({
        /** The name of the project. */
        confirm: z.string().max(1000),
      }),
    )
    .output(PastRedactionState),
  cancel: call({
    permission: 'redaction:manage',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/past/cancel' },
    summary: 'End the scan or rewrite that is under way; days that were rewritten stay so',
  })
    .input(InProject)
    .output(PastRedactionState),
};
