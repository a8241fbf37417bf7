import type { CatalogTransaction } from '../audit/audit-trail.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { KeptAnnotation } from './kept-annotation.ts';
import { valueColumns } from './to-annotation.ts';

/** What a project has of each at most; of all but pins a trace with its spans. */
export const MOST = { pin: 10_000, tag: 100, note: 200, score: 1000 } as const;

const TABLE = {
  pin: 'trace_pin',
  tag: 'trace_tag',
  note: 'trace_note',
  score: 'trace_score',
} as const;

/**
 * Writes an annotation down with the author and time it had. One that is there already stays as it is, so that what is
 * read twice is there once; a score by the same author gives way to the later one.
 *
 * @returns why it was left out, or undefined
 */
export async function keepAnnotation(
  tx: CatalogTransaction,
  projectId: string,
  kept: KeptAnnotation,
): Promise<string | undefined> {
  const { traceId, spanId, atMs, kind } = kept;
  const place = { project_id: projectId, trace_id: traceId };
  const at = { ...place, created_ms: atMs };
  if (await isFull(tx, kind, place)) {
    const whose = kind === 'pin' ? 'a project' : 'a trace';
    return `${whose} has at most ${MOST[kind]} ${kind}s`;
  }
  if (kind === 'pin') {
    await tx
      .insertInto('trace_pin')
      .values({ ...at, ...kept.author })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else if (kind === 'tag') {
    await tx
      .insertInto('trace_tag')
      .values({ ...at, span_id: spanId, name: kept.name })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else if (kind === 'note') {
    const { text, editedMs, author } = kept;
    const row = { ...at, ...author, span_id: spanId, text };
    const same = await tx
      .selectFrom('trace_note')
      .select('id')
      .where((eb) => eb.and(row))
      .executeTakeFirst();
    if (same !== undefined) return undefined;
    const id = createRowId('not');
    await tx
      .insertInto('trace_note')
      .values({ ...row, id, edited_ms: editedMs })
      .execute();
  } else {
    const { name, value, comment, author } = kept;
    const content = { ...valueColumns(value), comment, created_ms: atMs };
    const id = createRowId('sco');
    await tx
      .insertInto('trace_score')
      .values({ ...place, ...author, id, span_id: spanId, name, ...content })
      .onConflict((conflict) =>
        conflict
          .columns(['project_id', 'trace_id', 'span_id', 'name', 'author_kind', 'author_id'])
          .doUpdateSet(content)
          .where('trace_score.created_ms', '<', atMs),
      )
      .execute();
  }
  return undefined;
}

async function isFull(
  tx: CatalogTransaction,
  kind: KeptAnnotation['kind'],
  place: { readonly project_id: string; readonly trace_id: string },
): Promise<boolean> {
  const { project_id, trace_id } = place;
  const { count } = await tx
    .selectFrom(TABLE[kind])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('project_id', '=', project_id)
    .$if(kind !== 'pin', (query) => query.where('trace_id', '=', trace_id))
    .executeTakeFirstOrThrow();
  return count >= MOST[kind];
}
