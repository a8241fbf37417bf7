import { rmSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { GONE_SUFFIX, PACKING_SUFFIX } from './staged-suffix.ts';

/** What could not be removed yet. */
const left = new Set<string>();

/**
 * Removes the file of a day that was exchanged, as it was put aside, and what lies beside its old name: logs of SQLite,
 * and what was packed of it, which may hold what is to go.
 *
 * @throws AppError `unavailable` for what the system does not let go, also of earlier calls: the data is out of the
 *   day, and not off the disk
 */
export function removeOld(aside: string): void {
  const path = aside.endsWith(GONE_SUFFIX) ? aside.slice(0, -GONE_SUFFIX.length) : aside;
  const packing = `${path}${PACKING_SUFFIX}`;
  for (const name of [aside, packing]) left.add(name);
  for (const name of [path, packing]) for (const end of ['-wal', '-shm']) left.add(`${name}${end}`);
  removeLeft();
}

/** Tries again what could not be removed. @throws like {@link removeOld} */
export function removeLeft(): void {
  const failures: AppError[] = [];
  for (const path of left) {
    try {
      unlink(path);
      left.delete(path);
    } catch (error) {
      failures.push(error as AppError);
    }
  }
  if (failures[0]) throw failures[0];
}

/** @throws AppError `unavailable` */
export function unlink(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The old data file ${path} cannot be removed (${reason}). The next start removes it.`;
    throw new AppError('unavailable', message, { cause: error });
  }
}
