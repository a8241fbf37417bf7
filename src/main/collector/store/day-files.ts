import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Signal } from '../otlp/types.ts';

/** A data file: everything of one project and signal that arrived on one UTC day. */
export interface DayFile {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly path: string;
}

export const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];

/** A file that was rewritten is named anew, `2026-11-21.1.db`, so that nobody takes it for the one before. */
const FILE_NAME = /^(\d{4}-\d{2}-\d{2})(?:\.(\d{1,9}))?\.db$/;

/** A file that was written to this shortly ago may be again within the same tick of its time, ms. */
const SETTLED_MS = 2000;

/** Whether its time and size tell a file from what it is after the next write to it. */
export function isSettled({ mtimeMs }: { readonly mtimeMs: number }): boolean {
  return Date.now() - mtimeMs >= SETTLED_MS;
}

/** UTC day of a time in milliseconds since the epoch. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Folder with everything of one project. */
export function projectFolder(dataDir: string, projectId: string): string {
  return join(dataDir, 'projects', projectId);
}

/** @param generation how often the day was written anew */
export function dayFilePath(
  dataDir: string,
  projectId: string,
  signal: Signal,
  day: string,
  generation = 0,
): string {
  const name = generation === 0 ? `${day}.db` : `${day}.${generation}.db`;
  return join(projectFolder(dataDir, projectId), signal, name);
}

/** How often the day of a file was written anew. */
export function generationOf(path: string): number {
  return Number(FILE_NAME.exec(basename(path))?.[2] ?? 0);
}

/** @throws AppError `unavailable` where a folder is there and cannot be read */
function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new AppError('unavailable', `The folder ${folder} cannot be read: ${message}.`, {
      cause: error,
    });
  }
}

/** Data files of a project and signal, newest day first. */
export function listDayFiles(dataDir: string, projectId: string, signal: Signal): DayFile[] {
  const folder = join(projectFolder(dataDir, projectId), signal);
  return [...newestOf(entries(folder))]
    .map(([day, name]) => ({ day, path: join(folder, name) }))
    .sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** The file of one day: as {@link listDayFiles} has it, without making a list of all. */
export function findDayFile(
  dataDir: string,
  projectId: string,
  signal: Signal,
  day: string,
): DayFile | undefined {
  const folder = join(projectFolder(dataDir, projectId), signal);
  const newest = newestOf(entries(folder).filter((name) => name.startsWith(day))).get(day);
  return newest === undefined ? undefined : { day, path: join(folder, newest) };
}

/** The data file of each day among the names in a folder, by day. */
export function newestOf(names: readonly string[]): Map<string, string> {
  const newest = new Map<string, string>();
  for (const name of names) {
    const day = FILE_NAME.exec(name)?.[1];
    if (day === undefined) continue;
    const known = newest.get(day);
    // Of two, one is about to be removed: the newer generation holds all that is left of the older.
    if (known !== undefined && generationOf(known) > generationOf(name)) continue;
    newest.set(day, name);
  }
  return newest;
}

/** Ids of the projects that have a data folder. */
export function listProjectFolders(dataDir: string): string[] {
  return entries(join(dataDir, 'projects')).sort();
}
