import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import { finishReplacement } from './backup/replace-data.ts';
import { isDiskFull } from './full-disk.ts';
import { instanceFileOf, readInstance, type InstanceFile } from './instance-file.ts';

/** A data folder this process alone may write. */
export interface DataFolder {
  readonly path: string;
  /** Writes `instance.json` for the `spanward` command. */
  announce(instance: InstanceFile): void;
  release(): void;
}

/**
 * Makes the folder if need be (mode 0700), takes its lock, and puts restored data in its place where that was decided.
 *
 * The lock is an exclusive transaction on `lock.db`: the operating system drops it when the process dies, however it dies.
 * @throws AppError `conflict` when another process holds it, `unavailable` when the folder cannot be written
 */
export function openDataFolder(path: string, nativeBinding?: string): DataFolder {
  try {
    makeFolder(path);
    chmodSync(path, 0o700);
  } catch (error) {
    throw folderError(path, error);
  }
  const lock = takeLock(path, nativeBinding);
  try {
    finishReplacement(path);
  } catch (error) {
    lock.close();
    throw error instanceof AppError ? error : folderError(path, error);
  }
  const instanceFile = instanceFileOf(path);
  return {
    path,
    announce(instance) {
      rmSync(instanceFile, { force: true });
      writeFileSync(instanceFile, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
    },
    release() {
      try {
        rmSync(instanceFile, { force: true });
      } finally {
        lock.close();
      }
    },
  };
}

/** Makes a folder and its parents. Node's own recursive way never returns where the kernel allows no folders. */
function makeFolder(path: string): void {
  const parent = dirname(path);
  if (existsSync(path)) return;
  if (parent !== path) makeFolder(parent);
  mkdirSync(path, { mode: 0o700 });
}

function takeLock(path: string, nativeBinding: string | undefined): Database.Database {
  const file = join(path, 'lock.db');
  let lock: Database.Database | undefined;
  try {
    lock = new Database(file, {
      timeout: 0,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    chmodSync(file, 0o600);
    lock.pragma('journal_mode = DELETE');
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      const other = readInstance(path);
      const who = other === undefined ? 'another process' : `process ${other.pid}`;
      throw new AppError(
        'conflict',
        `The data folder ${path} is open in ${who}. Stop it, or name another folder.`,
      );
    }
    throw folderError(path, error);
  }
}

/** Why a data folder cannot be opened for writing, and what to do. */
export function folderError(path: string, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  const advice = isDiskFull(error)
    ? 'Free some space on its disk'
    : 'Make it writable for this user';
  return new AppError(
    'unavailable',
    `The data folder ${path} cannot be written: ${reason}. ${advice}, or name another folder.`,
    { cause: error },
  );
}
