import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { namesIn } from '../names-in.ts';
import { replaceFileSync } from '../replace-file.ts';
import { projectFolder } from './day-files.ts';
import type { StoreCheck } from './types.ts';

/** Beside the signals of a project: since when its folder is not the one that it had. */
const MARK = 'made-anew';

/**
 * Tells a folder that is gone, as where its disk is not mounted, from a project of which nothing is stored: while a
 * project is there, no removal takes its folders.
 */
export interface TraceFolders {
  isThere(projectId: string): boolean;
  /** Marks the place of a folder that should be there and is not: the one that arriving data makes is another one. */
  markMissing(projectId: string, nowMs: number): void;
  /** Since when the folder is another one, ms since the epoch; `Infinity` where that cannot be told, undefined where it is the one. */
  otherSinceMs(projectId: string): number | undefined;
  /** All that was missed is there again. */
  forgetMissing(projectId: string): void;
  /** Those that were missing, and what to do. */
  check(): StoreCheck[];
}

/** The folders below a data folder. */
export function traceFolders(dataDir: string): TraceFolders {
  const markOf = (projectId: string): string => join(projectFolder(dataDir, projectId), MARK);
  const isThere = (projectId: string): boolean =>
    existsSync(join(projectFolder(dataDir, projectId), 'traces'));
  return {
    isThere,
    markMissing: (projectId, nowMs) => {
      const mark = markOf(projectId);
      if (isThere(projectId) || existsSync(mark)) return;
      try {
        const made = mkdirSync(projectFolder(dataDir, projectId), { recursive: true, mode: 0o700 });
        const newFolders = made === undefined ? 0 : relative(made, mark).split(sep).length;
        replaceFileSync(mark, `${new Date(nowMs).toISOString()}\n`, newFolders);
      } catch {
        // Where no mark can be made, no folder can: it stays missing, and that tells as much.
      }
    },
    otherSinceMs: (projectId) => {
      try {
        const sinceMs = Date.parse(readFileSync(markOf(projectId), 'utf8').trim());
        return Number.isNaN(sinceMs) ? Infinity : sinceMs;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : Infinity;
      }
    },
    forgetMissing: (projectId) => rmSync(markOf(projectId), { force: true }),
    check: () =>
      namesIn(join(dataDir, 'projects'))
        .filter((projectId) => existsSync(markOf(projectId)))
        .map((projectId) => ({
          name: `${projectId}/${MARK}`,
          state: 'warning',
          message: `The folder of this project was not there. What was said of its traces before stays, for when it is back: mount its disk, or put it back while nothing runs. Where its data is gone for good, delete ${markOf(projectId)}; what was said goes after the next start.`,
        })),
  };
}
