import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import type { Signal } from '../../otlp/types.ts';
import { dayFileError, openStagedFile } from '../day-file.ts';
import type { DayFile } from '../day-files.ts';
import { completeStagedFile, createStagedFile } from '../new-day-file.ts';
import type { DayReader } from '../reader/day-reader.ts';
import { OpenFile } from '../writer/open-file.ts';
import { copySegment } from './copy-segment.ts';
import { Pace } from './pace.ts';
import { segmentsOf } from './records-of.ts';
import { STAGED_SUFFIX } from './staged-suffix.ts';

/** Bytes of segments after which the disk is waited for. */
const SYNC_BYTES = 1024 * 1024;

/** A data file being written beside the one whose place it takes. */
export class StagedFile {
  readonly path: string;
  readonly file: OpenFile;
  #syncedBytes = 0;

  /**
   * Begins anew what an earlier attempt left, with the segments before the first that changes as they are.
   *
   * @throws AppError, and `SegmentError` where one is damaged
   */
  static async begin(
    day: DayFile,
    nativeBinding: string | undefined,
    { reader, signal, firstId }: { reader: DayReader; signal: Signal; firstId: number },
  ): Promise<StagedFile> {
    const staged = new StagedFile(day, nativeBinding);
    try {
      const pace = new Pace();
      for (const segment of segmentsOf(reader, signal, 0, firstId - 1)) {
        copySegment(segment, [], staged.file);
        staged.stepped();
        if (pace.due) await pace.rest();
      }
      return staged;
    } catch (error) {
      staged.discard();
      throw error;
    }
  }

  private constructor({ day, path }: DayFile, nativeBinding: string | undefined) {
    this.path = `${path}${STAGED_SUFFIX}`;
    removeStaged(this.path);
    try {
      createStagedFile(this.path, nativeBinding);
      this.file = new OpenFile({ day, path: this.path }, nativeBinding, openStagedFile);
    } catch (error) {
      // Where the disk is full, what was begun must not take the last of it.
      removeStaged(this.path);
      throw dayFileError(this.path, error);
    }
    this.file.begin();
  }

  /** Call it after each segment: the disk takes its part, and no append waits behind all of it at the end. */
  stepped(): void {
    const written = this.file.logBytes;
    if (written - this.#syncedBytes < SYNC_BYTES) return;
    this.#syncedBytes = written;
    syncFile(this.path);
  }

  /** Completes it: it is on the disk, and like any other data file. */
  finish(): void {
    this.file.commit();
    this.file.close();
    completeStagedFile(this.path);
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

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
