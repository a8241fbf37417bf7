import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Deletion } from '../../../shared/contract/deletion.ts';
import { Button } from '../../ui/button.tsx';
import { usePassedFocus } from '../../ui/passed-focus.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { DeletionBar, useCancelling } from './deletion-bar.tsx';
import { cancelDeletion, deletionsOf, PROGRESS_MS } from './running-deletions.ts';
import styles from './retention.module.css';

/** How often it is looked whether somebody began one elsewhere, ms. */
const IDLE_MS = 10_000;

const WORDS: Record<NonNullable<Deletion['target']>, string> = {
  trace: 'Deletion of a trace',
  traces: 'Deletion of chosen traces',
  filter: 'Deletion of what a filter shows',
  attribute: 'Deletion by attribute',
};

/** Deletions of a project that wait or go on, whoever began them. */
export function DeletionsUnderWay({ projectId }: { projectId: string }) {
  const { data } = useQuery({
    ...deletionsOf(projectId),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.deletions.length > 0 ? PROGRESS_MS : IDLE_MS,
  });
  if (data === undefined || data.deletions.length === 0) return null;
  return (
    <ul className={styles.underWay} aria-label="Deletions under way">
      {data.deletions.map((deletion) => (
        <Item key={deletion.deletionId} projectId={projectId} deletion={deletion} />
      ))}
    </ul>
  );
}

function Item({ projectId, deletion }: { projectId: string; deletion: Deletion }) {
  const { target, startedAt, deletionId } = deletion;
  const isCancelling = useCancelling(deletion);
  const cancels = useRef<HTMLButtonElement>(null);
  usePassedFocus(cancels);
  const name = target === null ? 'Deletion' : WORDS[target];
  const does = isCancelling ? 'Cancelling…' : 'Cancel';
  return (
    <li>
      <div>
        <span>
          <strong>{name}</strong>, started <RelativeTime us={Date.parse(startedAt) * 1000} />
        </span>
        <Button
          ref={cancels}
          disabled={isCancelling}
          onClick={() => void cancelDeletion(projectId, deletionId)}
          aria-label={`${does}: ${name}`}
        >
          {does}
        </Button>
      </div>
      <DeletionBar deletion={deletion} label={name} />
    </li>
  );
}
