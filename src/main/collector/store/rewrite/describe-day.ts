import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { dayFileError, UnreadableFileError } from '../day-file.ts';
import { generationOf, isSettled, listDayFiles, SIGNALS } from '../day-files.ts';
import { DayReader } from '../reader/day-reader.ts';
import { lookAtDay } from './look-at-day.ts';
import type { DayPlace, StoredDay, Survey, UnreadableDay } from './types.ts';

/**
 * Every day of a project, oldest first, none left out that another thread writes anew meanwhile.
 *
 * @param known days of an earlier survey: to open a file takes most of a survey's time
 */
export function surveyDays(
  dataDir: string,
  projectId: string,
  nativeBinding: string | undefined,
  known: readonly StoredDay[] = [],
): Survey {
  const days: StoredDay[] = [];
  const unreadable: UnreadableDay[] = [];
  const before = new Map(known.map((each) => [`${each.signal} ${each.day}`, each]));
  for (const signal of SIGNALS) {
    for (const { day, path } of listDayFiles(dataDir, projectId, signal).toReversed()) {
      const last = before.get(`${signal} ${day}`);
      try {
        const isSame = last?.stamp !== undefined && last.stamp === stampOf(path);
        const place = { projectId, signal, day };
        const found = isSame ? last : describeDay(dataDir, place, nativeBinding, path);
        if (found !== undefined) days.push(found);
      } catch (error) {
        // Doctor names it too; a file that cannot be read, for whatever reason, is never removed for its age.
        const told = dayFileError(path, error);
        if (told.code === 'internal' && !(told instanceof UnreadableFileError)) throw error;
        unreadable.push({ signal, day, problem: told.message });
      }
    }
  }
  return { days, unreadable };
}

/** One day, of whose file the path may be `known`; undefined when there is none. @throws AppError where it cannot be read */
export function describeDay(
  dataDir: string,
  place: DayPlace,
  nativeBinding: string | undefined,
  known?: string,
): StoredDay | undefined {
  return lookAtDay(dataDir, place, (path) => describeFile(path, place, nativeBinding), known);
}

function describeFile(
  path: string,
  { signal, day }: DayPlace,
  nativeBinding: string | undefined,
): StoredDay | undefined {
  // Before it is read: what is written to it meanwhile gives it another one.
  const stamp = stampOf(path);
  const reader = DayReader.open(path, { nativeBinding });
  if (reader === undefined) return undefined;
  try {
    const { records, lastCommitMs } = reader.totals();
    const packed = reader.packedTotals();
    return {
      signal,
      day,
      bytes: sizeOf(path),
      settledBytes: reader.settledBytes(),
      records,
      through: reader.lastSegment(),
      generation: generationOf(path),
      ...timesOf(reader),
      arrivedMs: lastCommitMs,
      ...(packed.records > 0 && { packed }),
      ...(stamp !== undefined && { stamp }),
    };
  } finally {
    reader.close();
  }
}

/** Between which times the records of a file are, see {@link StoredDay}. */
function timesOf(reader: DayReader) {
  const { minUs, maxUs } = reader.times();
  // The clock may have been set back, or forward again, between any two.
  const arrived = reader.arrivals();
  // One segment without times says nothing of the others.
  const firstUs = minUs > 0 ? Math.min(minUs, maxUs) : reader.firstTime();
  return {
    fromMs: firstUs > 0 ? Math.min(firstUs / 1000, arrived.fromMs) : arrived.fromMs,
    toMs: maxUs > 0 ? maxUs / 1000 : arrived.toMs,
    arrivedToMs: arrived.toMs,
  };
}

/** See {@link StoredDay.stamp}; undefined as well where there is no such file. */
function stampOf(path: string): string | undefined {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  // A commit is in the log at first, and the file as it was.
  if (log !== undefined && log.size > 0) return undefined;
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined || !isSettled(file)) return undefined;
  const { dev, ino, size, mtimeMs, ctimeMs } = file;
  return [basename(path), dev, ino, size, mtimeMs, ctimeMs].join(' ');
}

/** Bytes of a day on the disk, its log among them; 0 when there is none. */
export function bytesOfDay(dataDir: string, place: DayPlace): number {
  return lookAtDay(dataDir, place, sizeOf) ?? 0;
}

/** Bytes of a data file and its log on the disk. */
export function sizeOf(path: string): number {
  return [path, `${path}-wal`].reduce(
    (sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
