import { create } from 'zustand';
import type { Deletion, DeletionTarget } from '../../../shared/contract/deletion.ts';
import { newDeletionId } from '../../../shared/deletion-id.ts';
import type { CallExtras } from '../../../shared/reason.ts';
import { endsWithSession } from '../../client/belongings.ts';
import { messageOf } from '../../client/call-error.ts';
import { api, client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { formatCount, formatPlural, LOCALE } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { allThatGoes, describeEnd, whatGoes } from '../../../shared/deletion-words.ts';

/** A deletion this window asked for. */
export interface RunningDeletion {
  readonly id: string;
  readonly projectId: string;
  readonly projectName: string;
  /** What goes, in words. */
  readonly what: string;
  /** Why it failed; undefined while it runs. */
  readonly failure?: string;
}

interface Deletions {
  /** Lives in the window, so that leaving a screen stops nothing. */
  readonly running: readonly RunningDeletion[];
  /** Ids of those, begun here or elsewhere, that this window cancels or has cancelled. */
  readonly cancelling: readonly string[];
}

export const useDeletions = create<Deletions>()(() => ({ running: [], cancelling: [] }));
endsWithSession(() => useDeletions.setState({ running: [], cancelling: [] }));

/** How often progress is asked for, ms. */
export const PROGRESS_MS = 500;

/** What is under way in a project. */
export const deletionsOf = (projectId: string) =>
  api.retention.deletions.queryOptions({ input: { projectId }, staleTime: 0 });

/** Takes one off the list. */
export function dismissDeletion(id: string): void {
  useDeletions.setState(({ running }) => ({ running: running.filter((each) => each.id !== id) }));
}

/** Deletes; says so while it runs, and when it is done or has failed. */
export async function startDeletion(
  project: { readonly id: string; readonly name: string },
  target: DeletionTarget,
  what: string,
  context: CallExtras,
): Promise<void> {
  const { id: projectId, name: projectName } = project;
  const deletion = { id: newDeletionId(), projectId, projectName, what };
  useDeletions.setState(({ running }) => ({ running: [...running, deletion] }));
  try {
    const { deleted } = await client.retention.delete(
      { projectId, target, confirm: projectName, deletionId: deletion.id },
      { context },
    );
    dismissDeletion(deletion.id);
    showToast({
      title: `${whatGoes(deleted, LOCALE)} deleted`,
      description: `Gone from the disk: ${allThatGoes(deleted, LOCALE)}.`,
      look: 'ok',
    });
  } catch (error) {
    const failure = messageOf(error);
    // One that this window cancelled has its end told below.
    if (useDeletions.getState().cancelling.includes(deletion.id)) dismissDeletion(deletion.id);
    else {
      useDeletions.setState(({ running }) => ({
        running: running.map((each) => (each.id === deletion.id ? { ...each, failure } : each)),
      }));
    }
  }
  // Whatever is on screen may be of what went.
  void queryClient.invalidateQueries();
}

/** Ends a deletion before its next day, and tells how far it came. */
export async function cancelDeletion(projectId: string, deletionId: string): Promise<void> {
  useDeletions.setState(({ cancelling }) => ({ cancelling: [...cancelling, deletionId] }));
  try {
    const ended = await client.retention.cancelDeletion({ projectId, deletionId });
    showToast({ title: 'Deletion cancelled', description: describeEnd(ended, LOCALE) });
  } catch (error) {
    showToast({ title: 'Not cancelled', description: messageOf(error), look: 'error' });
    useDeletions.setState(({ cancelling }) => ({
      cancelling: cancelling.filter((id) => id !== deletionId),
    }));
  }
  void queryClient.invalidateQueries();
}

/** How far one is, in words. */
export function filesOf({ done, total }: Deletion['days']): string {
  return `${formatCount(done)} of ${formatPlural(total, 'file')}`;
}
