import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Signal } from '../../otlp/types.ts';
import { namesIn } from '../../names-in.ts';
import { NEW_SUFFIX, syncFoldersSync } from '../../replace-file.ts';
import { listProjectFolders, newestOf, projectFolder, SIGNALS } from '../day-files.ts';
import { GONE_SUFFIX, PACKING_SUFFIX, STAGED_SUFFIX } from './staged-suffix.ts';
import type { DayPlace, LeftDay } from './types.ts';

/**
 * A data file, whatever its generation, one on the way to be one or to be removed, and what SQLite keeps beside it. What
 * is being packed is gone on with as long as its day stands in the same file.
 */
const FILE = new RegExp(
  `^((\\d{4}-\\d{2}-\\d{2})(?:\\.\\d+)?\\.db)((?:${[STAGED_SUFFIX, PACKING_SUFFIX, GONE_SUFFIX].map((end) => `\\${end}`).join('|')})?(?:\\${NEW_SUFFIX})?)(-wal|-shm)?$`,
);

/** Files to look at: of one project, or of one of its days. */
export type LeftoverScope = Pick<DayPlace, 'projectId'> & Partial<DayPlace>;

interface Leftover {
  readonly signal: Signal;
  readonly day: string;
  readonly path: string;
}

/**
 * Files that are no part of any day: put aside, older generations of a day that stands complete in a newer one, and logs
 * of files that are gone. Not those that are being written.
 */
export function leftoversOf(dataDir: string, { projectId, ...of }: LeftoverScope): Leftover[] {
  const signals = of.signal === undefined ? SIGNALS : [of.signal];
  const found = leftovers(dataDir, projectId, signals, of.day);
  return found.filter(({ suffix }) => !isBeingWritten(suffix));
}

/** Removes these; @returns what the system does not let go: the data is out of its day, and not off the disk */
export function removeLeft(dataDir: string, scope: LeftoverScope): LeftDay[] {
  /** A removed file of each signal. */
  const removed = new Map<Signal, string>();
  const left = leftoversOf(dataDir, scope).flatMap(({ signal, day, path }) => {
    const reason = refusal(path);
    if (reason === undefined) {
      removed.set(signal, path);
      return [];
    }
    const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const problem = `The old data file ${path} cannot be removed (${reason}). It is tried again with every sweep, and at the next start.`;
    return [{ signal, day, bytes, problem }];
  });
  // What is told as gone is not back after a power cut.
  for (const path of removed.values()) syncFoldersSync(path, 1);
  return left;
}

/**
 * Removes what an interrupted removal left behind, files that were being written among it. For use at a start, before
 * anything is open.
 *
 * @param onRefused told of each that the system does not let go
 * @returns how many files
 */
export function removeLeftovers(dataDir: string, onRefused: (reason: string) => void): number {
  let removed = 0;
  for (const projectId of listProjectFolders(dataDir)) {
    for (const { path } of leftovers(dataDir, projectId, SIGNALS)) {
      const reason = refusal(path);
      if (reason === undefined) removed++;
      else onRefused(reason);
    }
  }
  return removed;
}

/** Removes a file. @throws AppError `unavailable` */
export function unlink(path: string): void {
  const reason = refusal(path);
  if (reason !== undefined) {
    throw new AppError('unavailable', `The file ${path} cannot be removed (${reason}).`);
  }
}

function leftovers(
  dataDir: string,
  projectId: string,
  signals: readonly Signal[],
  only?: string,
): (Leftover & { suffix: string })[] {
  const found: (Leftover & { suffix: string })[] = [];
  for (const signal of signals) {
    const folder = join(projectFolder(dataDir, projectId), signal);
    const names = namesIn(folder).filter((name) => name.startsWith(only ?? ''));
    const current = new Set(newestOf(names).values());
    for (const name of names) {
      const [, file, day, suffix = ''] = FILE.exec(name) ?? [];
      if (file === undefined || day === undefined) continue;
      const isOver = suffix === GONE_SUFFIX || isBeingWritten(suffix);
      if (!isOver && current.has(file)) continue;
      found.push({ signal, day, path: join(folder, name), suffix });
    }
  }
  return found;
}

const isBeingWritten = (suffix: string): boolean =>
  suffix === STAGED_SUFFIX || suffix.endsWith(NEW_SUFFIX);

/** Why a file cannot be removed; undefined once it is. */
function refusal(path: string): string | undefined {
  try {
    rmSync(path, { force: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
