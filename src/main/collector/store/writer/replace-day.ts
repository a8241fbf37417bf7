import { renameSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { syncFoldersSync } from '../../replace-file.ts';
import { dayFileError } from '../day-file.ts';
import type { DayFile } from '../day-files.ts';
import { DayReader, type SegmentRow } from '../reader/day-reader.ts';
import { copySegment } from '../rewrite/copy-segment.ts';
import { segmentsOf } from '../rewrite/records-of.ts';
import { GONE_SUFFIX } from '../rewrite/staged-suffix.ts';
import type { DayPlace } from '../rewrite/types.ts';
import { isDead } from '../summarize.ts';
import { OpenFile } from './open-file.ts';
import type { ProjectFiles } from './project-files.ts';

/** What becomes of a day. */
export interface DayReplacement extends DayPlace {
  /** File that holds what stays of it; undefined: nothing stays. */
  readonly staged: string | undefined;
  /** Segments after this one came later: they stay. */
  readonly through: number;
}

/**
 * Puts a staged file, completed with what came since, in the place of a day's file, or removes the day.
 *
 * The rename of the staged file is the moment it happens: a kill before it leaves the old file, one after it the
 * new one, and the next start removes the other.
 *
 * The old file is put aside, for {@link removeLeft}: removing a large one takes longer than an append should wait.
 *
 * @throws AppError `conflict` for a day that is to go as a whole and has grown since, `unavailable` when the disk or
 *   the system refuses: the day is as it was
 */
export function replaceDay(
  files: ProjectFiles,
  replacement: DayReplacement,
  nativeBinding: string | undefined,
): void {
  const { projectId, signal, day, staged } = replacement;
  const old = files.find(projectId, signal, day);
  if (old === undefined) return;
  try {
    if (staged === undefined) removeDay(files, replacement, old);
    else exchange(files, { ...replacement, staged }, old, nativeBinding);
  } catch (error) {
    throw dayFileError(old.path, error);
  }
}

function removeDay(
  files: ProjectFiles,
  { projectId, signal, day, through }: DayReplacement,
  old: DayFile,
): void {
  if (files.open(old).lastId > through) {
    throw new AppError('conflict', `${signal} of ${day} have grown meanwhile.`);
  }
  // Closed, and not forgotten before it is gone: another file of the day would have the next start remove this one.
  files.replace(projectId, signal, old, old);
  renameSync(old.path, `${old.path}${GONE_SUFFIX}`);
  files.replace(projectId, signal, old);
}

function exchange(
  files: ProjectFiles,
  { projectId, signal, day, staged, through }: DayReplacement & { readonly staged: string },
  old: DayFile,
  nativeBinding: string | undefined,
): void {
  const path = files.nextPath(projectId, signal, old);
  if (files.open(old).lastId > through) {
    const rest = new OpenFile({ day, path: staged }, nativeBinding);
    try {
      addLater(rest, { signal, through }, old, nativeBinding);
    } finally {
      // Held open, a file that is removed then would keep its room on the disk.
      rest.close();
    }
  }
  renameSync(staged, path);
  syncFoldersSync(path, 1);
  files.replace(projectId, signal, old, { day, path });
  putAside(old.path);
}

/** Adds what came after a segment. */
function addLater(
  rest: OpenFile,
  { signal, through }: Pick<DayReplacement, 'signal' | 'through'>,
  { path }: DayFile,
  nativeBinding: string | undefined,
): void {
  const reader = DayReader.open(path, { nativeBinding });
  try {
    rest.begin();
    for (const segment of reader ? segmentsOf(reader, signal, through) : []) {
      // What repeats others may repeat what goes, and nobody would find it any more to have it go too.
      copySegment(segment, deadOf(segment.row), rest);
    }
  } finally {
    reader?.close();
  }
  rest.commit();
  rest.checkpoint(true);
}

/** Ordinals of the records that repeat others. */
function deadOf({ dead, records }: SegmentRow): number[] {
  if (dead === undefined) return [];
  return Array.from({ length: records }, (_, i) => i).filter((i) => isDead(dead, i));
}

/** The day is exchanged already: an old file that cannot be renamed, as somebody has it open, is removed where it is. */
function putAside(path: string): void {
  try {
    renameSync(path, `${path}${GONE_SUFFIX}`);
  } catch {
    // An older generation of its day by now, which nobody reads.
  }
}
