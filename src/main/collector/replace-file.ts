import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Ending of a file that is being written; whatever has it at a start is left over. */
export const NEW_SUFFIX = '.new';

/**
 * Writes a file (mode 0600) so that after a crash or a power cut either the old or the new content is there, whole: to a
 * new file, to the disk, and into place. On failure the old one stays and nothing else.
 */
export async function replaceFile(file: string, content: string): Promise<void> {
  const temporary = `${file}${NEW_SUFFIX}`;
  try {
    // A left-over of a crash may have other permissions.
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/**
 * As {@link replaceFile}, where nothing else is to be done before it is written.
 *
 * @param newFolders how many of the folders above it were made for it: they become durable with it
 */
export function replaceFileSync(file: string, content: string | Uint8Array, newFolders = 0): void {
  const temporary = `${file}${NEW_SUFFIX}`;
  try {
    rmSync(temporary, { force: true });
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFoldersSync(file, newFolders + 1);
}

/** What file systems without it answer, Windows, and folders that take files and may not be looked into. */
const NO_SYNC: ReadonlySet<unknown> = new Set(
  'EACCES EPERM EISDIR EINVAL ENOSYS ENOTSUP EOPNOTSUPP'.split(' '),
);

/** Makes the entries of a folder durable, where the file system can and this user may look into it. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // What was named is there all the same.
    if (!NO_SYNC.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}

/** Makes the entries of so many folders above a path durable, the nearest first, where the file system can. */
export function syncFoldersSync(path: string, levels: number): void {
  let folder = dirname(path);
  for (let i = 0; i < levels; i++, folder = dirname(folder)) {
    try {
      const handle = openSync(folder, 'r');
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch {
      // Some file systems and Windows cannot sync a folder; the file's own sync still holds.
      return;
    }
  }
}
