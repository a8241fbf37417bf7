import { EVERYTHING } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { dismissImport, importFiles, type ImportJob } from './import-store.ts';
import { PassphraseRetry } from '../files/passphrase-retry.tsx';
import { ReportProblems } from './report-problems.tsx';
import styles from './transfer.module.css';

const TITLE = {
  running: 'Reading',
  done: 'File read',
  cancelled: 'Reading was cancelled',
  failed: 'The file could not be read',
} as const;

/** What became of an imported file: counts, and the reasons of what was refused with their lines. */
export function ImportReportDialog({ job }: { job: ImportJob }) {
  const close = (): void => dismissImport(job.id);
  const tryAgain = (passphrase: string): void => {
    close();
    void importFiles(job.projectId, [job.file], passphrase);
  };
  const report = job.report;
  const nothing =
    job.state === 'done' &&
    report &&
    report.accepted + report.duplicates + report.rejected + report.problemCount === 0;
  const show = (): void => {
    close();
    navigate({ screen: 'traces', projectId: job.projectId, search: EVERYTHING });
  };
  return (
    <Dialog
      open
      onClose={close}
      title={TITLE[job.state]}
      description={<span className="mono">{job.fileName}</span>}
      footer={
        <>
          <Button onClick={close}>Close</Button>
          {report && report.accepted + report.duplicates > 0 ? (
            <Button look="primary" onClick={show}>
              Show the traces
            </Button>
          ) : null}
        </>
      }
    >
      {job.error ? <Notice tone="error">{job.error}</Notice> : null}
      {job.error?.includes('assphrase') ? <PassphraseRetry onTry={tryAgain} /> : null}
      {job.state === 'cancelled' ? (
        <Notice tone="warn">What was stored before you cancelled is kept.</Notice>
      ) : null}
      {nothing ? (
        <Notice tone="warn">
          The file holds no telemetry that Spanward knows: OTLP as JSON or protobuf, Jaeger, Zipkin,
          Tempo, Langfuse, Phoenix, JamJet, or a bundle, also packed with gzip or zstd.
        </Notice>
      ) : null}
      {report ? (
        <dl className={styles.counts}>
          <div>
            <dt>Stored</dt>
            <dd>{formatCount(report.accepted)}</dd>
          </div>
          <div>
            <dt>Already there</dt>
            <dd>{formatCount(report.duplicates)}</dd>
          </div>
          <div>
            <dt>Rejected</dt>
            <dd data-bad={report.rejected > 0}>{formatCount(report.rejected)}</dd>
          </div>
        </dl>
      ) : null}
      {report ? <ReportProblems report={report} /> : null}
    </Dialog>
  );
}
