import { formatPlural } from '../../ui/format.ts';
import disclosure from '../../ui/disclosure.module.css';
import { Notice } from '../../ui/states.tsx';
import type { ReadOutcome } from './import-store.ts';
import { ReportProblems } from './report-problems.tsx';
import styles from './transfer.module.css';

/** Whether a file was read to its end and nothing was found in it. */
export function isEmpty({ state, report }: ReadOutcome): boolean {
  if (state !== 'done' || report === null) return false;
  return report.accepted + report.duplicates + report.annotations === 0;
}

function briefly(outcome: ReadOutcome): { text: string; isBad: boolean } {
  const { report, state } = outcome;
  if (state === 'failed') return { text: 'could not be read', isBad: true };
  if (isEmpty(outcome)) return { text: 'nothing read', isBad: true };
  const stored = formatPlural((report?.accepted ?? 0) + (report?.duplicates ?? 0), 'record');
  if (state === 'cancelled') return { text: `${stored}, cancelled`, isBad: true };
  const problems = report?.problemCount ?? 0;
  return problems > 0
    ? { text: `${stored}, ${formatPlural(problems, 'problem')}`, isBad: true }
    : { text: stored, isBad: false };
}

/** What of one file was not read, and why. */
export function OutcomeDetails({ outcome }: { outcome: ReadOutcome }) {
  return (
    <>
      {outcome.error ? <Notice tone="error">{outcome.error}</Notice> : null}
      {outcome.report ? <ReportProblems of={outcome.name} report={outcome.report} /> : null}
    </>
  );
}

/** Files that were read together, each with what became of it; those with problems first. */
export function OutcomeList({ outcomes }: { outcomes: readonly ReadOutcome[] }) {
  const rows = outcomes
    .map((outcome, at) => ({ outcome, at, ...briefly(outcome) }))
    .toSorted((a, b) => Number(b.isBad) - Number(a.isBad) || a.at - b.at);
  return (
    <ul className={styles.outcomes} aria-label="Files">
      {rows.map(({ outcome, at, text, isBad }) => (
        <li key={at}>
          <details>
            <summary className={disclosure.summary}>
              <span className="truncate mono">{outcome.name}</span>
              <span className={isBad ? styles.bad : styles.faint}>{text}</span>
            </summary>
            <OutcomeDetails outcome={outcome} />
          </details>
        </li>
      ))}
    </ul>
  );
}
