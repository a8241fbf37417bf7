import type { FileProblem, FileReport } from '../../../shared/contract/file-report.ts';
import { formatCount } from '../../ui/format.ts';
import styles from './transfer.module.css';

function placeOf({ entry, line, byte }: FileProblem): string {
  const at =
    line === undefined
      ? byte === undefined
        ? ''
        : `byte ${formatCount(byte)}`
      : `line ${formatCount(line)}`;
  return [entry ?? '', at].filter((part) => part !== '').join(', ') || 'file';
}

/** What of a file was not read, where and why; the first hundred, and how many more there are. */
export function ReportProblems({ report }: { report: FileReport }) {
  const { formats, problems, problemCount, skipped } = report;
  const more = problemCount - problems.length;
  const rows = [...problems, ...skipped];
  return (
    <>
      {formats.length > 0 ? <p className={styles.formats}>Read as {formats.join(', ')}.</p> : null}
      {rows.length > 0 ? (
        <table className={styles.reasons}>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((entry, index) => (
              <tr key={`${placeOf(entry)}:${String(index)}`}>
                <td className="mono">{placeOf(entry)}</td>
                <td>{entry.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {more > 0 ? <p className={styles.formats}>And {formatCount(more)} more.</p> : null}
    </>
  );
}
