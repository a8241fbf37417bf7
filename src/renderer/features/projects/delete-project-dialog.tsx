import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Project, ProjectContents } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { ConfirmName } from './confirm-name.tsx';
import styles from './projects.module.css';
import { refreshProjects } from './use-restore.ts';

function Contents({ contents }: { contents: ProjectContents }) {
  const facts = [
    ['Spans', formatCount(contents.spans)],
    ['Log records', formatCount(contents.logs)],
    ['Metric points', formatCount(contents.metrics)],
    ['API keys', formatCount(contents.keys)],
    ['On disk', formatBytes(contents.bytes)],
  ] as const;
  return (
    <dl className={styles.contents} aria-label="What is deleted">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Deletes a project with everything in it, once its name was typed. */
export function DeleteProjectDialog(props: {
  project: Project;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
}) {
  const { project, onClose } = props;
  const [typed, setTyped] = useState('');
  const contents = useQuery(
    api.projects.contents.queryOptions({ input: { projectId: project.id }, staleTime: 0 }),
  );
  const formId = useId();
  const reason = useReason();
  const remove = useMutation(
    api.projects.delete.mutationOptions({
      context: reason.context,
      onSuccess: ({ deleted }) => {
        showToast({
          title: `${project.name} deleted`,
          description: `${formatPlural(deleted.spans, 'span')} and ${formatPlural(deleted.keys, 'key')} are gone.`,
          look: 'ok',
        });
        props.onDeleted?.();
        void refreshProjects();
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${project.name}?`}
      description="Everything in it goes for good: its files are removed from the disk, and its keys stop working. Keep a copy by exporting it first, or archive it instead."
      footer={
        <DialogButtons
          onClose={onClose}
          look="danger"
          form={formId}
          disabled={typed !== project.name || !contents.data || remove.isPending}
        >
          Delete project
        </DialogButtons>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate({ projectId: project.id, confirm: typed });
        }}
      >
        {contents.error ? (
          <ErrorState
            title="Its contents could not be counted"
            error={contents.error}
            onRetry={() => void contents.refetch()}
          />
        ) : contents.data ? (
          <Contents contents={contents.data} />
        ) : (
          <LoadingState />
        )}
        <ConfirmName name={project.name} typed={typed} onChange={setTyped} />
        {reason.field}
        {remove.error ? <Notice tone="error">{messageOf(remove.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
