import type { BackupSummary } from '../../../shared/contract/backup.ts';
import { exactTime, formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import styles from './backup.module.css';

/** What a backup holds, as it says of itself. */
export function BackupContents({ summary }: { summary: BackupSummary }) {
  const facts: [string, number][] = [
    ['Projects', summary.projects],
    ['API keys', summary.keys],
    ['People', summary.people],
    ['Spans', summary.spans],
    ['Log records', summary.logs],
    ['Metric points', summary.metrics],
    ['Audit entries', summary.auditEntries],
  ];
  return (
    <>
      <dl className={styles.facts} aria-label="What is inside">
        {facts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">
        As of {exactTime(Date.parse(summary.at) * 1000).split('\n')[0]}, by version{' '}
        {summary.version}.{' '}
        {summary.secrets
          ? 'The audit key and second factors are inside, sealed with the passphrase.'
          : 'Without the audit key and second factors.'}
      </p>
      {summary.leftOut.length === 0 ? null : (
        <Notice tone="warn">
          Damaged and therefore not inside:
          <ul className={styles.leftOut}>
            {summary.leftOut.map(({ file, reason }) => (
              <li key={file}>
                <code>{file}</code>: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
