import type { PastRedaction } from '../../../shared/contract/past-redaction.ts';
import { formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { TypeBars } from './type-bars.tsx';
import styles from './finds.module.css';

/** How far a scan or rewrite is, and what it came upon so far. */
export function OldDataProgress({ job }: { job: PastRedaction }) {
  const { kind, records, bytes, days, found, byType } = job;
  const verb = kind === 'scan' ? 'Scanning' : 'Rewriting';
  const facts = [
    `${formatCount(records.done)} of ${formatPlural(records.total, 'record')}`,
    `${formatBytes(bytes.done)} of ${formatBytes(bytes.total)}`,
    `${formatCount(days.done)} of ${formatPlural(days.total, 'file')}`,
    `${formatCount(found)} ${kind === 'scan' ? 'found' : 'replaced'}`,
    ...(job.secondsLeft === null ? [] : [`about ${durationText(job.secondsLeft)} left`]),
  ];
  return (
    <div role="group" aria-label={`${verb} stored data`}>
      <div className={styles.looking}>
        <strong aria-hidden="true">{verb} stored data</strong>
        <ProgressBar
          label={`${verb} stored data`}
          value={records.total === 0 ? 1 : records.done / records.total}
        />
        <span className="muted">{facts.join(' · ')}</span>
        <span className="muted">
          It goes on when this window is closed, and after a restart where it was.
        </span>
      </div>
      {byType.length > 0 ? <TypeBars types={byType} /> : null}
    </div>
  );
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
