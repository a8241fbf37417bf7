import { z } from 'zod';
import { NoteId, ProjectId, ScoreId, SpanId, TraceId } from '../ids.ts';
import { call } from './call.ts';

/** Characters of a note. */
export const MAX_NOTE = 20_000;
/** Traces of one call that annotates several. */
const MAX_ANNOTATED = 500;

/** A line of text: trimmed, the same letters always written the same way. */
const line = (most: number, what: string) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, `${what} is empty.`)
        .max(most, `${what} is longer than ${most} characters.`)
        .regex(
          /^[^\p{Cc}\p{Cs}\u{2028}\u{2029}]*$/u,
          `${what} has characters that cannot be shown.`,
        ),
    );

export const TagName = line(50, 'A tag');
export const ScoreName = line(100, 'The name of a score');

export const NoteText = z
  .string()
  .max(MAX_NOTE, `A note is at most ${MAX_NOTE} characters.`)
  .refine((text) => text.trim() !== '', 'A note is empty.');

/** Who annotated, by the name they had then; `import` is somebody of another instance, out of a bundle. */
export const Author = z.object({
  kind: z.enum(['local', 'person', 'key', 'import']),
  id: z.string().nullable(),
  name: z.string(),
});
export type Author = z.infer<typeof Author>;

/** What is annotated: a trace, or a span of it. */
const place = { traceId: TraceId, spanId: SpanId.nullable() };

const Pin = z.object({ author: Author, pinnedAt: z.iso.datetime() });
export type Pin = z.infer<typeof Pin>;

