import { create } from 'zustand';
import type { DeletionCounts, DeletionTarget } from '../../../shared/contract/retention.ts';
import type { CallExtras } from '../../../shared/reason.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { formatPlural } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';

/** A deletion this window asked for. */
export interface RunningDeletion {
  readonly id: number;
  readonly projectName: string;
  /** What goes, in words. */
  readonly what: string;
  /** Why it failed; undefined while it runs. */
  readonly failure?: string;
}

/** Lives in the window, so that leaving a screen stops nothing. */
export const useDeletions = create<{ readonly running: readonly RunningDeletion[] }>()(() => ({
  running: [],
}));

let nextId = 1;

/** Takes one off the list. */
export function dismissDeletion(id: number): void {
  useDeletions.setState(({ running }) => ({ running: running.filter((each) => each.id !== id) }));
}

/** Deletes; says so while it runs, and when it is done or has failed. */
export async function startDeletion(
  project: { readonly id: string; readonly name: string },
  target: DeletionTarget,
  what: string,
  context: CallExtras,
): Promise<void> {
  const deletion = { id: nextId++, projectName: project.name, what };
  useDeletions.setState(({ running }) => ({ running: [...running, deletion] }));
  try {
    const { deleted } = await client.retention.delete(
      { projectId: project.id, target, confirm: project.name },
      { context },
    );
    dismissDeletion(deletion.id);
    showToast({
      title: `${formatPlural(deleted.traces, 'trace')} deleted`,
      description: others(deleted),
      look: 'ok',
    });
  } catch (error) {
    const failure = messageOf(error);
    useDeletions.setState(({ running }) => ({
      running: running.map((each) => (each.id === deletion.id ? { ...each, failure } : each)),
    }));
  }
  // Whatever is on screen may be of what went.
  void queryClient.invalidateQueries();
}

function others({ spans, logs, metrics }: DeletionCounts): string {
  return `${formatPlural(spans, 'span')}, ${formatPlural(logs, 'log record')} and ${formatPlural(metrics, 'metric')} are gone from the disk.`;
}
