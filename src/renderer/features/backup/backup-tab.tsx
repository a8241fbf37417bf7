import { MadeBackups } from './made-backups.tsx';
import { MakeBackup } from './make-backup.tsx';
import { RestoreSection } from './restore-section.tsx';

/** Everything of the instance to one file, and back. */
export function BackupTab() {
  return (
    <>
      <MakeBackup />
      <MadeBackups />
      <RestoreSection />
    </>
  );
}
