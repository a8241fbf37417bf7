import { z } from 'zod';
import { ProjectId, TimeUs } from '../ids.ts';
import { call } from './call.ts';
import { TraceFilter } from './traces.ts';
import { HiddenFields, ViewAs } from './visibility.ts';

/** What traces are put together by: a conversation (session, thread), or the end user they were made for. */
export const ThreadKind = z.enum(['session', 'user']);
export type ThreadKind = z.infer<typeof ThreadKind>;

export const ThreadSort = z.enum(['last', 'traces', 'tokens', 'cost', 'errors']);
export type ThreadSort = z.infer<typeof ThreadSort>;

/** Sessions or users named beside a row, at most; the count says how many there are. */
export const MAX_NAMED = 5;

/** All traces of one session, or of one user, together. */
export const Thread = z.object({
  /** Id of the session or of the user as the application sent it. */
  id: z.string(),
  /** Traces: the turns of a conversation. */
  traces: z.number().int(),
  /** Of these, those with an error. */
  errors: z.number().int(),
  /** Start of the first trace and end of the last, microseconds since the epoch. */
  firstUs: TimeUs,
  lastUs: TimeUs,
  /** Input and output tokens. */
  tokens: z.number(),
  /** US dollars; null when no trace has a cost. */
  costUsd: z.number().nullable(),
  /** Of a session its users, of a user their sessions: those with the most traces, then by text. */
  others: z.array(z.string()),
  otherCount: z.number().int(),
});
export type Thread = z.infer<typeof Thread>;

export const ThreadListInput = z.object({
  projectId: ProjectId,
  kind: ThreadKind,
  /** Traces that count. */
  filter: TraceFilter.default({}),
  /** Part of the id, letter case ignored. */
  text: z.string().max(512).optional(),
  sort: ThreadSort.default('last'),
  descending: z.boolean().default(true),
  limit: z.number().int().min(1).max(500).default(100),
  offset: z.number().int().min(0).max(1_000_000).default(0),
  viewAs: ViewAs,
});

export const ThreadPage = z.object({
  threads: z.array(Thread),
  /** All that match, not only those of this page. */
  total: z.number().int(),
  /** Traces that name no session (or user), and so are in none of the rows. */
  without: z.number().int(),
  /** Columns that are blank; absent: none. */
  hiddenFields: HiddenFields.optional(),
});
export type ThreadPage = z.infer<typeof ThreadPage>;

export const threads = {
  list: call({
    permission: 'traces:read',
    route: { method: 'POST', path: '/projects/{projectId}/threads/search' },
    summary: 'Sessions (conversations) or end users with their traces, tokens and cost',
  })
    .input(ThreadListInput)
    .output(ThreadPage),
};
