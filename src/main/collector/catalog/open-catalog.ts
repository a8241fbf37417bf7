import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';
import { AppError } from '../../../shared/errors.ts';
import { AccessReader } from './access-reader.ts';
import { CatalogDialect } from './catalog-dialect.ts';
import { logEmptier } from './empty-log.ts';
import { findMentions, type Mentions } from './find-mentions.ts';
import { migrateCatalog } from './migrate.ts';
import type { CatalogTables } from './tables.ts';
import { UsageReader } from './usage-reader.ts';

/** The administrative database: projects, keys, settings, prices, audit log. Small, and read from memory where it is hot. */
export interface Catalog {
  /** For reading. Everything that changes goes through `AuditTrail.change`, so that it leaves an entry. */
  readonly db: ReadonlyKysely<CatalogTables>;
  /** For the audit trail, and for bookkeeping that is no change: when a key was last used. A test lists its users. */
  readonly writer: Kysely<CatalogTables>;
  /** For the few statements that must not pass through a query builder. */
  readonly raw: Database.Database;
  /** Who was given what, as committed: read on a connection of its own, past any change under way. */
  readonly access: AccessReader;
  /** What was stored on a day, as committed. */
  readonly usage: UsageReader;
  /** Where a text stands in what people and programs wrote of a project, but for what they said of some traces. */
  findMentions(projectId: string, text: string, but: ReadonlySet<string>): Promise<Mentions>;
  /** Has what was deleted or overwritten leave its log too; resolves once no reader keeps it there. */
  emptyLog(): Promise<void>;
  /** Whether its file is still where it was opened: what is written to one that was removed is lost. */
  isInPlace(): boolean;
  close(): Promise<void>;
}

/**
 * Opens or creates `catalog.db` in the data folder and migrates it.
 *
 * @param nativeBinding path of another build of the SQLite addon, for runtimes the bundled one cannot load
 * @throws AppError `conflict` for a newer schema, `internal` for a damaged file; the file is left as it is
 */
export async function openCatalog(dataDir: string, nativeBinding?: string): Promise<Catalog> {
  const file = join(dataDir, 'catalog.db');
  const binding = nativeBinding === undefined ? {} : { nativeBinding };
  const raw = new Database(file, binding);
  try {
    chmodSync(file, 0o600);
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('secure_delete = ON');
    raw.pragma('busy_timeout = 5000');
    // Off while tables are rebuilt: dropping the old one would delete what refers to it.
    raw.pragma('foreign_keys = OFF');
    await migrateCatalog(raw);
    raw.pragma('foreign_keys = ON');
  } catch (error) {
    raw.close();
    throw error instanceof AppError ? error : catalogError(file, error);
  }
  const writer = new Kysely<CatalogTables>({ dialect: new CatalogDialect(raw) });
  const committed = new Database(file, { ...binding, readonly: true });
  const { ino: opened } = statSync(file);
  return {
    db: writer as never,
    writer,
    raw,
    access: new AccessReader(committed),
    usage: new UsageReader(committed),
    findMentions: (projectId, text, but) =>
      findMentions(file, projectId, text, { but, nativeBinding }),
    emptyLog: logEmptier(raw, writer),
    isInPlace: () => statSync(file, { throwIfNoEntry: false })?.ino === opened,
    async close() {
      committed.close();
      try {
        raw.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        await writer.destroy();
      }
    },
  };
}

function catalogError(file: string, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(
    'internal',
    `${file} cannot be opened: ${reason}. Nothing was changed; run "spanward doctor", or put a backup in its place.`,
    { cause: error },
  );
}
