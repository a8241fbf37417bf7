import { sql } from 'kysely';
import type {
  AnnotatedTrace,
  AnnotationFilter,
  TraceAnnotations,
} from '../../../shared/contract/annotations.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { toAuthor, type Annotator } from './author.ts';
import { lastAnnotated, newest } from './last-annotated.ts';
import { toNote, toScore } from './to-annotation.ts';

type Reader = Catalog['db'];

/** Tags that are suggested at most. */
const SUGGESTED_TAGS = 1000;

/** Rows of all that was said of one trace, oldest first. */
export async function annotationRows(db: Reader, projectId: string, traceId: string) {
  const place = { project_id: projectId, trace_id: traceId };
  const here = (eb: { and(values: typeof place): unknown }) => eb.and(place) as never;
  const pin = await db.selectFrom('trace_pin').selectAll().where(here).executeTakeFirst();
  const tags = await db
    .selectFrom('trace_tag')
    .selectAll()
    .where(here)
    .orderBy('created_ms')
    .orderBy('name')
    .execute();
  const notes = await db
    .selectFrom('trace_note')
    .selectAll()
    .where(here)
    .orderBy('created_ms')
    // As they were given, also within a millisecond.
    .orderBy(sql`rowid`)
    .execute();
  const scores = await db
    .selectFrom('trace_score')
    .selectAll()
    .where(here)
    .orderBy('created_ms')
    .orderBy(sql`rowid`)
    .execute();
  return { pin, tags, notes, scores };
}

/** Everything said of one trace, oldest first. */
export async function annotationsOf(
  db: Reader,
  projectId: string,
  traceId: string,
  reader: Annotator,
): Promise<TraceAnnotations> {
  const { pin, tags, notes, scores } = await annotationRows(db, projectId, traceId);
  return {
    pin: pin ? { author: toAuthor(pin), pinnedAt: new Date(pin.created_ms).toISOString() } : null,
    tags: tags.map((row) => ({ traceId, spanId: row.span_id || null, name: row.name })),
    notes: notes.map((row) => toNote(row, reader)),
    scores: scores.map((row) => toScore(row, reader)),
  };
}

/** Ids, 16 bytes each, of the traces of which every condition holds: `pinned = true`, `tag = x` in a filter. */
export async function annotatedTraces(
  db: Reader,
  projectId: string,
  filter: AnnotationFilter,
): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf([...(await lastAnnotated(db, projectId, filter)).keys()]);
}

/** Hexadecimal trace ids as the store takes them, 16 bytes each. */
export function bytesOf(traceIds: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(traceIds.join(''), 'hex'));
}

/** The last annotated first, and how many there are in all. */
export async function findAnnotated(
  db: Reader,
  projectId: string,
  query: {
    readonly filter: AnnotationFilter;
    readonly traceIds?: readonly string[] | undefined;
    readonly limit: number;
  },
): Promise<{ traces: AnnotatedTrace[]; total: number }> {
  const { filter, traceIds, limit } = query;
  if (traceIds?.length === 0) return { traces: [], total: 0 };
  const found = await lastAnnotated(db, projectId, filter, traceIds);
  const page = newest(found, limit);
  return { traces: await summaries(db, projectId, page), total: found.size };
}

/** What the list shows of these traces, in their order. */
async function summaries(
  db: Reader,
  projectId: string,
  ids: readonly string[],
): Promise<AnnotatedTrace[]> {
  if (ids.length === 0) return [];
  const pins = await db
    .selectFrom('trace_pin')
    .select('trace_id')
    .where('project_id', '=', projectId)
    .where('trace_id', 'in', ids)
    .execute();
  const tags = await db
    .selectFrom('trace_tag')
    .select(['trace_id', 'name'])
    .where('project_id', '=', projectId)
    .where('trace_id', 'in', ids)
    .orderBy('created_ms')
    .orderBy('name')
    .execute();
  const counts = async (table: 'trace_note' | 'trace_score') =>
    new Map(
      (
        await db
          .selectFrom(table)
          .select(['trace_id', (eb) => eb.fn.countAll<number>().as('count')])
          .where('project_id', '=', projectId)
          .where('trace_id', 'in', ids)
          .groupBy('trace_id')
          .execute()
      ).map(({ trace_id, count }) => [trace_id, count]),
    );
  const pinned = new Set(pins.map(({ trace_id }) => trace_id));
  const named = new Map<string, Set<string>>();
  for (const { trace_id, name } of tags) {
    named.set(trace_id, (named.get(trace_id) ?? new Set()).add(name));
  }
  const [notes, scores] = [await counts('trace_note'), await counts('trace_score')];
  return ids.map((traceId) => ({
    traceId,
    pinned: pinned.has(traceId),
    tags: [...(named.get(traceId) ?? [])],
    notes: notes.get(traceId) ?? 0,
    scores: scores.get(traceId) ?? 0,
  }));
}

/** Tags of a project and how many traces have each, the most used first. */
export async function tagsOf(
  db: Reader,
  projectId: string,
): Promise<{ name: string; traces: number }[]> {
  return db
    .selectFrom('trace_tag')
    .select(['name', (eb) => eb.fn.count<number>('trace_id').distinct().as('traces')])
    .where('project_id', '=', projectId)
    .groupBy('name')
    .orderBy('traces', 'desc')
    .orderBy('name')
    .limit(SUGGESTED_TAGS)
    .execute();
}

/** Ids, 16 bytes each, of the pinned traces. */
export async function pinnedTraces(
  db: Reader,
  projectId: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const rows = await db
    .selectFrom('trace_pin')
    .select('trace_id')
    .where('project_id', '=', projectId)
    .execute();
  return bytesOf(rows.map(({ trace_id }) => trace_id));
}
