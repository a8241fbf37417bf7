import { useMutation } from '@tanstack/react-query';
import type { Project } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './projects.module.css';
import { refreshProjects } from './use-restore.ts';

/** Asks before a project takes no more data. */
export function ArchiveProjectDialog(props: { project: Project; onClose: () => void }) {
  const { project, onClose } = props;
  const reason = useReason();
  const archive = useMutation(
    api.projects.archive.mutationOptions({
      context: reason.context,
      onSuccess: () => {
        showToast({ title: `${project.name} archived`, look: 'ok' });
        void refreshProjects();
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Archive ${project.name}?`}
      confirm="Archive project"
      busy={archive.isPending}
      onConfirm={() => archive.mutate({ projectId: project.id })}
    >
      <div className={styles.form}>
        <p>
          Telemetry sent with its keys is refused from now on, and it leaves the lists to pick from.
          Everything in it stays and can be read; it can be restored at any time.
        </p>
        {reason.field}
        {archive.error ? <Notice tone="error">{messageOf(archive.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
