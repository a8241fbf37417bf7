import { create } from 'zustand';
import type { BackupProgress, CheckedBackup, RestoreOutcome } from '../../../shared/desktop-api.ts';
import { messageOf } from '../../client/call-error.ts';
import { queryClient } from '../../client/queries.ts';
import { valueOf } from './backup-sink.ts';

/** A restore in the desktop app, step by step. */
export type Restore =
  | { step: 'picking' }
  /** Its bytes are read and compared. */
  | { step: 'checking'; progress: BackupProgress | null }
  | { step: 'picked'; backup: CheckedBackup; problem: string | null }
  | { step: 'restoring'; backup: CheckedBackup; progress: BackupProgress | null }
  | { step: 'done'; backup: CheckedBackup; outcome: RestoreOutcome }
  | { step: 'failed'; message: string };

/** The restore under way; lives in the window, as the collector starts anew in the middle of it. */
export const useRestore = create<{ restore: Restore | null }>()(() => ({ restore: null }));

const tell = (restore: Restore | null): void => useRestore.setState({ restore });

window.spanward?.onBackupProgress((progress) => {
  const { restore } = useRestore.getState();
  if (restore?.step === 'picking') tell({ step: 'checking', progress });
  if (restore?.step === 'checking' || restore?.step === 'restoring') tell({ ...restore, progress });
});

/** Lets the person pick a backup and checks it. */
export async function pickBackup(): Promise<void> {
  const desktop = window.spanward;
  if (!desktop) return;
  tell({ step: 'picking' });
  try {
    const backup = valueOf(await desktop.pickBackup());
    tell(backup === null ? null : { step: 'picked', backup, problem: null });
  } catch (error) {
    tell({ step: 'failed', message: messageOf(error) });
  }
}

/** Puts a picked backup in the place of the app's data. */
export async function restore(
  backup: CheckedBackup,
  passphrase: string | undefined,
): Promise<void> {
  const desktop = window.spanward;
  if (!desktop) return;
  tell({ step: 'restoring', backup, progress: null });
  try {
    const outcome = valueOf(await desktop.restoreBackup(backup.id, passphrase));
    tell({ step: 'done', backup, outcome });
    // Nothing of what was shown is there any more.
    await queryClient.resetQueries();
  } catch (error) {
    tell({ step: 'picked', backup, problem: messageOf(error) });
  }
}

export function cancelRestore(): void {
  window.spanward?.cancelRestore();
}

export function closeRestore(): void {
  tell(null);
}
