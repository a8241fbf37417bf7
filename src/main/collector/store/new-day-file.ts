import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import Database from 'better-sqlite3';
import { replaceFileSync } from '../replace-file.ts';
import { migrateFrom } from './day-file-schema.ts';
import { PAGE_BYTES } from './limits.ts';

/** Where the header of a SQLite file says how it is written and read, and what it says of one with a log. */
const [WRITE_VERSION, READ_VERSION, WITH_LOG] = [18, 19, 2];

/** Bytes of a data file with its tables and nothing in them. */
let empty: Buffer | undefined;

/**
 * Makes a data file with empty tables where there is none, so that it is there complete and durable or not at all.
 *
 * Its bytes are the same each time: SQLite would make them in several transactions, each synced, and the first records
 * of a day would wait for a dozen syncs where these are two.
 */
export function createDayFile(path: string, nativeBinding: string | undefined): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  const made = mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const newFolders = made === undefined ? 0 : relative(made, path).split(sep).length;
  // SQLite gives the files beside it the mode of the file.
  replaceFileSync(path, (empty ??= emptyFile(nativeBinding)), newFolders);
}

/** Makes one on which nobody counts before it is complete: the disk is waited for once, at its end. */
export function createStagedFile(path: string, nativeBinding: string | undefined): void {
  writeFileSync(path, (empty ??= emptyFile(nativeBinding)), { flag: 'wx', mode: 0o600 });
}

function emptyFile(nativeBinding: string | undefined): Buffer {
  const db = new Database(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
  db.pragma(`page_size = ${PAGE_BYTES}`);
  migrateFrom(db, 0);
  const bytes = db.serialize();
  db.close();
  bytes[WRITE_VERSION] = WITH_LOG;
  bytes[READ_VERSION] = WITH_LOG;
  return bytes;
}
