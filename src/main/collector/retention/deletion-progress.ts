import type { DeletionCounts } from '../../../shared/contract/deletion.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { hasChanged, type PastDays } from '../store/rewrite/past-days.ts';
import type { DayPlace, Selection } from '../store/rewrite/types.ts';

/** What a deletion removed. */
export type Removed = Pick<DeletionCounts, 'traces' | 'spans' | 'logs' | 'metrics'>;

export const NOTHING: Removed = { traces: 0, spans: 0, logs: 0, metrics: 0 };

/** How far a deletion is, as its row in the catalog has it. */
export interface Progress {
  readonly removed: Removed;
  /** What it has removed once the day that is to change next has changed. */
  readonly next?:
    | undefined
    | (Omit<DayPlace, 'projectId'> & {
        /** Of the day as it was. */
        readonly generation: number;
        readonly removed: Removed;
      });
}

/**
 * What was removed with so many records and traces of a day.
 *
 * @param picked a trace of these that goes on over midnight is in two days, and one all the same
 */
export function plus(
  removed: Removed,
  { signal }: Pick<DayPlace, 'signal'>,
  gone: { readonly records: number; readonly traces: number },
  { traceIds }: Pick<Selection, 'traceIds'>,
): Removed {
  const name = signal === 'traces' ? 'spans' : signal;
  const most = traceIds === undefined ? Infinity : traceIds.length / 16;
  const traces = Math.min(removed.traces + gone.traces, most);
  return { ...removed, traces, [name]: removed[name] + gone.records };
}

/** Bookkeeping of what somebody asked for: no change that the audit log has to know. */
export async function noteProgress(
  { writer }: Pick<Catalog, 'writer'>,
  deletionId: string,
  progress: Progress,
): Promise<void> {
  const text = JSON.stringify(progress);
  await writer.transaction().execute(async (tx) => {
    await tx
      .insertInto('deletion_progress')
      .values({ deletion_id: deletionId, progress: text })
      .onConflict((conflict) => conflict.column('deletion_id').doUpdateSet({ progress: text }))
      .execute();
  });
}

/**
 * Notes what goes next. After a kill before or after the change, the next start tells by the generation what is gone.
 *
 * @param after what is removed once it went
 */
export async function noteNext(
  {
    catalog,
    store,
  }: { catalog: Pick<Catalog, 'writer'>; store: { past: Pick<PastDays, 'generation'> } },
  deletionId: string,
  { projectId, signal, day }: DayPlace,
  removed: Removed,
  after: Removed,
): Promise<Progress['next']> {
  const generation = store.past.generation({ projectId, signal, day });
  if (generation === undefined) return undefined;
  const next = { signal, day, generation, removed: after };
  // A disk that takes no note of it may take what gives it room.
  await noteProgress(catalog, deletionId, { removed, next }).catch(() => {});
  return next;
}

export async function progressOf(
  db: Catalog['db'] | CatalogTransaction,
  deletionId: string,
): Promise<Progress> {
  const row = await (db as Catalog['db'])
    .selectFrom('deletion_progress')
    .select('progress')
    .where('deletion_id', '=', deletionId)
    .executeTakeFirst();
  return row === undefined ? { removed: NOTHING } : (JSON.parse(row.progress) as Progress);
}

/** What a deletion removed before it was killed, or failed: the generation of its last day tells whether that one changed. */
export function removedBefore(
  projectId: string,
  { removed, next }: Progress,
  past: Pick<PastDays, 'generation'>,
): Removed {
  if (next === undefined) return removed;
  return hasChanged(past, { projectId, ...next }, next.generation) ? next.removed : removed;
}
