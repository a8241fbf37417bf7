import { existsSync } from 'node:fs';
import { listDayFiles } from '../day-files.ts';
import type { DayPlace } from './types.ts';

/**
 * Does something with the file of a day. Where the day was written anew between the look for the file and that, with
 * the new file.
 *
 * @returns undefined when there is no such day
 * @throws whatever `look` throws of a file that is there
 */
export function lookAtDay<T>(
  dataDir: string,
  { projectId, signal, day }: DayPlace,
  look: (path: string) => T,
): T | undefined {
  for (let before: string | undefined; ;) {
    const file = listDayFiles(dataDir, projectId, signal).find((each) => each.day === day);
    if (file === undefined || file.path === before) return undefined;
    try {
      return look(file.path);
    } catch (error) {
      if (existsSync(file.path)) throw error;
      before = file.path;
    }
  }
}
