import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { endThread } from '../end-thread.ts';
import { workerEntry } from '../worker-entry.ts';
import type { FromBackup, ToBackup } from './backup-worker.ts';
import type { BackupJob } from './write-archive.ts';

/** The thread that makes one backup, a piece each time it is asked. */
export class BackupThread {
  readonly #worker: Worker;
  #hasExited = false;
  #why = 'The backup was stopped.';
  #ended: Promise<void> | undefined;

  constructor(workerData: BackupJob) {
    this.#worker = new Worker(workerEntry('backup-worker'), {
      workerData,
      name: 'spanward-backup',
    });
    // Whoever asks for a piece is told; in between nobody else is there to take it.
    this.#worker.on('error', () => {});
    this.#worker.once('exit', () => {
      this.#hasExited = true;
    });
  }

  /** @throws AppError `unavailable` when the thread was ended, before or meanwhile */
  next(): Promise<FromBackup> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new AppError('unavailable', this.#why));
      if (this.#hasExited) {
        gone();
        return;
      }
      this.#worker.once('error', reject);
      this.#worker.once('exit', gone);
      this.#worker.once('message', (answer: FromBackup) => {
        this.#worker.off('error', reject);
        this.#worker.off('exit', gone);
        resolve(answer);
      });
      this.#tell('next');
    });
  }

  /** Lets it close what it has open and end; whoever waits for a piece, or asks for another, is told why. */
  end(why = this.#why): Promise<void> {
    this.#why = why;
    this.#ended ??= this.#hasExited
      ? Promise.resolve()
      : endThread(this.#worker, () => this.#tell('close'));
    return this.#ended;
  }

  #tell(message: ToBackup): void {
    this.#worker.postMessage(message);
  }
}
