import { z } from 'zod';
import {
  Author,
  Comment,
  NoteText,
  ScoreName,
  ScoreValue,
  TagName,
} from '../../../shared/contract/annotations.ts';
import { SpanId, TraceId } from '../../../shared/ids.ts';
import type { AnnotationService } from '../annotations/annotation-service.ts';
import { importedAuthor, originalAuthor, type AuthorColumns } from '../annotations/author.ts';
import type { KeptAnnotation } from '../annotations/kept-annotation.ts';

const Time = z.iso.datetime().transform((text) => Date.parse(text));
const Place = { traceId: TraceId, spanId: SpanId.nullable().default(null), at: Time.optional() };
/** Bundles of before say the name of the author alone. */
const By = {
  by: z.string().max(200).default(''),
  author: Author.extend({
    name: z.string().max(200),
    id: z.string().max(200).nullable(),
  }).optional(),
};

/** One line of `annotations.jsonl` in a bundle. */
const BundleAnnotation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pin'), ...Place, ...By }),
  z.object({ kind: z.literal('tag'), ...Place, name: TagName }),
  z.object({
    kind: z.literal('note'),
    ...Place,
    ...By,
    text: NoteText,
    editedAt: Time.nullable().default(null),
  }),
  z.object({
    kind: z.literal('score'),
    ...Place,
    ...By,
    name: ScoreName,
    value: ScoreValue,
    comment: Comment,
  }),
]);

type ReadAnnotations = Pick<AnnotationService, 'kept' | 'annotatedTraces'>;

/** Everything that was said of the traces that are wanted, in the order of their ids. */
export async function* wantedAnnotations(
  annotations: ReadAnnotations,
  projectId: string,
  isWanted: (traceId: string) => boolean = () => true,
): AsyncGenerator<KeptAnnotation[]> {
  const found = Buffer.from(await annotations.annotatedTraces(projectId, {}));
  const ids = Array.from({ length: found.length / 16 }, (_, at) =>
    found.toString('hex', at * 16, at * 16 + 16),
  );
  for (const traceId of ids.filter(isWanted).toSorted()) {
    yield await annotations.kept(projectId, traceId);
  }
}

/** One annotation as a line of a bundle. */
export function annotationToJson(kept: KeptAnnotation): string {
  const { kind, traceId, atMs } = kept;
  const at = iso(atMs);
  if (kind === 'pin') return JSON.stringify({ kind, traceId, ...authorOf(kept), at });
  const place = { traceId, spanId: kept.spanId || null };
  if (kind === 'tag') return JSON.stringify({ kind, ...place, name: kept.name, at });
  const by = { ...authorOf(kept), at };
  if (kind === 'note') {
    const editedAt = kept.editedMs === null ? null : iso(kept.editedMs);
    return JSON.stringify({ kind, ...place, text: kept.text, ...by, editedAt });
  }
  const { name, value, comment } = kept;
  return JSON.stringify({ kind, ...place, name, value, comment, ...by });
}

/**
 * One annotation out of a line of a bundle. Its author is told as somebody of another instance, whoever the line says
 * it is: anybody can write such a line.
 *
 * @param nowMs its time where it says none, ms since the epoch
 * @returns why it is none, for what is none
 */
export function annotationFromJson(json: string, nowMs: number): KeptAnnotation | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return 'it is no JSON';
  }
  const parsed = BundleAnnotation.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `the annotation is of no known form: ${issue!.path.join('.') || 'kind'}`;
  }
  const one = parsed.data;
  const said = { traceId: one.traceId, spanId: one.spanId ?? '', atMs: one.at ?? nowMs };
  if (one.kind === 'tag') return { kind: 'tag', ...said, name: one.name };
  const author = importedAuthor(one.author ?? { kind: 'import', id: one.by, name: one.by });
  if (one.kind === 'pin') return { kind: 'pin', ...said, spanId: '', author };
  if (one.kind === 'note') {
    return { kind: 'note', ...said, author, text: one.text, editedMs: one.editedAt };
  }
  const { name, value: score, comment } = one;
  return { kind: 'score', ...said, author, name, value: score, comment };
}

function authorOf({ author }: { readonly author: AuthorColumns }) {
  return { by: author.author_name, author: originalAuthor(author) };
}

const iso = (ms: number): string => new Date(ms).toISOString();
