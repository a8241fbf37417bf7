import { useState } from 'react';
import type { FileReport } from '../../../shared/contract/file-report.ts';
import type { Workspace } from '../../../shared/contract/files.ts';
import { EVERYTHING } from '../../app/trace-search.ts';
import { isPickable, useProjects } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { ReportProblems } from '../transfer/report-problems.tsx';
import styles from './files.module.css';

interface Progress {
  readonly records: number;
  readonly total: number;
  readonly report: FileReport;
  readonly isDone: boolean;
}

/** Stores what is in a workspace in a project one chooses, with progress and a report. */
export function ImportWorkspaceDialog(props: { workspace: Workspace; onClose: () => void }) {
  const { project: workspace } = props.workspace;
  const { data: projects = [] } = useProjects();
  const targets = projects
    .filter(isPickable(undefined))
    .filter(({ permissions }) => permissions.includes('traces:write'));
  const [chosen, setChosen] = useState<string | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [abort, setAbort] = useState<AbortController | null>(null);
  const projectId = chosen ?? targets[0]?.id;
  const run = async (into: string): Promise<void> => {
    const stop = new AbortController();
    setAbort(stop);
    setError(null);
    try {
      const input = { projectId: into, workspaceId: workspace.id };
      for await (const step of await client.files.importInto(input, { signal: stop.signal })) {
        setProgress(step);
      }
    } catch (failure) {
      setError(stop.signal.aborted ? 'Stopped. What was stored stays.' : messageOf(failure));
    }
    setAbort(null);
    await queryClient.invalidateQueries();
  };
  const close = (): void => {
    abort?.abort();
    props.onClose();
  };
  const show = (into: string): void => {
    close();
    navigate({ screen: 'traces', projectId: into, search: EVERYTHING });
  };
  return (
    <Dialog
      open
      onClose={close}
      title="Import into a project"
      description={<span className="mono">{workspace.name}</span>}
      footer={
        progress?.isDone && projectId !== undefined ? (
          <>
            <Button onClick={close}>Done</Button>
            <Button look="primary" onClick={() => show(projectId)}>
              Show the traces
            </Button>
          </>
        ) : (
          <DialogButtons
            onClose={close}
            disabled={projectId === undefined || abort !== null}
            onClick={() => void (projectId === undefined ? undefined : run(projectId))}
          >
            Import
          </DialogButtons>
        )
      }
    >
      {targets.length === 0 ? (
        <Notice tone="warn">There is no project you may import into.</Notice>
      ) : progress !== null ? (
        <p>Into {targets.find(({ id }) => id === projectId)?.name}.</p>
      ) : (
        <Select
          label="Project"
          value={projectId ?? ''}
          options={targets.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
      )}
      <p className={styles.below}>
        Its redaction rules hold, and what it has already is counted and not stored twice.
      </p>
      {progress && !progress.isDone ? (
        <ProgressBar
          label="Import"
          value={progress.total === 0 ? 0 : Math.min(1, progress.records / progress.total)}
        />
      ) : null}
      {error ? <Notice tone="error">{error}</Notice> : null}
      {progress ? (
        <p role="status">
          {formatCount(progress.report.accepted)} stored, {formatCount(progress.report.duplicates)}{' '}
          already there, {formatCount(progress.report.rejected)} refused.
        </p>
      ) : null}
      {progress?.isDone ? <ReportProblems of={workspace.name} report={progress.report} /> : null}
    </Dialog>
  );
}
