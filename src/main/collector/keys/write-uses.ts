import type { Catalog } from '../catalog/open-catalog.ts';
import type { KeyEntry } from './key-ring.ts';
import { shortClient } from './key-use.ts';

/** Writes down how keys were used: one transaction, however many were. */
export async function writeUses(
  catalog: Pick<Catalog, 'writer'>,
  used: readonly KeyEntry[],
): Promise<void> {
  if (used.length === 0) return;
  await catalog.writer.transaction().execute(async (tx) => {
    for (const { id, use } of used) {
      await tx
        .updateTable('api_key')
        .set({
          last_used_ms: use.lastMs,
          last_used_from: use.from,
          last_used_by: use.client === null ? null : shortClient(use.client),
          requests: use.requests,
          spans: use.spans,
        })
        .where('id', '=', id)
        .execute();
    }
  });
}
