import { IconButton } from '../../ui/button.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ExportProgress } from '../files/export-progress.tsx';
import { ImportReportDialog } from './import-report-dialog.tsx';
import { cancelImport, useImports, type ImportJob } from './import-store.ts';
import styles from './transfer.module.css';

const filesDone = ({ outcomes }: ImportJob): number =>
  outcomes.filter(({ file }) => file !== null).length;

/** Files being read and written, at the foot of the navigation on every screen; their reports open when done. */
export function ImportProgress() {
  const jobs = useImports((state) => state.jobs);
  const shown = useImports((state) => state.shown);
  const report = jobs.find((job) => job.id === shown);
  const running = jobs.filter(({ isRunning }) => isRunning);
  return (
    <>
      {running.map((job) => (
        <div
          key={job.id}
          className={styles.progress}
          role="group"
          aria-label={`Reading ${job.current}`}
        >
          <div className={styles.row}>
            <span className="truncate">{job.current}</span>
            <IconButton
              icon="x"
              label={`Cancel reading ${job.current}`}
              onClick={() => cancelImport(job.id)}
            />
          </div>
          <ProgressBar
            label={`Progress of ${job.current}`}
            value={job.size === 0 ? 0 : Math.min(1, job.bytesDone / job.size)}
          />
          <span className={styles.bytes}>
            {job.files.length > 1
              ? `file ${formatCount(Math.min(job.files.length, filesDone(job) + 1))} of ${formatCount(job.files.length)} · `
              : ''}
            {formatBytes(job.bytesDone)} of {formatBytes(job.size)}
          </span>
        </div>
      ))}
      <ExportProgress />
      {report && !report.isRunning ? <ImportReportDialog job={report} /> : null}
    </>
  );
}
