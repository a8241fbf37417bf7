import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listDayFiles, listProjectFolders, SIGNALS } from '../day-files.ts';
import { GONE_SUFFIX, PACKING_SUFFIX, STAGED_SUFFIX } from './staged-suffix.ts';

const STAGED_FILE = new RegExp(`\\${STAGED_SUFFIX}(-wal|-shm)?$`);
/**
 * A data file, whatever its generation, and what SQLite keeps beside it; or one that is being packed, which is gone on
 * with as long as its day stands in the same file.
 */
const DATA_FILE = new RegExp(
  `^(\\d{4}-\\d{2}-\\d{2}(?:\\.\\d+)?\\.db)(?:\\${PACKING_SUFFIX})?(-wal|-shm)?$`,
);

/**
 * Removes what an interrupted removal left behind: files that were being written, files that were put aside, older
 * generations of a day that stands complete in a newer one, and logs of files that are gone. For use at a start,
 * before anything is open.
 *
 * @param onRefused told of each that the system does not let go: it is tried again at the next start
 * @returns how many files
 */
export function removeLeftovers(dataDir: string, onRefused: (reason: string) => void): number {
  let removed = 0;
  for (const projectId of listProjectFolders(dataDir)) {
    for (const signal of SIGNALS) {
      const folder = join(dataDir, 'projects', projectId, signal);
      const current = new Set(listDayFiles(dataDir, projectId, signal).map(({ path }) => path));
      for (const name of namesIn(folder)) {
        if (!isLeftover(join(folder, name), name, current)) continue;
        try {
          rmSync(join(folder, name), { force: true });
          removed++;
        } catch (error) {
          onRefused(error instanceof Error ? error.message : String(error));
        }
      }
    }
  }
  return removed;
}

function isLeftover(path: string, name: string, current: ReadonlySet<string>): boolean {
  if (name.endsWith(GONE_SUFFIX) || STAGED_FILE.test(name)) return true;
  const file = DATA_FILE.exec(name)?.[1];
  return file !== undefined && !current.has(join(dirname(path), file));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
