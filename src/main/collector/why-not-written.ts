import { dirname } from 'node:path';

const NOT_ALLOWED = 'it may not be written by this user';
const FULL = 'the disk is full';
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  SQLITE_FULL: FULL,
  EDQUOT: 'this user has no room left on the disk',
  EFBIG: 'the file is larger than this disk or user may have',
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EEXIST: 'there is something else of that name',
  EROFS: 'the disk cannot be written to',
  ENAMETOOLONG: 'its name is too long',
};

/** Why something somebody named could not be written, for the end of a sentence; of what is no system's error, its message. */
export function whyNotWritten(path: string, error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const isGone = code === 'ENOENT' || code === 'ENOTDIR';
  return isGone ? `there is no folder ${dirname(path)}` : (REASONS[code] ?? message);
}

const OF_PLACE: ReadonlySet<unknown> = new Set(
  'ENOENT ENOTDIR EACCES EPERM EROFS ENAMETOOLONG'.split(' '),
);

/** Whether another name would do: nothing is the matter with the disk. */
export const isOfItsPlace = (error: unknown): boolean =>
  OF_PLACE.has((error as NodeJS.ErrnoException).code);
