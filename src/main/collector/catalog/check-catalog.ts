import type { StoreCheck } from '../store/types.ts';
import type { Catalog } from './open-catalog.ts';

/** What SQLite finds wrong with the catalog: its pages, its indexes, and rows that refer to nothing. */
export function checkCatalog(catalog: Pick<Catalog, 'raw' | 'isInPlace'>): StoreCheck {
  const name = 'catalog.db';
  if (!catalog.isInPlace()) {
    const message = `${catalog.raw.name} was removed or replaced while the collector has it open: what changes now is lost when the collector ends. Stop it, and put the file or a backup in its place.`;
    return { name, state: 'failed', message };
  }
  const damage = (catalog.raw.pragma('integrity_check(5)') as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  const orphans = (catalog.raw.pragma('foreign_key_check') as unknown[]).length;
  if (damage.length > 0) {
    const message = `${catalog.raw.name} is damaged: ${damage.join('; ')}. Put a backup in its place.`;
    return { name, state: 'failed', message };
  }
  if (orphans > 0) {
    return {
      name,
      state: 'failed',
      message: `${orphans} rows in ${catalog.raw.name} refer to missing ones.`,
    };
  }
  return { name, state: 'ok', message: 'projects, keys, settings and prices are intact' };
}
