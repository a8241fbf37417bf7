import { useQuery } from '@tanstack/react-query';
import { hrefOf } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { IconButton } from '../../ui/button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import transfer from '../transfer/transfer.module.css';
import { cancelBackup, useBackup } from './backup-store.ts';

/** How far a backup is, 0 to 1: what it copies is about as large as the data files. */
function useFraction(bytes: number): { fraction: number; about: number } {
  const { data: status } = useQuery(
    api.collector.status.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  );
  const about = status?.storedBytes ?? 0;
  return { fraction: about === 0 ? 0 : Math.min(0.99, bytes / about), about };
}

/** The bar and its numbers. */
export function BackupBar({ bytes, checking }: { bytes: number; checking: boolean }) {
  const { fraction, about } = useFraction(bytes);
  return (
    <>
      <ProgressBar label="Progress of the backup" value={checking ? 1 : fraction} />
      <span className={transfer['bytes']}>
        {checking
          ? `checking ${formatBytes(bytes)}`
          : about > bytes
            ? `${formatBytes(bytes)} of about ${formatBytes(about)}`
            : formatBytes(bytes)}
      </span>
    </>
  );
}

/** A backup being made, at the foot of the navigation on every screen. */
export function BackupProgress() {
  const job = useBackup((state) => state.job);
  if (job?.step !== 'running' && job?.step !== 'checking') return null;
  return (
    <div className={transfer['progress']} role="group" aria-label="Backup being made">
      <div className={transfer['row']}>
        <a href={hrefOf({ screen: 'collector', tab: 'backup' })} className="truncate">
          Backup
        </a>
        <IconButton icon="x" label="Cancel the backup" onClick={cancelBackup} />
      </div>
      <BackupBar bytes={job.bytes} checking={job.step === 'checking'} />
    </div>
  );
}
