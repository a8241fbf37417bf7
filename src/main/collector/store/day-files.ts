import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Signal } from '../otlp/types.ts';

/** A data file: everything of one project and signal that arrived on one UTC day. */
export interface DayFile {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly path: string;
}

export const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];

const FILE_NAME = /^(\d{4}-\d{2}-\d{2})\.db$/;

/** UTC day of a time in milliseconds since the epoch. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Folder with everything of one project. */
export function projectFolder(dataDir: string, projectId: string): string {
  return join(dataDir, 'projects', projectId);
}

export function dayFilePath(
  dataDir: string,
  projectId: string,
  signal: Signal,
  day: string,
): string {
  return join(projectFolder(dataDir, projectId), signal, `${day}.db`);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Data files of a project and signal, newest day first. */
export function listDayFiles(dataDir: string, projectId: string, signal: Signal): DayFile[] {
  const folder = join(projectFolder(dataDir, projectId), signal);
  const days = entries(folder).flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []);
  return days
    .sort()
    .reverse()
    .map((day) => ({ day, path: join(folder, `${day}.db`) }));
}

/** Ids of the projects that have a data folder. */
export function listProjectFolders(dataDir: string): string[] {
  return entries(join(dataDir, 'projects')).sort();
}
