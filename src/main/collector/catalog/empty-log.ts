import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { CatalogTables } from './tables.ts';

/** How often it is tried while somebody reads what the log holds, ms. */
const AGAIN_MS = 50;
/** How long whoever asks waits for that; it goes on behind them, ms. */
const PATIENCE_MS = 10_000;

/**
 * Makes the function that has what was deleted or overwritten leave the log of the catalog: in its file it is
 * overwritten already.
 *
 * @returns resolves once it left; also where a reader, a backup perhaps, keeps it there for long
 */
export function logEmptier(
  raw: Database.Database,
  writer: Kysely<CatalogTables>,
): () => Promise<void> {
  let emptying: Promise<void> | undefined;
  const empty = async (): Promise<void> => {
    for (;;) {
      // Within a transaction, whoever's it is, SQLite refuses.
      const isEmpty = await writer.connection().execute(async () => {
        if (!truncate(raw)) return false;
        // Who asks from now on may have changed something since.
        emptying = undefined;
        return true;
      });
      if (isEmpty) return;
      await sleep(AGAIN_MS, undefined, { ref: false });
    }
  };
  return async () => {
    // Mostly nothing is in its way, and whoever was told of the change finds it gone.
    if (emptying === undefined && raw.open && !raw.inTransaction && truncate(raw)) return;
    emptying ??= empty().catch((error: unknown) => {
      emptying = undefined;
      // Closing it empties the log as well.
      if (raw.open) throw error;
    });
    await Promise.race([emptying, sleep(PATIENCE_MS, undefined, { ref: false })]);
  };
}

/** False while a reader keeps the log: the thread that answers everybody does not wait for it. */
function truncate(raw: Database.Database): boolean {
  const before = raw.pragma('busy_timeout', { simple: true }) as number;
  raw.pragma('busy_timeout = 0');
  try {
    const [result] = raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy === 0;
  } finally {
    raw.pragma(`busy_timeout = ${before}`);
  }
}
