import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionRun, RetentionState } from '../../../shared/contract/retention.ts';
import { describeSums, sumsOf } from '../../../shared/sweep-words.ts';
import { whySweepsWait } from '../../../shared/sweeps-wait.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { useConnection } from '../../client/connection.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, formatCount, formatDuration, formatPlural, LOCALE } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import table from '../../ui/table.module.css';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { RemovalsTable, WhatStays } from './removals.tsx';
import { CAUSE_WORDS } from './rule-words.ts';
import styles from './retention.module.css';
import { SweepsUnderWay, useSweeps } from './sweeps-under-way.tsx';

const us = (iso: string): number => Date.parse(iso) * 1000;

const SWEEPS = 'A sweep removes what the rules no longer keep. It runs every 15 minutes';

/** Sweeps that were and will be; the dry run, and a sweep now. */
export function SweepsSection(props: {
  projectId: string;
  state: RetentionState;
  maySweep: boolean;
}) {
  const { projectId, state, maySweep } = props;
  const [open, setOpen] = useState(false);
  const { nextSweepAt, heldUntil, runs } = state;
  const why = whySweepsWait(state);
  // Asked for in this window, also before this screen was left and come back to.
  const isSweeping =
    useIsMutating({
      mutationKey: api.retention.sweep.mutationKey(),
      predicate: ({ state: { variables } }) =>
        (variables as { projectId?: string } | undefined)?.projectId === projectId,
    }) > 0;
  const isUnderWay = useSweeps(projectId, isSweeping).length > 0;
  const isHeld = state.rulesUnreadable === true || state.rules.legalHold;
  return (
    <Section
      title="Sweeps"
      description={
        <>
          {SWEEPS}
          {/* While they are held, the notice below says when they go on. */}
          {nextSweepAt === null || heldUntil !== null ? null : (
            <>
              , next <RelativeTime us={us(nextSweepAt)} />
            </>
          )}
          . {why === undefined || heldUntil !== null ? null : `${why} `}A dry run shows what would
          go, and removes nothing.
        </>
      }
      actions={
        <>
          <Button icon="eye" onClick={() => setOpen(true)}>
            Dry run
          </Button>
          {/* What goes is shown before it does: in the dialog of the dry run, from where it is swept. */}
          {maySweep ? (
            <Button look="danger" disabled={isHeld} onClick={() => setOpen(true)}>
              Sweep now
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles.stack}>
        {heldUntil === null ? null : (
          <Notice tone="warn">
            The clock of this machine is more than two days ahead of when it was last at work. If
            its date is right, nothing is wrong: sweeps go on <RelativeTime us={us(heldUntil)} />.
            {maySweep ? ' “Sweep now” does not wait.' : null}
          </Notice>
        )}
        <SweepsUnderWay projectId={projectId} isSweeping={isSweeping} mayCancel={maySweep} />
        {runs.length > 0 ? (
          <RunsTable runs={runs} />
        ) : isUnderWay ? null : (
          <p className="muted">No sweep has removed anything yet.</p>
        )}
      </div>
      {open ? (
        <SweepDialog
          projectId={projectId}
          isHeld={isHeld}
          isSweeping={isSweeping}
          maySweep={maySweep}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Section>
  );
}

function RunsTable({ runs }: { runs: readonly RetentionRun[] }) {
  return (
    <ScrolledTable label="Last sweeps">
      <thead>
        <tr>
          <th>Started</th>
          <th>Why</th>
          <th className={table['right']}>Records removed</th>
          <th className={table['right']}>Disk given back</th>
          <th className={table['right']}>Took</th>
          <th>Outcome</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ startedAt, cause, interrupted, tookMs, results }) => {
          const removed = sumsOf(results.flatMap(({ removals }) => removals));
          const remarks = [
            ...(interrupted ? ['Interrupted'] : []),
            ...(results.some((result) => result.cancelled) ? ['Cancelled'] : []),
            ...results.flatMap((result) => result.failures),
          ];
          return (
            <tr key={startedAt}>
              <td className={table['quiet']}>
                <RelativeTime us={us(startedAt)} />
              </td>
              <td className={styles.once}>{CAUSE_WORDS[cause]}</td>
              <td className={table['num']}>{formatCount(removed.records)}</td>
              <td className={table['num']}>{formatBytes(removed.bytes)}</td>
              <td className={table['num']}>{formatDuration(tookMs * 1000)}</td>
              <td>
                {remarks.length === 0 ? <span className="faint">Done</span> : remarks.join('. ')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </ScrolledTable>
  );
}

/** What the disk got back; a small part of a day leaves its file as large as it was. */
function givenBack(bytes: number, isAnyGone: boolean): string {
  return bytes === 0 && isAnyGone
    ? 'Its file is as large as before: too little of it went.'
    : `${formatBytes(bytes)} given back.`;
}

/** What would go now, and making it go. */
function SweepDialog(props: {
  projectId: string;
  isHeld: boolean;
  isSweeping: boolean;
  maySweep: boolean;
  onClose: () => void;
}) {
  const { projectId, isSweeping, maySweep, onClose } = props;
  const reason = useReason();
  const preview = useQuery(
    api.retention.preview.queryOptions({ input: { projectId }, staleTime: 0, gcTime: 0 }),
  );
  const removals = preview.data?.removals;
  // It is asked again and again for minutes, and the banner that says so lies behind the dialog.
  const isAway = useConnection(({ phase }) => phase === 'lost');
  const sweep = useMutation(
    api.retention.sweep.mutationOptions({
      context: reason.context,
      onSuccess: ({ run }) => {
        const gone = run.results.flatMap((result) => result.removals);
        const { records, bytes } = sumsOf(gone);
        showToast({
          title: `${formatPlural(records, 'record')} removed`,
          description: givenBack(bytes, gone.length > 0),
          look: 'ok',
        });
        void queryClient.invalidateQueries();
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={isSweeping ? 'Sweeping' : 'What a sweep would remove now'}
      description={
        isSweeping
          ? 'It goes on when this is closed. What it removes is gone from the disk: there is no undo.'
          : removals?.length === 0
            ? undefined
            : 'Nothing is removed by looking. A sweep removes it from the disk, and there is no undo.'
      }
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {maySweep ? (
            <Button
              look="danger"
              disabled={!removals || removals.length === 0 || isSweeping}
              onClick={() => sweep.mutate({ projectId })}
            >
              Sweep now
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles.form}>
        {sweep.error ? <Notice tone="error">{messageOf(sweep.error)}</Notice> : null}
        {preview.data ? <WhatStays {...preview.data} /> : null}
        {removals === undefined ? (
          preview.error ? (
            <ErrorState
              title="What would go could not be read"
              error={preview.error}
              onRetry={() => void preview.refetch()}
            />
          ) : isAway ? (
            <div role="status">
              <Notice tone="warn">
                The collector does not answer. What would go is looked for once it is back.
              </Notice>
            </div>
          ) : (
            <LoadingState label="Looking for what would go" />
          )
        ) : removals.length === 0 ? (
          <p>
            Nothing would go.{' '}
            {props.isHeld
              ? 'The project is on legal hold.'
              : 'All that is stored is within the rules.'}
          </p>
        ) : (
          <>
            {/* Where it is looked at first, and with the sum that it is about. */}
            {isSweeping ? (
              <>
                <LoadingState inline label={`Sweeping ${describeSums(removals, LOCALE)}`} />
                <SweepsUnderWay projectId={projectId} isSweeping mayCancel={maySweep} />
              </>
            ) : (
              <p className="muted" role="status">
                {describeSums(removals, LOCALE)}.
              </p>
            )}
            <RemovalsTable removals={removals} />
          </>
        )}
        {maySweep && !isSweeping && removals && removals.length > 0 ? reason.field : null}
      </div>
    </Dialog>
  );
}
