import { existsSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { openDataFolder } from '../data-folder.ts';
import { syncFolder } from '../replace-file.ts';
import { dropUnfinishedRestore, isEmptyFolder, moveIn, RESTORED } from './replace-data.ts';

/** Where a backup is unpacked, on the disk that it stays on. */
export interface RestorePlace {
  readonly folder: string;
  /** Makes what was unpacked the data folder: all of it, or, ended in between, at its next opening. */
  settle(): Promise<void>;
  /** Leaves nothing. */
  discard(): void;
}

/**
 * A place for what becomes a data folder. One that is missing comes into being by one rename. One that is there may be a
 * disk of its own, or the only folder this user may write: it is unpacked inside, and moved up at the end.
 *
 * @throws AppError `conflict` when there is something in it
 */
export async function restorePlace(dataDir: string, nativeBinding?: string): Promise<RestorePlace> {
  requireEmpty(dataDir);
  return existsSync(dataDir) ? inside(dataDir, nativeBinding) : beside(dataDir);
}

async function beside(dataDir: string): Promise<RestorePlace> {
  const parent = dirname(dataDir);
  const folder = await mkdir(parent, { recursive: true })
    .then(() => mkdtempSync(join(parent, `.${basename(dataDir)}.restore-`)))
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
      throw new AppError(
        'invalid',
        `${dataDir} cannot be made: this user may not write to ${parent}. Make it first, for the user that will serve it, and restore as that user.`,
        { cause: error },
      );
    });
  return {
    folder,
    settle: async () => {
      requireEmpty(dataDir);
      // Windows does not rename over a folder.
      if (existsSync(dataDir)) rmdirSync(dataDir);
      renameSync(folder, dataDir);
      await syncFolder(parent);
    },
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function inside(dataDir: string, nativeBinding: string | undefined): RestorePlace {
  const data = openDataFolder(dataDir, nativeBinding);
  const discard = (folder?: string): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    data.release();
    for (const name of ['lock.db', 'lock.db-journal']) rmSync(join(dataDir, name), { force: true });
  };
  try {
    dropUnfinishedRestore(dataDir);
    const folder = mkdtempSync(join(dataDir, `.${RESTORED}.restore-`));
    return {
      folder,
      settle: async () => {
        renameSync(folder, join(dataDir, RESTORED));
        await syncFolder(dataDir);
        moveIn(dataDir, Date.now());
        data.release();
      },
      discard: () => discard(folder),
    };
  } catch (error) {
    discard();
    throw error;
  }
}

function requireEmpty(dataDir: string): void {
  try {
    if (isEmptyFolder(dataDir)) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    const reason = code === 'EACCES' ? 'this user may not look into it' : 'it is not a folder';
    throw new AppError('conflict', `${dataDir} cannot be restored to: ${reason}.`, {
      cause: error,
    });
  }
  throw new AppError(
    'conflict',
    `${dataDir} is not empty, and a restore never overwrites. Name a new folder with --data-dir.`,
  );
}
