import { parentPort, workerData } from 'node:worker_threads';
import type { BackupSummary } from '../../../shared/contract/backup.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { writeArchive, type BackupJob } from './write-archive.ts';

/** What the thread is told: to make the next piece, or to end. */
export type ToBackup = 'next' | 'close';

/** What the thread answers each time it is asked for the next piece. */
export type FromBackup =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly summary: BackupSummary }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

const main = parentPort!;
const pieces = writeArchive(workerData as BackupJob);

main.on('message', (message: ToBackup) => {
  if (message === 'next') main.postMessage(next());
  else {
    // Closes the copy it hands over.
    pieces.return(undefined as never);
    main.close();
  }
});

function next(): FromBackup {
  try {
    const { done, value } = pieces.next();
    return done === true ? { kind: 'done', summary: value } : { kind: 'bytes', bytes: value };
  } catch (error) {
    if (error instanceof AppError) {
      return { kind: 'failed', code: error.code, message: error.message };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', code: 'unavailable', message: `The backup failed: ${reason}` };
  }
}
