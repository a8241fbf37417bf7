import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import type { DeletionTarget } from '../../../shared/contract/deletion.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { ConfirmName } from '../projects/confirm-name.tsx';
import { DeletionCounts, DeletionProblems } from './deletion-counts.tsx';
import { whatGoes } from '../../../shared/deletion-words.ts';
import { startDeletion } from './running-deletions.ts';
import { LOCALE } from '../../ui/format.ts';
import styles from './retention.module.css';

/**
 * Deletes traces for good, once it was counted what goes and the project's name was typed. The deletion goes on when
 * the dialog is closed; the foot of the navigation shows it.
 */
export function DeleteTracesDialog(props: {
  project: { readonly id: string; readonly name: string };
  target: DeletionTarget;
  /** What goes, such as the name of the trace or the filter. */
  children?: ReactNode;
  onClose: () => void;
  /** After it was started. */
  onDeleting?: () => void;
}) {
  const { project, target, onClose, onDeleting } = props;
  const [typed, setTyped] = useState('');
  const formId = useId();
  const reason = useReason();
  const count = useQuery(
    api.retention.countDeletion.queryOptions({
      input: { projectId: project.id, target },
      staleTime: Infinity,
      gcTime: 0,
      retry: false,
    }),
  );
  const counts = count.data;
  const goes = counts && whatGoes(counts, LOCALE);
  const isRefused = counts?.refusal !== undefined;
  const nothing = counts && counts.traces + counts.spans + counts.logs + counts.metrics === 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={goes && !nothing ? `Delete ${goes}` : 'Delete traces'}
      description="With all spans, the log records that belong to them, and what was noted about them. There is no undo: no byte of it stays in the data files. Backups and exports made before still hold it, and so does what a restore replaced."
      footer={
        <DialogButtons
          onClose={onClose}
          look="danger"
          form={formId}
          disabled={!counts || nothing || isRefused || typed !== project.name}
        >
          Delete for good
        </DialogButtons>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void startDeletion(project, target, goes ?? 'traces', reason.context);
          onClose();
          onDeleting?.();
        }}
      >
        {props.children}
        {count.error ? (
          <ErrorState
            title="What would go could not be counted"
            error={count.error}
            onRetry={() => void count.refetch()}
          />
        ) : counts === undefined ? (
          <LoadingState label="Counting what would go" />
        ) : nothing ? (
          <>
            <p>Nothing of it is stored any more.</p>
            <DeletionProblems counts={counts} />
          </>
        ) : (
          <>
            <DeletionCounts counts={counts} />
            {isRefused ? null : (
              <>
                <ConfirmName name={project.name} typed={typed} onChange={setTyped} />
                {reason.field}
              </>
            )}
          </>
        )}
      </form>
    </Dialog>
  );
}
