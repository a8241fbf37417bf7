import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { usePassedFocus } from '../../ui/passed-focus.ts';
import { LoadingState } from '../../ui/states.tsx';
import { DeletionBar, useCancelling } from './deletion-bar.tsx';
import {
  cancelDeletion,
  deletionsOf,
  dismissDeletion,
  PROGRESS_MS,
  useDeletions,
  type RunningDeletion,
} from './running-deletions.ts';
import styles from './deletion-progress.module.css';

/** Deletions under way, at the foot of the navigation on every screen; a failed one stays until it is read. */
export function DeletionProgress() {
  const running = useDeletions((state) => state.running);
  return running.map((deletion) => {
    const { id, projectName, what, failure } = deletion;
    return (
      <div key={id} className={styles.progress} role="group" aria-label={`Deleting ${what}`}>
        {failure === undefined ? (
          <Running deletion={deletion} />
        ) : (
          <div className={styles.failed}>
            <div role="alert">
              <strong>
                Deleting {what} of {projectName} failed
              </strong>
              <p>{failure}</p>
            </div>
            <PassingButton label="Dismiss" onClick={() => dismissDeletion(id)} />
          </div>
        )}
      </div>
    );
  });
}

function Running({ deletion }: { deletion: RunningDeletion }) {
  const { id, projectId, projectName, what } = deletion;
  const { data } = useQuery({ ...deletionsOf(projectId), refetchInterval: PROGRESS_MS });
  const known = data?.deletions.find(({ deletionId }) => deletionId === id);
  const isCancelling = useCancelling(known);
  return (
    <>
      <div className={styles.row}>
        <LoadingState inline label={`Deleting ${what} of ${projectName}`} />
        <PassingButton
          label={`Cancel deleting ${what}`}
          disabled={known === undefined || isCancelling}
          onClick={() => void cancelDeletion(projectId, id)}
        />
      </div>
      {known ? (
        <div className={styles.far}>
          <DeletionBar deletion={known} label={`Deleting ${what}`} />
        </div>
      ) : null}
    </>
  );
}

/** Goes with what it ends; whoever works by keyboard goes on at the screen. */
function PassingButton(props: { label: string; disabled?: boolean; onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  usePassedFocus(button);
  return <IconButton ref={button} icon="x" {...props} />;
}
