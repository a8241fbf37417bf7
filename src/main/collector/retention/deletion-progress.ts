import type { DeletionCounts } from '../../../shared/contract/deletion.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { hasChanged, type PastDays } from '../store/rewrite/past-days.ts';
import type { DayPlace, Removed as DayRemoved } from '../store/rewrite/types.ts';

/** What a deletion removed. */
export type Removed = Pick<DeletionCounts, 'traces' | 'spans' | 'logs' | 'metrics'>;

export const NOTHING: Removed = { traces: 0, spans: 0, logs: 0, metrics: 0 };

/** What went so far. */
export interface Gone {
  readonly removed: Removed;
  /**
   * A bit for each picked trace, by its number, of which something went: one that goes on over midnight is in two
   * days, and one all the same. The bits end with the last that is set.
   */
  readonly traces: Uint8Array;
}

export const NOTHING_GONE: Gone = { removed: NOTHING, traces: new Uint8Array(0) };

/** {@link Gone} as the catalog has it; of an older version without the traces, in base64. */
interface NotedGone {
  readonly removed: Removed;
  readonly traces?: string;
}

/** How far a deletion is. */
export interface Progress {
  readonly gone: Gone;
  /** What has gone once the day that is to change next has changed. */
  readonly next?:
    | undefined
    | (Omit<DayPlace, 'projectId'> & {
        /** Of the day as it was. */
        readonly generation: number;
        readonly gone: Gone;
      });
}

/** As its row in the catalog has it. */
type NotedProgress = NotedGone & {
  readonly next?: Omit<DayPlace, 'projectId'> & NotedGone & { readonly generation: number };
};

/** What has gone once so many records, and these of the picked traces, of a day have. */
export function plus(
  { removed, traces }: Gone,
  { signal }: Pick<DayPlace, 'signal'>,
  goes: Pick<DayRemoved, 'records' | 'traces'>,
): Gone {
  const name = signal === 'traces' ? 'spans' : signal;
  const last = goes.traces.reduce((most, number) => Math.max(most, number), -1);
  const bits = new Uint8Array(Math.max(traces.length, (last >> 3) + 1));
  bits.set(traces);
  let more = 0;
  for (const number of goes.traces) {
    const bit = 1 << (number & 7);
    if ((bits[number >> 3]! & bit) === 0) more++;
    bits[number >> 3]! |= bit;
  }
  const counts = { traces: removed.traces + more, [name]: removed[name] + goes.records };
  return { removed: { ...removed, ...counts }, traces: bits };
}

const toNoted = ({ removed, traces }: Gone): NotedGone => {
  return { removed, traces: Buffer.from(traces).toString('base64') };
};

const fromNoted = ({ removed, traces = '' }: NotedGone): Gone => {
  return { removed, traces: new Uint8Array(Buffer.from(traces, 'base64')) };
};

/** Bookkeeping of what somebody asked for: no change that the audit log has to know. */
export async function noteProgress(
  { writer }: Pick<Catalog, 'writer'>,
  deletionId: string,
  { gone, next }: Progress,
): Promise<void> {
  const { gone: after, ...place } = next ?? {};
  const noted = { ...toNoted(gone), ...(after && { next: { ...place, ...toNoted(after) } }) };
  const text = JSON.stringify(noted);
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
 * @param after what is gone once it went
 */
export async function noteNext(
  {
    catalog,
    store,
  }: { catalog: Pick<Catalog, 'writer'>; store: { past: Pick<PastDays, 'generation'> } },
  deletionId: string,
  { projectId, signal, day }: DayPlace,
  gone: Gone,
  after: Gone,
): Promise<Progress['next']> {
  const generation = store.past.generation({ projectId, signal, day });
  if (generation === undefined) return undefined;
  const next = { signal, day, generation, gone: after };
  // A disk that takes no note of it may take what gives it room.
  await noteProgress(catalog, deletionId, { gone, next }).catch(() => {});
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
  if (row === undefined) return { gone: NOTHING_GONE };
  const { next, ...gone } = JSON.parse(row.progress) as NotedProgress;
  if (next === undefined) return { gone: fromNoted(gone) };
  return { gone: fromNoted(gone), next: { ...next, gone: fromNoted(next) } };
}

/** What had gone before a deletion was killed, or failed: the generation of its last day tells whether that one changed. */
export function goneBefore(
  projectId: string,
  { gone, next }: Progress,
  past: Pick<PastDays, 'generation'>,
): Gone {
  if (next === undefined) return gone;
  return hasChanged(past, { projectId, ...next }, next.generation) ? next.gone : gone;
}
