import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Ending of a file that is being written; whatever has it at a start is left over. */
export const NEW_SUFFIX = '.new';

/**
 * Writes a file (mode 0600) so that it is there as a whole or not at all: to a new file, to the disk, and into place.
 * Waits for the disk; its entry in the folder is for the caller to sync.
 */
export function replaceFileSync(path: string, content: string | Uint8Array): void {
  const temporary = `${path}${NEW_SUFFIX}`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
