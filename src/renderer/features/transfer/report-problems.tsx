import type { FileProblem, FileReport } from '../../../shared/contract/file-report.ts';
import { formatCount } from '../../ui/format.ts';
import styles from './transfer.module.css';

/** `line 4`, `byte 1,024`; '' where neither is known. */
function spotOf({ line, byte }: FileProblem): string {
  if (line !== undefined) return `line ${formatCount(line)}`;
  return byte === undefined ? '' : `byte ${formatCount(byte)}`;
}

function Place({ problem }: { problem: FileProblem }) {
  const spot = spotOf(problem);
  const { entry = '' } = problem;
  if (entry === '') return <span className={styles.spot}>{spot || 'file'}</span>;
  return spot === '' ? (
    entry
  ) : (
    <>
      {entry}, <span className={styles.spot}>{spot}</span>
    </>
  );
}

/** What of a file was not read, where and why; the first hundred, and how many more there are. */
export function ReportProblems({ of, report }: { of: string; report: FileReport }) {
  const { formats, problems, problemCount, skipped } = report;
  const more = problemCount - problems.length;
  const rows = [...problems, ...skipped];
  return (
    <>
      {formats.length > 0 ? <p className={styles.formats}>Read as {formats.join(', ')}.</p> : null}
      {rows.length > 0 ? (
        <div
          className={styles.problems}
          role="region"
          aria-label={`Not read of ${of}`}
          tabIndex={0}
        >
          <table className={styles.reasons}>
            <thead>
              <tr>
                <th scope="col">Where</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((problem, index) => (
                <tr key={`${spotOf(problem)}:${String(index)}`}>
                  <td className="mono">
                    <Place problem={problem} />
                  </td>
                  <td>{problem.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {more > 0 ? <p className={styles.formats}>And {formatCount(more)} more.</p> : null}
    </>
  );
}
