import { IconButton } from '../../ui/button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ImportReportDialog } from './import-report-dialog.tsx';
import { cancelImport, useImports } from './import-store.ts';
import styles from './transfer.module.css';

/** Files being read, at the foot of the navigation on every screen; their reports open when done. */
export function ImportProgress() {
  const jobs = useImports((state) => state.jobs);
  const shown = useImports((state) => state.shown);
  const report = jobs.find((job) => job.id === shown);
  const running = jobs.filter((job) => job.state === 'running');
  return (
    <>
      {running.map((job) => (
        <div
          key={job.id}
          className={styles.progress}
          role="group"
          aria-label={`Reading ${job.fileName}`}
        >
          <div className={styles.row}>
            <span className="truncate">{job.fileName}</span>
            <IconButton
              icon="x"
              label={`Cancel reading ${job.fileName}`}
              onClick={() => cancelImport(job.id)}
            />
          </div>
          <ProgressBar
            label={`Progress of ${job.fileName}`}
            value={job.size === 0 ? 0 : Math.min(1, job.bytesDone / job.size)}
          />
          <span className={styles.bytes}>
            {formatBytes(job.bytesDone)} of {formatBytes(job.size)}
          </span>
        </div>
      ))}
      {report && report.state !== 'running' ? <ImportReportDialog job={report} /> : null}
    </>
  );
}
