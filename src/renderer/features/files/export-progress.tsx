import { IconButton } from '../../ui/button.tsx';
import { formatBytes, formatPlural } from '../../ui/format.ts';
import styles from '../transfer/transfer.module.css';
import { cancelExport, useExports } from './export-store.ts';

/** Files being written by the desktop app, at the foot of the navigation on every screen. */
export function ExportProgress() {
  const jobs = useExports((state) => state.jobs);
  return jobs.map(({ id, fileName, bytes, records }) => (
    <div key={id} className={styles.progress} role="group" aria-label={`Writing ${fileName}`}>
      <div className={styles.row}>
        <span className="truncate">{fileName}</span>
        <IconButton
          icon="x"
          label={`Cancel writing ${fileName}`}
          onClick={() => cancelExport(id)}
        />
      </div>
      <span className={styles.bytes}>
        {formatBytes(bytes)}, {formatPlural(records, 'record')}
      </span>
    </div>
  ));
}
