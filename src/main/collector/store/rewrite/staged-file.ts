import { rmSync } from 'node:fs';
import { dayFileError } from '../day-file.ts';
import type { DayFile } from '../day-files.ts';
import { createStagedFile } from '../new-day-file.ts';
import { OpenFile } from '../writer/open-file.ts';
import { STAGED_SUFFIX } from './staged-suffix.ts';

/** Bytes of segments in one transaction of a staged file. */
const TRANSACTION_BYTES = 2 * 1024 * 1024;

/** A data file being written beside the one whose place it takes. */
export class StagedFile {
  readonly path: string;
  readonly file: OpenFile;

  /** Begins anew what an earlier attempt left. Throws `AppError`. */
  constructor({ day, path }: DayFile, nativeBinding: string | undefined) {
    this.path = `${path}${STAGED_SUFFIX}`;
    removeStaged(this.path);
    try {
      createStagedFile(this.path, nativeBinding);
      this.file = new OpenFile({ day, path: this.path }, nativeBinding);
    } catch (error) {
      // Where the disk is full, what was begun must not take the last of it.
      removeStaged(this.path);
      throw dayFileError(this.path, error);
    }
    // Nobody counts on it before it is complete; closing it waits for the disk once.
    this.file.db.pragma('synchronous = NORMAL');
    this.file.begin();
  }

  /** Call it after each segment: ends a transaction that is large enough. */
  stepped(): void {
    if (this.file.logBytes < TRANSACTION_BYTES) return;
    this.file.commit();
    this.file.checkpoint(false);
    this.file.begin();
  }

  /** Completes it, with nothing left in its log. */
  finish(): void {
    this.file.commit();
    this.file.checkpoint(true);
    this.file.close();
  }

  /** Removes what was written, finished or not. */
  discard(): void {
    try {
      this.file.close();
    } finally {
      removeStaged(this.path);
    }
  }
}

function removeStaged(path: string): void {
  for (const suffix of ['-wal', '-shm', '']) rmSync(`${path}${suffix}`, { force: true });
}
