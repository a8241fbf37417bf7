import type { OpenFile } from './open-file.ts';

/**
 * Log, see {@link OpenFile.logBytes}, that is moved into its database as soon as no append waits: small, so that one
 * step is short. Larger ones saved no processor time, as the log itself then is more memory to write to.
 */
const STEP_BYTES = 8 * 1024 * 1024;
/** Log beyond which an append has to wait after all, so that the disk and recovery stay bounded. */
const LIMIT_BYTES = 128 * 1024 * 1024;

/** Log file that is emptied instead of written over: readers that always were in its way let it grow. */
const LARGE_FILE_BYTES = 64 * 1024 * 1024;

/** Decides when logs move into their databases: off the path of an acknowledgement wherever possible. */
export class Checkpoints {
  readonly #opened: () => readonly OpenFile[];
  readonly #warn: (message: string) => void;

  constructor(opened: () => readonly OpenFile[], warn: (message: string) => void) {
    this.#opened = opened;
    this.#warn = warn;
  }

  /** Between rounds while appends wait: only what cannot be put off. */
  urgent(): void {
    for (const file of this.#opened()) {
      if (file.logBytes >= LIMIT_BYTES) this.#run(file, false);
    }
  }

  /** One step while nothing waits; false when there is nothing worth doing. */
  step(): boolean {
    const file = this.#opened().find((each) => each.logBytes >= STEP_BYTES);
    if (!file) return false;
    return this.#run(file, file.logFileBytes >= LARGE_FILE_BYTES);
  }

  /** After a while without appends: empties the logs, so that a start after a crash has nothing to redo. */
  settle(): void {
    for (const file of this.#opened()) if (file.hasLog) this.#run(file, true);
  }

  #run(file: OpenFile, truncate: boolean): boolean {
    try {
      file.checkpoint(truncate);
      return true;
    } catch (error) {
      // Nothing is lost: the log keeps what the database does not have yet.
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn(`A checkpoint failed and will be tried again: ${reason}`);
      return false;
    }
  }
}
