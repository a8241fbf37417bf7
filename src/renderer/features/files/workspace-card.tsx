import type { ReadFile, Workspace } from '../../../shared/contract/files.ts';
import { EVERYTHING } from '../../app/trace-search.ts';
import { hrefOf } from '../../app/route.ts';
import { Button } from '../../ui/button.tsx';
import disclosure from '../../ui/disclosure.module.css';
import { formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ReportProblems } from '../transfer/report-problems.tsx';
import styles from './files.module.css';

function File({ file }: { file: ReadFile }) {
  const { report } = file;
  const counts = [
    [report.spans, 'span'],
    [report.logs, 'log record'],
    [report.points, 'metric point'],
  ] as const;
  const read = counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => formatPlural(count, what));
  if (report.duplicates > 0) read.push(`${formatCount(report.duplicates)} there already`);
  const bad = report.problemCount > 0 || !file.isWhole;
  return (
    <details className={styles.file}>
      <summary className={disclosure.summary}>
        <span className="truncate mono">{file.name || 'file'}</span>
        <span className={styles.faint}>
          {formatBytes(report.bytes)} · {read.join(', ') || 'nothing read'}
        </span>
        {bad ? (
          <span className={styles.bad}>
            {file.isWhole ? formatPlural(report.problemCount, 'problem') : 'not read to its end'}
          </span>
        ) : null}
      </summary>
      <ReportProblems of={file.name || 'file'} report={report} />
    </details>
  );
}

/** A workspace of files: what was read into it, how large it is, and what can be done with it. */
export function WorkspaceCard(props: {
  workspace: Workspace;
  onImport: () => void;
  onClose: () => void;
}) {
  const { project, openedAt, files } = props.workspace;
  const isEmpty =
    project.spanCount === 0 &&
    files.every(({ report }) => report.accepted + report.duplicates === 0);
  const to = hrefOf({ screen: 'traces', projectId: project.id, search: EVERYTHING });
  return (
    <li className={styles.card} aria-label={project.name}>
      <div className={styles.head}>
        <a className={styles.name} href={to}>
          <span className="truncate">{project.name}</span>
        </a>
        <span className={styles.faint}>
          {formatPlural(project.spanCount, 'span')} · {formatBytes(project.bytes)} on disk · opened{' '}
          <RelativeTime iso={openedAt} />
        </span>
        <span className={styles.actions}>
          {isEmpty ? null : <Button onClick={props.onImport}>Import into a project</Button>}
          <Button onClick={props.onClose}>Close</Button>
        </span>
      </div>
      {files.map((file, index) => (
        <File key={`${file.readAt}:${String(index)}`} file={file} />
      ))}
    </li>
  );
}