/** A text about a trace or a span; markdown, shown as it was written. */
export const Note = z.object({
  id: NoteId,
  ...place,
  text: z.string(),
  author: Author,
  /** Written by whoever reads it: they may change it. */
  own: z.boolean(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
});
export type Note = z.infer<typeof Note>;

const Tag = z.object({ ...place, name: z.string() });
export type Tag = z.infer<typeof Tag>;

/** A number, yes or no, or a label such as "good". */
export const ScoreValue = z.union([
  z.number('A score is a number, true or false, or a label.'),
  z.boolean(),
  line(200, 'The label of a score'),
]);
export type ScoreValue = z.infer<typeof ScoreValue>;

export const Comment = z.string().max(4000, 'A comment is at most 4,000 characters.');

export const Score = z.object({
  id: ScoreId,
  ...place,
  name: z.string(),
  value: z.union([z.number(), z.boolean(), z.string()]),
  comment: z.string(),
  /** Somebody, or a program with an API key. */
  source: z.enum(['person', 'api']),
  author: Author,
  own: z.boolean(),
  scoredAt: z.iso.datetime(),
});
export type Score = z.infer<typeof Score>;

/** Everything people and programs said of a trace and its spans; oldest first. */
export const TraceAnnotations = z.object({
  pin: Pin.nullable(),
  tags: z.array(Tag),
  notes: z.array(Note),
  scores: z.array(Score),
});
export type TraceAnnotations = z.infer<typeof TraceAnnotations>;

/** What the list shows of a trace that has any annotation. */
export const AnnotatedTrace = z.object({
  traceId: TraceId,
  pinned: z.boolean(),
  /** Of the trace and of its spans, each once. */
  tags: z.array(z.string()),
  notes: z.number().int(),
  scores: z.number().int(),
});
export type AnnotatedTrace = z.infer<typeof AnnotatedTrace>;

/** Which annotated traces; conditions that are named all hold. */
export const AnnotationFilter = z.object({
  pinned: z.literal(true).optional(),
  tag: TagName.optional(),
  noted: z.literal(true).optional(),
  /** Name of a score. */
  score: ScoreName.optional(),
});
export type AnnotationFilter = z.infer<typeof AnnotationFilter>;

const ofProject = { projectId: ProjectId };
const TraceIds = z
  .array(TraceId)
  .min(1, 'Name a trace.')
  .max(MAX_ANNOTATED, `At most ${MAX_ANNOTATED} traces in one call.`);
const tags = z.array(TagName).max(20, 'At most 20 tags in one call.');

const reads = { permission: 'traces:read' } as const;
const writes = { permission: 'annotations:write' } as const;

export const annotations = {
  get: call({
    ...reads,
    route: { method: 'GET', path: '/projects/{projectId}/traces/{traceId}/annotations' },
    summary: 'Pin, tags, notes and scores of a trace and its spans',
  })
    .input(z.object({ ...ofProject, traceId: TraceId }))
    .output(TraceAnnotations),
  find: call({
    ...reads,
    route: { method: 'POST', path: '/projects/{projectId}/annotations/search' },
    summary: 'Traces by their annotations, the last annotated first',
  })
    .input(
      z.object({
        ...ofProject,
        filter: AnnotationFilter.default({}),
        /** Only of these. */
        traceIds: z.array(TraceId).max(1000).optional(),
        limit: z.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(z.object({ traces: z.array(AnnotatedTrace), total: z.number().int() })),
  tags: call({
    ...reads,
    route: { method: 'GET', path: '/projects/{projectId}/tags' },
    summary: 'Tags of a project and how many traces have each, the most used first',
  })
    .input(z.object(ofProject))
    .output(z.object({ tags: z.array(z.object({ name: z.string(), traces: z.number().int() })) })),
  pin: call({
    ...writes,
    route: { method: 'PUT', path: '/projects/{projectId}/pins' },
    summary: 'Pin traces, or take their pins off',
  })
    .input(z.object({ ...ofProject, traceIds: TraceIds, pinned: z.boolean() }))
    .output(z.object({ changed: z.number().int() })),
  tag: call({
    ...writes,
    route: { method: 'PUT', path: '/projects/{projectId}/tags' },
    summary: 'Put tags on traces or on a span, or take them off',
  })
    .input(
      z.object({
        ...ofProject,
        traceIds: TraceIds,
        /** A span of the one trace that is named; absent: the traces themselves. */
        spanId: SpanId.optional(),
        add: tags.default([]),
        remove: tags.default([]),
      }),
    )
    .output(z.object({ changed: z.number().int() })),
  addNote: call({
    ...writes,
    route: { method: 'POST', path: '/projects/{projectId}/traces/{traceId}/notes' },
    summary: 'Write a note on a trace or a span of it',
  })
    .input(z.object({ ...ofProject, traceId: TraceId, spanId: SpanId.optional(), text: NoteText }))
    .output(Note),
  editNote: call({
    ...writes,
    route: { method: 'PUT', path: '/projects/{projectId}/notes/{noteId}' },
    summary: "Change one's own note",
  })
    .input(z.object({ ...ofProject, noteId: NoteId, text: NoteText }))
    .output(Note),
  deleteNote: call({
    ...writes,
    route: { method: 'DELETE', path: '/projects/{projectId}/notes/{noteId}' },
    summary: "Delete one's own note; with traces:delete, anybody's",
  }).input(z.object({ ...ofProject, noteId: NoteId })),
  score: call({
    ...writes,
    route: { method: 'POST', path: '/projects/{projectId}/scores' },
    summary: 'Score traces or spans; a score of the same name by the same author is replaced',
  })
    .input(
      z.object({
        ...ofProject,
        scores: z
          .array(
            z.object({
              traceId: TraceId,
              spanId: SpanId.optional(),
              name: ScoreName,
              value: ScoreValue,
              comment: Comment.default(''),
            }),
          )
          .min(1, 'Give a score.')
          .max(MAX_ANNOTATED, `At most ${MAX_ANNOTATED} scores in one call.`),
      }),
    )
    .output(z.object({ scores: z.array(Score) })),
  deleteScore: call({
    ...writes,
    route: { method: 'DELETE', path: '/projects/{projectId}/scores/{scoreId}' },
    summary: "Delete one's own score; with traces:delete, anybody's",
  }).input(z.object({ ...ofProject, scoreId: ScoreId })),
};
