import { AppError } from '../../shared/errors.ts';
import { checkBackup, restoreBackup } from '../collector/backup/restore.ts';
import type { BackupAnswer, BackupTask } from './backup-messages.ts';

// Entry of a utility process that checks or unpacks one backup: minutes of hashing, and SQLite, are nothing for the
// process that owns the window. Ended by the main process when it has the answer.

const PROGRESS_MS = 100;

const parent = process.parentPort;
const tell = (answer: BackupAnswer): void => parent.postMessage(answer);

let told = 0;
const progress = (bytes: number): void => {
  const now = performance.now();
  if (now - told < PROGRESS_MS) return;
  told = now;
  tell({ type: 'progress', bytes });
};

async function run(task: BackupTask): Promise<BackupAnswer> {
  if (task.type === 'check') {
    return { type: 'checked', summary: await checkBackup({ file: task.file, progress }) };
  }
  const { audit } = await restoreBackup({
    file: task.file,
    dataDir: task.dataDir,
    passphrase: task.passphrase,
    nativeBinding: process.env['SPANWARD_SQLITE_BINDING'],
    progress,
  });
  return {
    type: 'restored',
    auditEntries: audit.entries,
    auditProblem: audit.problem?.message ?? null,
    sameAuditKey: audit.keyBefore === audit.keyNow,
  };
}

function failure(error: unknown): BackupAnswer {
  if (error instanceof AppError) return { type: 'failed', message: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { type: 'failed', message: `The backup could not be read: ${reason}` };
}

parent.once('message', (event) => {
  run(event.data as BackupTask)
    .catch(failure)
    .then(tell);
});
