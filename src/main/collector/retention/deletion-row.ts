import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Selection } from '../store/rewrite/types.ts';
import type { PastDays } from '../store/rewrite/past-days.ts';
import { goneBefore, noteProgress, progressOf } from './deletion-progress.ts';
import type { DescribedTarget } from './deletion-target.ts';

/** What a deletion is to remove, and what was picked, as its row in the catalog has it. */
export function toText(
  { traceIds, ...rest }: Selection,
  target: DescribedTarget | undefined,
): string {
  const ids = traceIds && Buffer.from(traceIds).toString('base64');
  return JSON.stringify({ ...rest, traceIds: ids, target });
}

/** Reads {@link toText}; what was picked is unknown where an older version wrote it. */
export function fromText(text: string): {
  readonly selection: Selection;
  readonly target: DescribedTarget | undefined;
} {
  const { traceIds, target, ...rest } = JSON.parse(text) as Omit<Selection, 'traceIds'> & {
    traceIds?: string;
    target?: DescribedTarget;
  };
  const ids = traceIds === undefined ? undefined : new Uint8Array(Buffer.from(traceIds, 'base64'));
  return { selection: { ...rest, ...(ids !== undefined && { traceIds: ids }) }, target };
}

/** Notes what it is to remove besides, as of now: the picked traces keep their numbers at every later try. */
export async function noteFound(
  { writer }: Pick<Catalog, 'writer'>,
  id: string,
  selection: string,
): Promise<void> {
  await writer.transaction().execute(async (tx) => {
    await tx.updateTable('deletion').set({ selection }).where('id', '=', id).execute();
  });
}

/** What was picked of a deletion that is noted; undefined where an older version noted it, or it has ended. */
export async function targetOf(
  db: Catalog['db'],
  id: string,
): Promise<DescribedTarget | undefined> {
  const row = await db
    .selectFrom('deletion')
    .select('selection')
    .where('id', '=', id)
    .executeTakeFirst();
  return row && fromText(row.selection).target;
}

/**
 * Notes of the deletions of a project whether the day that each noted as its next has changed: once the files of the
 * project are gone nobody can tell. No day may change meanwhile.
 */
export async function settleDeletions(
  catalog: Pick<Catalog, 'db' | 'writer'>,
  projectId: string,
  past: Pick<PastDays, 'generation'>,
): Promise<void> {
  for (const { id } of await deletionsOf(catalog.db, projectId)) {
    const progress = await progressOf(catalog.db, id);
    if (progress.next === undefined) continue;
    await noteProgress(catalog, id, { gone: goneBefore(projectId, progress, past) });
  }
}

/** The ends of deletions that wait or go on in a project which goes now, and they with it: for the audit log. */
export async function deletionsEndWithProject(
  tx: CatalogTransaction,
  projectId: string,
): Promise<AuditDraft[]> {
  const ends: AuditDraft[] = [];
  for (const { id } of await deletionsOf(tx, projectId)) {
    const { removed } = (await progressOf(tx, id)).gone;
    const entry = { resource: 'traces', resourceId: projectId, projectId } as const;
    ends.push({ ...entry, action: 'traces.deletion_stopped', after: { ...removed } });
  }
  await tx.deleteFrom('deletion').where('project_id', '=', projectId).execute();
  return ends;
}

function deletionsOf(db: Catalog['db'] | CatalogTransaction, projectId: string) {
  return (db as Catalog['db'])
    .selectFrom('deletion')
    .select('id')
    .where('project_id', '=', projectId)
    .execute();
}
