import { z } from 'zod';
import type { Annotator } from '../annotations/author.ts';
import type { AnnotationService } from '../annotations/annotation-service.ts';

const Place = { traceId: z.string(), spanId: z.string().nullable() };
const By = { by: z.string(), at: z.string() };

/** One line of `annotations.jsonl` in a bundle. */
const BundleAnnotation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pin'), traceId: z.string() }),
  z.object({ kind: z.literal('tag'), ...Place, name: z.string() }),
  z.object({ kind: z.literal('note'), ...Place, text: z.string(), ...By }),
  z.object({
    kind: z.literal('score'),
    ...Place,
    name: z.string(),
    value: z.union([z.number(), z.boolean(), z.string()]),
    comment: z.string(),
    ...By,
  }),
]);
type BundleAnnotation = z.infer<typeof BundleAnnotation>;

/** Everything that was said of the traces that are wanted, one JSON document each. */
export async function* annotationLines(
  annotations: Pick<AnnotationService, 'get' | 'annotatedTraces'>,
  projectId: string,
  reader: Annotator,
  isWanted: (traceId: string) => boolean,
): AsyncGenerator<string> {
  const ids = Buffer.from(await annotations.annotatedTraces(projectId, {}));
  for (let at = 0; at < ids.length; at += 16) {
    const traceId = ids.toString('hex', at, at + 16);
    if (!isWanted(traceId)) continue;
    const { pin, tags, notes, scores } = await annotations.get(projectId, traceId, reader);
    const lines: BundleAnnotation[] = [
      ...(pin === null ? [] : [{ kind: 'pin' as const, traceId }]),
      ...tags.map(({ spanId, name }) => ({ kind: 'tag' as const, traceId, spanId, name })),
      ...notes.map(({ spanId, text, author, createdAt }) => {
        const by = { by: author.name, at: createdAt };
        return { kind: 'note' as const, traceId, spanId, text, ...by };
      }),
      ...scores.map(({ spanId, name, value, comment, author, scoredAt }) => {
        const by = { by: author.name, at: scoredAt };
        return { kind: 'score' as const, traceId, spanId, name, value, comment, ...by };
      }),
    ];
    for (const line of lines) yield JSON.stringify(line);
  }
}

/**
 * Writes down one annotation of a bundle as whoever reads the bundle; who said it there is named in a note.
 *
 * @returns false for what is none
 * @throws AppError where its trace is not stored
 */
export async function annotateFrom(
  annotations: AnnotationService,
  projectId: string,
  json: string,
  actor: Annotator,
): Promise<boolean> {
  const parsed = BundleAnnotation.safeParse(JSON.parse(json));
  if (!parsed.success) return false;
  const one = parsed.data;
  const { traceId } = one;
  const spanId = 'spanId' in one ? (one.spanId ?? undefined) : undefined;
  if (one.kind === 'pin') await annotations.pin(projectId, [traceId], true, actor);
  else if (one.kind === 'tag') {
    const change = { traceIds: [traceId], spanId, add: [one.name], remove: [] };
    await annotations.tag(projectId, change, actor);
  } else if (one.kind === 'note') {
    const text = `${one.text}\n\n(${one.by}, ${one.at})`.slice(0, 20_000);
    await annotations.addNote(projectId, { traceId, spanId }, text, actor);
  } else {
    const { name, value, comment } = one;
    await annotations.score(projectId, [{ traceId, spanId, name, value, comment }], actor);
  }
  return true;
}
