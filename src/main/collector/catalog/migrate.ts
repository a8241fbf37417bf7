import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

/** "SPWc": tells a catalog from any other SQLite file. */
export const CATALOG_APPLICATION_ID = 0x53_50_57_63;

/**
 * Brings a catalog to the newest schema: all pending steps in one transaction, or none.
 *
 * Before a catalog with content is changed, `<file>.v<version>.backup` is written beside it.
 * @throws AppError `conflict` when the file was written by a newer version, or is not a catalog.
 */
export async function migrateCatalog(
  db: Database,
  steps: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const version = db.pragma('user_version', { simple: true }) as number;
  const applicationId = db.pragma('application_id', { simple: true }) as number;
  const newest = steps.at(-1)?.version ?? 0;
  if (version > newest) {
    throw new AppError(
      'conflict',
      `${db.name} was written by a newer Spanward (schema ${version}, this one knows ${newest}). ` +
        'Start that version, or choose another data folder.',
    );
  }
  if (version > 0 && applicationId !== CATALOG_APPLICATION_ID) {
    throw new AppError(
      'conflict',
      `${db.name} is not a Spanward catalog. Choose another data folder.`,
    );
  }
  const pending = steps.filter((step) => step.version > version);
  if (pending.length === 0) return;
  if (version > 0) await backUp(db, version);
  // Kysely's migrator cannot keep several steps in one transaction on SQLite, so this one does.
  db.transaction(() => {
    for (const step of pending) {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    }
    db.pragma(`application_id = ${CATALOG_APPLICATION_ID}`);
  }).immediate();
}

async function backUp(db: Database, version: number): Promise<void> {
  const file = `${db.name}.v${version}.backup`;
  // A backup from an earlier, failed attempt holds the same content: never overwrite it.
  if (!existsSync(file)) await db.backup(file);
}
