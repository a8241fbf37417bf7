import { closeSync, constants, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the entries of new folders and files durable, in so many folders above a path. */
export function syncFolders(path: string, levels: number): void {
  let folder = dirname(path);
  for (let i = 0; i < levels; i++, folder = dirname(folder)) {
    try {
      const handle = openSync(folder, constants.O_RDONLY);
      fsyncSync(handle);
      closeSync(handle);
    } catch {
      // Some file systems and Windows cannot sync a folder; the file's own syncs still hold.
      return;
    }
  }
}
