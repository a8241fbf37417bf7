import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import type { TelemetryStore } from '../store/types.ts';
import { annotatedPages } from './remove-annotations.ts';

/**
 * Marks the folder of a project, or of any, that is not there though something is said of its traces: before data that
 * arrives makes another one.
 */
export async function markMissing(
  options: {
    readonly catalog: Pick<Catalog, 'db'>;
    readonly store: Pick<TelemetryStore, 'folders'>;
    readonly clock: Clock;
  },
  projectId?: string,
): Promise<void> {
  const { catalog, store, clock } = options;
  const { db } = catalog;
  const all = () =>
    db.selectFrom('project').select('id').where('deleting_ms', 'is', null).execute();
  const ids = projectId === undefined ? (await all()).map(({ id }) => id) : [projectId];
  for (const id of ids) {
    if (store.folders.isThere(id)) continue;
    const { done } = await annotatedPages(db, id).next();
    if (done !== true) store.folders.markMissing(id, clock.now());
  }
}
