import { existsSync } from 'node:fs';
import { findDayFile } from '../day-files.ts';
import type { DayPlace } from './types.ts';

/**
 * Does something with the file of a day. Where the day was written anew between the look for the file and that, with
 * the new file.
 *
 * @param known its file, for who has just listed them all; of thousands each would list them anew else
 * @returns undefined when there is no such day
 * @throws whatever `look` throws of a file that is there
 */
export function lookAtDay<T>(
  dataDir: string,
  { projectId, signal, day }: DayPlace,
  look: (path: string) => T,
  known?: string,
): T | undefined {
  const find = (): string | undefined => findDayFile(dataDir, projectId, signal, day)?.path;
  let before: string | undefined;
  for (let path = known ?? find(); path !== undefined && path !== before; path = find()) {
    try {
      return look(path);
    } catch (error) {
      if (existsSync(path)) throw error;
      before = path;
    }
  }
  return undefined;
}
