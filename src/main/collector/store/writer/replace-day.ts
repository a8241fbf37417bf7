import { renameSync, rmSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { syncFolders } from '../day-file.ts';
import { DayReader } from '../reader/day-reader.ts';
import { copySegment } from '../rewrite/copy-segment.ts';
import { segmentsOf } from '../rewrite/records-of.ts';
import { GONE_SUFFIX, PACKING_SUFFIX } from '../rewrite/staged-suffix.ts';
import type { DayPlace } from '../rewrite/types.ts';
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
 * @returns the old file, put aside: removing a large one takes longer than an append should wait
 * @throws AppError `conflict` for a day that is to go as a whole and has grown since
 */
export function replaceDay(
  files: ProjectFiles,
  { projectId, signal, day, staged, through }: DayReplacement,
  nativeBinding: string | undefined,
): string | undefined {
  const old = files.find(projectId, signal, day);
  if (old === undefined) return undefined;
  const hasMore = files.open(old).lastId > through;
  if (staged === undefined) {
    if (hasMore) throw new AppError('conflict', `${signal} of ${day} have grown meanwhile.`);
    files.replace(projectId, signal, old);
  } else {
    const path = files.nextPath(projectId, signal, old);
    if (hasMore) {
      const rest = new OpenFile({ day, path: staged }, nativeBinding);
      const reader = DayReader.open(old.path, { nativeBinding });
      try {
        rest.begin();
        for (const segment of reader ? segmentsOf(reader, signal, through) : []) {
          copySegment(segment, [], rest);
        }
        rest.commit();
        rest.checkpoint(true);
      } finally {
        reader?.close();
        rest.close();
      }
    }
    renameSync(staged, path);
    syncFolders(path, 1);
    files.replace(projectId, signal, old, { day, path });
  }
  const aside = `${old.path}${GONE_SUFFIX}`;
  renameSync(old.path, aside);
  // What was packed of the old file may hold what is to go.
  for (const name of [old.path, `${old.path}${PACKING_SUFFIX}`]) {
    for (const suffix of ['-wal', '-shm']) rmSync(`${name}${suffix}`, { force: true });
  }
  rmSync(`${old.path}${PACKING_SUFFIX}`, { force: true });
  return aside;
}
