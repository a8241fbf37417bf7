import { IconButton } from '../../ui/button.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { dismissDeletion, useDeletions } from './running-deletions.ts';
import styles from './deletion-progress.module.css';

/** Deletions under way, at the foot of the navigation on every screen; a failed one stays until it is read. */
export function DeletionProgress() {
  const running = useDeletions((state) => state.running);
  return running.map(({ id, projectName, what, failure }) => (
    <div key={id} className={styles.progress} role="group" aria-label={`Deleting ${what}`}>
      {failure === undefined ? (
        <LoadingState inline label={`Deleting ${what} of ${projectName}`} />
      ) : (
        <div className={styles.failed}>
          <div role="alert">
            <strong>
              Deleting {what} of {projectName} failed
            </strong>
            <p>{failure}</p>
          </div>
          <IconButton icon="x" label="Dismiss" onClick={() => dismissDeletion(id)} />
        </div>
      )}
    </div>
  ));
}
