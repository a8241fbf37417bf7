import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemActor, type Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { TelemetryStore } from '../store/types.ts';
import { bytesOf } from './annotation-reader.ts';

const TABLES = ['trace_pin', 'trace_tag', 'trace_note', 'trace_score'] as const;
/** Traces looked at at a time, some ms: the catalog is read on the thread that answers everybody. */
const PAGE = 500;
/** Traces whose annotations go in one change, some 30 ms with one score each. */
const CHANGE = 500;
const ID_BYTES = 16;

/**
 * Removes what was said of traces, in one change after the other with turns for others in between; each tells the audit
 * log how much it was. The log of the catalog has it until it is emptied.
 */
export async function removeAnnotations(
  audit: Pick<AuditTrail, 'change'>,
  projectId: string,
  traceIds: readonly string[],
  actor: Actor,
): Promise<void> {
  for (let at = 0; at < traceIds.length; at += CHANGE) {
    await audit.change(actor, async (tx) => {
      const removed = await removeOf(tx, projectId, traceIds.slice(at, at + CHANGE));
      const entries = removed === 0 ? [] : [removedEntry(projectId, removed)];
      return { answer: undefined, entries };
    });
    await nextTurn();
  }
}

/** @returns how many rows */
async function removeOf(
  tx: CatalogTransaction,
  projectId: string,
  traceIds: readonly string[],
): Promise<number> {
  let removed = 0;
  for (const table of TABLES) {
    const { numDeletedRows } = await tx
      .deleteFrom(table)
      .where('project_id', '=', projectId)
      .where('trace_id', 'in', traceIds)
      .executeTakeFirst();
    removed += Number(numDeletedRows);
  }
  return removed;
}

/**
 * Of a project, all traces that anything is said of, page by page.
 *
 * @param beforeMs of which something was said before this, ms since the epoch
 */
export async function* annotatedPages(
  db: Catalog['db'],
  projectId: string,
  beforeMs = Infinity,
): AsyncGenerator<string[], void> {
  for (const table of TABLES) {
    for (let last = ''; ;) {
      const rows = await db
        .selectFrom(table)
        .select('trace_id')
        .distinct()
        .where('project_id', '=', projectId)
        .where('trace_id', '>', last)
        .$if(beforeMs < Infinity, (query) => query.where('created_ms', '<', beforeMs))
        .orderBy('trace_id')
        .limit(PAGE)
        .execute();
      if (rows.length === 0) break;
      const ids = rows.map(({ trace_id }) => trace_id);
      last = ids.at(-1)!;
      yield ids;
      await nextTurn();
    }
  }
}

export interface GoneOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly store: Pick<TelemetryStore, 'storedTraces' | 'isReadable' | 'folders'>;
}

/**
 * Removes what was said of traces that are stored no longer, from the file and the log of the catalog.
 *
 * While a file of the project cannot be read, or its folder is not there, what is in it only looks gone: then nothing is
 * removed. Of a folder that was made anew since, that is so for what was said before.
 */
export async function removeOfGone(
  { catalog, audit, store }: GoneOptions,
  projectId: string,
): Promise<number> {
  const gone = new Set<string>();
  for await (const ids of annotatedPages(catalog.db, projectId)) {
    const stored = hexIds(await store.storedTraces(projectId, bytesOf(ids)));
    for (const id of ids) if (!stored.has(id)) gone.add(id);
  }
  const sinceMs = store.folders.otherSinceMs(projectId);
  if (gone.size === 0 && sinceMs === undefined) return 0;
  if (!(await store.isReadable(projectId))) return 0;
  if (sinceMs !== undefined && !(await keepMissed(catalog, projectId, sinceMs, gone))) {
    store.folders.forgetMissing(projectId);
  }
  if (gone.size === 0) return 0;
  await removeAnnotations(audit, projectId, [...gone], systemActor('retention'));
  await catalog.emptyLog();
  return gone.size;
}

/** Takes out of `gone` what may be in the folder that is not there. @returns whether there is any */
async function keepMissed(
  { db }: Pick<Catalog, 'db'>,
  projectId: string,
  sinceMs: number,
  gone: Set<string>,
): Promise<boolean> {
  let isAny = false;
  for await (const ids of annotatedPages(db, projectId, sinceMs)) {
    for (const id of ids) if (gone.delete(id)) isAny = true;
  }
  return isAny;
}

/** What the log says of annotations that went with their traces. */
function removedEntry(projectId: string, count: number): AuditDraft {
  return {
    action: 'annotation.removed',
    resource: 'annotation',
    resourceId: projectId,
    projectId,
    after: { count },
  };
}

/** Ids of 16 bytes each, hexadecimal. */
export function hexIds(bytes: Uint8Array): Set<string> {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  const ids = new Set<string>();
  for (let at = 0; at < hex.length; at += ID_BYTES * 2) ids.add(hex.slice(at, at + ID_BYTES * 2));
  return ids;
}
