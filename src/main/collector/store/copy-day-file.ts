import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import { dayFileError, openDayFileForReading, type DayFileOptions } from './day-file.ts';

/**
 * Copies a day file as of one moment, while the writer goes on: everything committed before is in the copy.
 *
 * @returns how many records it holds; undefined for a file without tables yet, of which there is no copy
 * @throws AppError naming the file, as {@link openDayFileForReading} does
 */
export function copyDayFile(from: string, to: string, options: DayFileOptions): number | undefined {
  const source = openDayFileForReading(from, options);
  if (source === undefined) return undefined;
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    throw dayFileError(from, error);
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  const { nativeBinding } = options;
  const copy = new Database(to, nativeBinding === undefined ? {} : { nativeBinding });
  try {
    // As the writer has it: it need not change the mode under readers later.
    copy.pragma('journal_mode = WAL');
    return copy.prepare('SELECT records FROM totals').pluck().get() as number;
  } finally {
    copy.close();
  }
}
