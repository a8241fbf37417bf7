import { EVERYTHING } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { dismissImport, importFiles, type ImportJob, type ReadOutcome } from './import-store.ts';
import { PassphraseRetry } from '../files/passphrase-retry.tsx';
import { isEmpty, OutcomeDetails, OutcomeList } from './read-outcomes.tsx';
import styles from './transfer.module.css';

function titleOf(outcomes: readonly ReadOutcome[]): string {
  if (outcomes.some(({ state }) => state === 'cancelled')) return 'Reading was cancelled';
  const many = outcomes.length > 1;
  if (outcomes.every(({ state }) => state === 'failed')) {
    return many ? 'The files could not be read' : 'The file could not be read';
  }
  if (outcomes.every((one) => one.state === 'failed' || isEmpty(one))) return 'Nothing was read';
  return many ? 'Files read' : 'File read';
}

function total(outcomes: readonly ReadOutcome[], of: 'accepted' | 'duplicates' | 'rejected') {
  return outcomes.reduce((sum, { report }) => sum + (report?.[of] ?? 0), 0);
}

/** Ids of encrypted bundles say so in their error. */
const isLocked = ({ error }: ReadOutcome): boolean => error?.includes('assphrase') ?? false;

/** What became of files that were read together: counts, and the reasons of what was refused with their lines. */
export function ImportReportDialog({ job }: { job: ImportJob }) {
  const { outcomes } = job;
  const [only] = outcomes;
  const close = (): void => dismissImport(job.id);
  const locked = outcomes.filter(isLocked);
  const tryAgain = (passphrase: string): void => {
    close();
    const files = locked.flatMap(({ file }) => (file === null ? [] : [file]));
    void importFiles(job.projectId, files, { passphrase });
  };
  const stored = total(outcomes, 'accepted');
  const known = total(outcomes, 'duplicates');
  const rejected = total(outcomes, 'rejected');
  const left = job.files.length - outcomes.filter(({ file }) => file !== null).length;
  const show = (): void => {
    close();
    navigate({ screen: 'traces', projectId: job.projectId, search: EVERYTHING });
  };
  return (
    <Dialog
      open
      onClose={close}
      title={titleOf(outcomes)}
      description={
        outcomes.length === 1 ? (
          <span className="mono">{only!.name}</span>
        ) : (
          formatPlural(outcomes.length, 'file')
        )
      }
      footer={
        <>
          <Button onClick={close}>Close</Button>
          {stored + known > 0 ? (
            <Button look="primary" onClick={show}>
              Show the traces
            </Button>
          ) : null}
        </>
      }
    >
      {locked.length > 0 ? <PassphraseRetry onTry={tryAgain} /> : null}
      {outcomes.some(({ state }) => state === 'cancelled') ? (
        <Notice tone="warn">
          What was stored before you cancelled is kept.
          {left > 0 ? ` ${formatPlural(left, 'file')} not begun.` : ''}
        </Notice>
      ) : null}
      {outcomes.length > 1 || only?.report ? (
        <dl className={styles.counts}>
          <div>
            <dt>Stored</dt>
            <dd>{formatCount(stored)}</dd>
          </div>
          <div>
            <dt>Already there</dt>
            <dd>{formatCount(known)}</dd>
          </div>
          <div>
            <dt>Rejected</dt>
            <dd data-bad={rejected > 0}>{formatCount(rejected)}</dd>
          </div>
        </dl>
      ) : null}
      {outcomes.length === 1 ? (
        <OutcomeDetails outcome={only!} />
      ) : (
        <OutcomeList outcomes={outcomes} />
      )}
      {outcomes.some(isEmpty) ? (
        <p className={styles.formats}>
          Spanward knows OTLP as JSON or protobuf, Jaeger, Zipkin, Tempo, Langfuse, Phoenix, JamJet,
          and bundles, also packed with gzip or zstd.
        </p>
      ) : null}
    </Dialog>
  );
}
