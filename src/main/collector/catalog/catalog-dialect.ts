import type Database from 'better-sqlite3';
import { SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver } from 'kysely';

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
