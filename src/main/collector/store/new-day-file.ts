import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import Database from 'better-sqlite3';
import { replaceFileSync } from '../replace-file.ts';
import { migrateFrom } from './day-file-schema.ts';
import { PAGE_BYTES } from './limits.ts';

/** Where the header of a SQLite file says how it is written and read, and what it says there. */
const [WRITE_VERSION, READ_VERSION] = [18, 19];
const [WITHOUT_LOG, WITH_LOG] = [1, 2];

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

/** Makes one on which nobody counts before it is complete: without a log, everything is written to it once. */
export function createStagedFile(path: string, nativeBinding: string | undefined): void {
  const bytes = Buffer.from((empty ??= emptyFile(nativeBinding)));
  bytes[WRITE_VERSION] = WITHOUT_LOG;
  bytes[READ_VERSION] = WITHOUT_LOG;
  writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
}

/** Makes a staged file, which is complete and closed, like any other, and durable. */
export function completeStagedFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    for (const at of [WRITE_VERSION, READ_VERSION]) writeSync(file, Buffer.of(WITH_LOG), 0, 1, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
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
