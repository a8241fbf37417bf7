import type Database from 'better-sqlite3';
import { SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver } from 'kysely';
import { AppError } from '../../../shared/errors.ts';
import { isDiskFull } from '../full-disk.ts';

/**
 * The dialect of the catalog: a failed transaction tells why it failed.
 *
 * SQLite itself ends a transaction when the disk is full; to roll it back once more fails, and would hide the reason.
 */
export class CatalogDialect extends SqliteDialect {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: raw });
    this.#raw = raw;
  }

  override createDriver(): Driver {
    return new CatalogDriver(this.#raw);
  }
}

class CatalogDriver extends SqliteDriver {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: raw });
    this.#raw = raw;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** What a disk that takes nothing means for a change, as `AppError` `unavailable`; any other error as it is. */
export function changeError(error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (isDiskFull(error)) {
    return new AppError(
      'unavailable',
      'The disk of the data folder is full: nothing was changed. Free some space there, then try again.',
      { cause: error },
    );
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_READONLY')) {
    return new AppError(
      'unavailable',
      `The data folder cannot be written (${code}): nothing was changed. Look at its disk and its rights, then try again.`,
      { cause: error },
    );
  }
  return error;
}
