import type { Selectable } from 'kysely';
import { AppError } from '../../../shared/errors.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { TraceNoteTable, TraceScoreTable } from '../catalog/annotation-tables.ts';
import { isOwn, type Annotator, type AuthorColumns } from './author.ts';

/** Who removes something, and whether what others wrote is theirs to remove. */
export interface Authority {
  readonly actor: Annotator;
  readonly mayRemoveAny: boolean;
}

/** A note somebody may change or remove. @throws AppError `not_found`, `forbidden` */
export async function ownNote(
  tx: CatalogTransaction,
  projectId: string,
  noteId: string,
  by: Authority,
): Promise<Selectable<TraceNoteTable>> {
  const row = await tx
    .selectFrom('trace_note')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('id', '=', noteId)
    .executeTakeFirst();
  return requireOwn(row, by, `note ${noteId}`);
}

/** As {@link ownNote}, of a score. */
export async function ownScore(
  tx: CatalogTransaction,
  projectId: string,
  scoreId: string,
  by: Authority,
): Promise<Selectable<TraceScoreTable>> {
  const row = await tx
    .selectFrom('trace_score')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('id', '=', scoreId)
    .executeTakeFirst();
  return requireOwn(row, by, `score ${scoreId}`);
}

function requireOwn<R extends AuthorColumns>(
  row: R | undefined,
  { actor, mayRemoveAny }: Authority,
  what: string,
): R {
  if (row === undefined) throw new AppError('not_found', `There is no ${what} in this project.`);
  if (mayRemoveAny || isOwn(row, actor)) return row;
  throw new AppError(
    'forbidden',
    `The ${what} is by ${row.author_name}: who wrote it may change it, and who may delete traces may delete it.`,
  );
}
