import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { isDiskFull } from '../full-disk.ts';
import { DATA_APPLICATION_ID, DATA_VERSION, migrateFrom } from './day-file-schema.ts';
import { createDayFile } from './new-day-file.ts';
import { SegmentError } from './segment/segment-error.ts';

export type DayFileConnection = Database.Database;

/** How long a connection waits for a lock, ms. */
export const BUSY_TIMEOUT_MS = 5000;

/** Page cache of a connection: there are many, and behind each is the system's own cache. */
const CACHE_KIB = 2048;

export interface DayFileOptions {
  /** Path of the SQLite addon, where the default one does not fit the runtime. */
  readonly nativeBinding?: string | undefined;
}

/** What the system says no with, such as EBUSY; codes of Node begin with `ERR_`. */
const SYSTEM_CODE = /^E[A-Z\d]+$/;

/** Says what a SQLite result code, or one of the system, means for the file, and what to do. */
function explain(error: unknown, code: string, reason: string): string {
  if (isDiskFull(error)) {
    return 'the disk is full; nothing of this was kept, free some space';
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS') {
    return 'it or its folder is read-only; nothing of this was kept, allow writing';
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return `the disk failed (${code}); nothing of this was kept`;
  }
  if (SYSTEM_CODE.test(code)) {
    return `${reason}; nothing of this was kept, see to that and try again`;
  }
  return `${reason} (${code})`;
}

/** What SQLite and the system say of a disk that does not give a file back. */
const READ_FAILURES: ReadonlySet<string> = new Set([
  'SQLITE_IOERR_READ',
  'SQLITE_IOERR_SHORT_READ',
  'SQLITE_IOERR_CORRUPTFS',
  'SQLITE_IOERR_DATA',
  'EIO',
]);
/** What keeps any file from being opened, or says that there is none. */
const NOT_OF_ONE_FILE: ReadonlySet<unknown> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EAGAIN',
  'ENOENT',
]);

/** Whether it is this file that cannot be read, and others can: its disk fails there, or rights to it are lost. */
function isOfFile(path: string, code: string): boolean {
  if (READ_FAILURES.has(code)) return true;
  if (!code.startsWith('SQLITE_CANTOPEN') && !SYSTEM_CODE.test(code)) return false;
  try {
    closeSync(openSync(path, 'r'));
    return false;
  } catch (error) {
    return !NOT_OF_ONE_FILE.has((error as NodeJS.ErrnoException).code);
  }
}

/**
 * A data file that cannot be read as it is: damaged, of a newer version, or not one of ours; with the code `unavailable`
 * also one that the system does not let anybody read now.
 */
export class UnreadableFileError extends AppError {
  readonly path: string;

  constructor(code: 'internal' | 'unavailable', path: string, message: string, cause?: unknown) {
    super(code, message, { cause });
    this.path = path;
  }
}

/** An `AppError` that names the file in whatever SQLite says; damage is never repaired by deleting. */
export function dayFileError(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const reason = error instanceof Error ? error.message : String(error);
  const isDamaged = code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
  if (isDamaged || error instanceof SegmentError) {
    const message = `The data file ${path} is damaged (${reason}). It was left as it is; restore it from a backup or move it away.`;
    return new UnreadableFileError('internal', path, message, error);
  }
  if (code === 'SQLITE_ERROR') {
    const message = `The data file ${path} does not have the tables it should (${reason}). It was left as it is.`;
    return new UnreadableFileError('internal', path, message, error);
  }
  if (code === '') return new AppError('internal', reason, { cause: error });
  if (isOfFile(path, code)) {
    const why = READ_FAILURES.has(code) ? `the disk failed (${code})` : `${reason} (${code})`;
    const message = `The data file ${path} cannot be read: ${why}. It was left as it is.`;
    return new UnreadableFileError('unavailable', path, message, error);
  }
  const message = `The data file ${path} cannot be used: ${explain(error, code, reason)}.`;
  return new AppError('unavailable', message, { cause: error });
}

/** Its version, application and tables as of one moment: another process may be creating them right now. */
function readIdentity(db: DayFileConnection) {
  return db.transaction(() => ({
    version: db.pragma('user_version', { simple: true }) as number,
    application: db.pragma('application_id', { simple: true }) as number,
    isEmpty: db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined,
  }))();
}

function checkIdentity(db: DayFileConnection, path: string): number {
  const { version, application, isEmpty } = readIdentity(db);
  if (version > DATA_VERSION) {
    throw new UnreadableFileError(
      'unavailable',
      path,
      `The data file ${path} was written by a newer version of Spanward (format ${version}, this one reads up to ${DATA_VERSION}). Start the newer version.`,
    );
  }
  const isNew = version === 0 && isEmpty;
  if (!isNew && application !== DATA_APPLICATION_ID) {
    throw new UnreadableFileError(
      'internal',
      path,
      `The file ${path} is not a data file of Spanward.`,
    );
  }
  return version;
}

/** Brings a file to the newest version, all steps or none. */
function migrate(db: DayFileConnection, path: string): void {
  if (checkIdentity(db, path) === DATA_VERSION) return;
  db.transaction(() => {
    migrateFrom(db, checkIdentity(db, path));
  }).immediate();
}

/**
 * Opens a day file for the writer, creating or migrating it.
 *
 * The caller checkpoints: automatic checkpoints would stall acknowledgements. Throws `AppError`
 * `internal` when the file is damaged, `unavailable` when it is newer or the disk refuses.
 */
export function openDayFileForWriting(path: string, options: DayFileOptions): DayFileConnection {
  let db: DayFileConnection | undefined;
  try {
    createDayFile(path, options.nativeBinding);
    db = connect(path, options, false);
    checkIdentity(db, path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('wal_autocheckpoint = 0');
    db.pragma('journal_size_limit = 67108864');
    migrate(db, path);
    return db;
  } catch (error) {
    db?.close();
    throw dayFileError(path, error);
  }
}

/** Opens a file on which nobody counts before it is complete: it has no log, and nothing waits for the disk. */
export function openStagedFile(path: string, options: DayFileOptions): DayFileConnection {
  const db = connect(path, options, false);
  // Of the few pages that were there before: none at all is refused.
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  return db;
}

/**
 * Opens a day file for reading; undefined while the writer has not yet created its tables.
 *
 * Throws `AppError` like {@link openDayFileForWriting}.
 */
export function openDayFileForReading(
  path: string,
  options: DayFileOptions,
): DayFileConnection | undefined {
  let db: DayFileConnection | undefined;
  try {
    db = connect(path, options, true);
    if (checkIdentity(db, path) > 0) return db;
    db.close();
    return undefined;
  } catch (error) {
    db?.close();
    if (!existsSync(path)) {
      const message = `The data file ${path} was removed.`;
      throw new UnreadableFileError('unavailable', path, message, error);
    }
    throw dayFileError(path, error);
  }
}

function connect(path: string, options: DayFileOptions, readonly: boolean): DayFileConnection {
  const { nativeBinding } = options;
  const db = new Database(path, {
    readonly,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    db.pragma(`cache_size = -${CACHE_KIB}`);
    db.pragma('trusted_schema = OFF');
    return db;
  } catch (error) {
    // Held open, a file that is removed then would keep its room on the disk.
    db.close();
    throw error;
  }
}
