import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Sweep } from '../../../shared/contract/retention.ts';
import { describeSweepEnd } from '../../../shared/sweep-words.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatPlural, utcDate, LOCALE } from '../../ui/format.ts';
import { usePassedFocus } from '../../ui/passed-focus.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { filesOf, PROGRESS_MS } from './running-deletions.ts';
import { SIGNAL_WORDS } from './rule-words.ts';
import styles from './retention.module.css';

/** How often it is looked whether one has begun, ms. */
const IDLE_MS = 10_000;

const WORDS: Record<Sweep['cause'], string> = {
  schedule: 'Sweep on schedule',
  request: 'Sweep on request',
  disk: 'Making room on the disk',
};

/** Sweeps of a project that wait or go on, whoever began them. @param isSweeping this window asked for one */
export function useSweeps(projectId: string, isSweeping: boolean): readonly Sweep[] {
  const { data } = useQuery(
    api.retention.sweeps.queryOptions({
      input: { projectId },
      refetchInterval: ({ state }) =>
        isSweeping || (state.data !== undefined && state.data.sweeps.length > 0)
          ? PROGRESS_MS
          : IDLE_MS,
      staleTime: 0,
    }),
  );
  return data?.sweeps ?? [];
}

/** How far they are, and ending them. */
export function SweepsUnderWay(props: {
  projectId: string;
  isSweeping: boolean;
  mayCancel: boolean;
}) {
  const { projectId, isSweeping } = props;
  const sweeps = useSweeps(projectId, isSweeping);
  const count = sweeps.length;
  const before = useRef(0);
  useEffect(() => {
    // What one removed is among the last sweeps as soon as it has ended.
    if (count < before.current) {
      void queryClient.invalidateQueries({ queryKey: api.retention.get.key() });
    }
    before.current = count;
  }, [count]);
  const cancel = useMutation(
    api.retention.cancelSweep.mutationOptions({
      onSuccess: ({ removed }) => {
        showToast({ title: 'Sweep cancelled', description: describeSweepEnd(removed, LOCALE) });
      },
      onError: (error) => {
        showToast({ title: 'Not cancelled', description: messageOf(error), look: 'error' });
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.retention.key() }),
    }),
  );
  if (count === 0) return null;
  return (
    <ul className={styles.underWay} aria-label="Sweeps under way">
      {sweeps.map((sweep) => (
        <Item
          key={`${sweep.cause} ${sweep.startedAt}`}
          sweep={sweep}
          isCancelling={cancel.isPending || sweep.isCancelling}
          onCancel={props.mayCancel ? () => cancel.mutate({ projectId }) : undefined}
        />
      ))}
    </ul>
  );
}

function Item(props: { sweep: Sweep; isCancelling: boolean; onCancel: (() => void) | undefined }) {
  const { sweep, isCancelling, onCancel } = props;
  const { cause, startedAt, state, days } = sweep;
  const cancels = useRef<HTMLButtonElement>(null);
  usePassedFocus(cancels);
  const name = WORDS[cause];
  const does = isCancelling ? 'Cancelling…' : 'Cancel';
  return (
    <li>
      <div>
        <span>
          <strong>{name}</strong>, {state === 'waiting' ? 'due' : 'started'}{' '}
          <RelativeTime us={Date.parse(startedAt) * 1000} />
        </span>
        {/* The guard of the disk looks again in a moment: its rules end it. */}
        {onCancel === undefined || cause === 'disk' ? null : (
          <Button
            ref={cancels}
            disabled={isCancelling}
            onClick={onCancel}
            aria-label={`${does}: ${name}`}
          >
            {does}
          </Button>
        )}
      </div>
      {state === 'waiting' || cause === 'disk' ? null : (
        <ProgressBar label={name} value={days.total === 0 ? 0 : days.done / days.total} />
      )}
      <span className="muted">{textOf(sweep, isCancelling)}</span>
    </li>
  );
}

function textOf({ cause, state, days, at, removed }: Sweep, isCancelling: boolean): string {
  if (state === 'waiting') return 'Waits for its turn';
  const { records, bytes } = removed;
  const parts = [
    state === 'looking' ? 'Looking for what goes' : undefined,
    days.total === 0 || cause === 'disk' ? undefined : filesOf(days),
    at === null ? undefined : `${SIGNAL_WORDS[at.signal].name} of ${utcDate(at.day)}`,
    state === 'removing' || records > 0
      ? `${formatPlural(records, 'record')} removed, ${formatBytes(bytes)} given back`
      : undefined,
    isCancelling ? 'ends before the next day' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
