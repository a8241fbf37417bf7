import type { Deletion } from '../../../shared/contract/deletion.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { whatGoes } from '../../../shared/deletion-words.ts';
import { LOCALE } from '../../ui/format.ts';
import { filesOf, useDeletions } from './running-deletions.ts';

/** How far a deletion is. */
export function DeletionBar({ deletion, label }: { deletion: Deletion; label: string }) {
  const { state, days, removed } = deletion;
  const isCancelling = useCancelling(deletion);
  const gone = `${whatGoes(removed, LOCALE)} gone`;
  if (state === 'waiting') return <span className="muted">Waits for the deletion before it</span>;
  return (
    <>
      {state === 'running' ? (
        <ProgressBar label={label} value={days.total === 0 ? 0 : days.done / days.total} />
      ) : null}
      <span className="muted">
        {days.total === 0 ? gone : `${filesOf(days)} · ${gone}`}
        {isCancelling ? ' · ends before the next day' : null}
        {state === 'later' ? ' · the rest failed, and is tried again with every sweep' : null}
      </span>
    </>
  );
}

/** Whether somebody cancels it; in this window that is known at once. */
export function useCancelling(deletion: Deletion | undefined): boolean {
  const isCancelledHere = useDeletions(
    ({ cancelling }) => deletion !== undefined && cancelling.includes(deletion.deletionId),
  );
  return isCancelledHere || deletion?.isCancelling === true;
}
