import { useQuery } from '@tanstack/react-query';
import type { Project } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './projects.module.css';
import { useSetExternal } from './use-set-external.ts';

/** Says by name who loses access when a project is closed to people from outside, and asks, and why. */
export function CloseToExternalDialog(props: { project: Project; onClose: () => void }) {
  const projectId = props.project.id;
  const reason = useReason();
  const shut = useSetExternal(reason.context);
  const { data, error, refetch } = useQuery(
    api.members.list.queryOptions({ input: { projectId }, staleTime: 0 }),
  );
  const outside = (data?.members ?? []).filter(({ external }) => external);
  const invited = data?.invitations ?? [];
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`Close ${props.project.name} to people from outside?`}
      footer={
        <DialogButtons
          onClose={props.onClose}
          look="danger"
          disabled={!data || shut.isPending}
          onClick={() =>
            shut.mutate(
              // Those that were named: refused when there are others by now.
              { projectId, allowed: false, removing: outside.map(({ personId }) => personId) },
              { onSuccess: props.onClose },
            )
          }
        >
          {outside.length === 0
            ? 'Close'
            : `Remove ${formatPlural(outside.length, 'person', 'people')}`}
        </DialogButtons>
      }
    >
      {error ? (
        <ErrorState
          title="Its members could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <LoadingState />
      ) : (
        <div className={styles.form}>
          {outside.length === 0 ? (
            <p>Nobody from outside is a member now, so nobody loses access.</p>
          ) : (
            <>
              <p>These lose access at once, in open windows too. What they made stays.</p>
              <ul className={styles.people} aria-label="Who loses access">
                {outside.map(({ personId, name, email, roleName }) => (
                  <li key={personId}>
                    <b>{name}</b>{' '}
                    <span className="faint">{[email, roleName].filter(Boolean).join(' · ')}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {invited.length > 0 ? (
            <p>
              {invited.length === 1
                ? 'One open invitation is'
                : `${invited.length} open invitations are`}{' '}
              taken back: {invited.map(({ email }) => email).join(', ')}.
            </p>
          ) : null}
          {reason.field}
          {shut.error ? <Notice tone="error">{messageOf(shut.error)}</Notice> : null}
        </div>
      )}
    </Dialog>
  );
}
