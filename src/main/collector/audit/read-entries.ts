import type { AuditFilter } from '../../../shared/contract/audit.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { AuditRow } from './entry.ts';
import { nextTurn } from './next-turn.ts';
import { whereMatches } from './select-entries.ts';

/** Entries looked through in one go: a few milliseconds at most, whatever the filter. */
const WINDOW = 2_000;
/** Entries read at once where all are wanted: hashing them takes some milliseconds. */
const BATCH = 200;

type CatalogReader = Pick<Catalog, 'db'>;

/**
 * The newest entries that match, below `below`, the newest first; at most `limit`.
 *
 * A rare match in a long log is looked for window by window, so that nothing else waits for it.
 */
export async function newestEntries(
  catalog: CatalogReader,
  filter: AuditFilter,
  below: number,
  limit: number,
): Promise<AuditRow[]> {
  const found: AuditRow[] = [];
  let high = below;
  while (found.length < limit) {
    const low = await windowStart(catalog, high);
    if (low === null) break;
    const query = catalog.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('sequence', '<', high)
      .where('sequence', '>=', low)
      .orderBy('sequence', 'desc')
      .limit(limit - found.length);
    found.push(...(await whereMatches(query, filter).execute()));
    high = low;
    await nextTurn();
  }
  return found;
}

/** The first of the `WINDOW` entries below `high`; null where there are none. */
async function windowStart({ db }: CatalogReader, high: number): Promise<number | null> {
  const { low } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('audit_entry')
        .select('sequence')
        .where('sequence', '<', high)
        .orderBy('sequence', 'desc')
        .limit(WINDOW)
        .as('window'),
    )
    .select(({ fn }) => fn.min<number | null>('window.sequence').as('low'))
    .executeTakeFirstOrThrow();
  return low;
}

/** Entries from `first` to `last` that match, the oldest first, in batches. */
export async function* entriesBetween(
  catalog: CatalogReader,
  first: number,
  last: number,
  filter: AuditFilter = {},
): AsyncGenerator<AuditRow[]> {
  let low = first;
  while (low <= last) {
    const rows = await catalog.db
      .selectFrom('audit_entry')
      .select('sequence')
      .where('sequence', '>=', low)
      .where('sequence', '<=', last)
      .orderBy('sequence')
      .limit(BATCH)
      .execute();
    const high = rows.at(-1)?.sequence;
    if (high === undefined) return;
    const query = catalog.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('sequence', '>=', low)
      .where('sequence', '<=', high)
      .orderBy('sequence');
    const matching = await whereMatches(query, filter).execute();
    if (matching.length > 0) yield matching;
    low = high + 1;
    await nextTurn();
  }
}

/** How many entries there are. */
export async function countEntries(catalog: CatalogReader): Promise<number> {
  const row = await catalog.db
    .selectFrom('audit_entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The newest entry of the retention rule: which entries it removed, proven by the hash of the last of them. */
export async function newestTrim(
  catalog: CatalogReader,
): Promise<{ readonly sequence: number; readonly hash: string } | undefined> {
  const row = await catalog.db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'audit.trimmed')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.after == null) return undefined;
  try {
    const { throughSequence, throughHash } = JSON.parse(row.after) as Record<string, unknown>;
    if (typeof throughSequence !== 'number' || typeof throughHash !== 'string') return undefined;
    return { sequence: throughSequence, hash: throughHash };
  } catch {
    // Somebody changed it: the check of the chain will say so.
    return undefined;
  }
}
