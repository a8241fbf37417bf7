import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Removal, RetentionRun, RetentionState } from '../../../shared/contract/retention.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, formatCount, formatDuration, formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import table from '../../ui/table.module.css';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { CAUSE_WORDS, REASON_WORDS } from './rule-words.ts';
import styles from './retention.module.css';

const us = (iso: string): number => Date.parse(iso) * 1000;
const sum = (removals: readonly Removal[], of: 'records' | 'bytes'): number =>
  removals.reduce((total, removal) => total + removal[of], 0);

/** Sweeps that were and will be; the dry run, and a sweep now. */
export function SweepsSection(props: {
  projectId: string;
  state: RetentionState;
  maySweep: boolean;
}) {
  const { projectId, state, maySweep } = props;
  const [open, setOpen] = useState(false);
  const { nextSweepAt, heldUntil, runs } = state;
  return (
    <Section
      title="Sweeps"
      description={
        nextSweepAt === null ? (
          'Every 15 minutes.'
        ) : (
          <>
            Every 15 minutes; the next one <RelativeTime us={us(nextSweepAt)} />.
          </>
        )
      }
      actions={
        <Button icon="eye" onClick={() => setOpen(true)}>
          Dry run
        </Button>
      }
    >
      <div className={styles.stack}>
        {heldUntil === null ? null : (
          <Notice tone="warn">
            The clock of this machine went ahead: scheduled sweeps wait for an hour. Check its date.
          </Notice>
        )}
        {runs.length === 0 ? (
          <p className="muted">No sweep has removed anything yet.</p>
        ) : (
          <RunsTable runs={runs} />
        )}
      </div>
      {open ? (
        <SweepDialog projectId={projectId} maySweep={maySweep} onClose={() => setOpen(false)} />
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
          <th>Failures</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ startedAt, cause, tookMs, results }) => {
          const removals = results.flatMap((result) => result.removals);
          const failures = results.flatMap((result) => result.failures);
          return (
            <tr key={startedAt}>
              <td className={table['quiet']}>
                <RelativeTime us={us(startedAt)} />
              </td>
              <td>{CAUSE_WORDS[cause]}</td>
              <td className={table['num']}>{formatCount(sum(removals, 'records'))}</td>
              <td className={table['num']}>{formatBytes(sum(removals, 'bytes'))}</td>
              <td className={table['num']}>{formatDuration(tookMs * 1000)}</td>
              <td>{failures.length === 0 ? 'none' : failures.join(' ')}</td>
            </tr>
          );
        })}
      </tbody>
    </ScrolledTable>
  );
}

/** What would go now, and making it go. */
function SweepDialog(props: { projectId: string; maySweep: boolean; onClose: () => void }) {
  const { projectId, maySweep, onClose } = props;
  const reason = useReason();
  const preview = useQuery(
    api.retention.preview.queryOptions({ input: { projectId }, staleTime: 0, gcTime: 0 }),
  );
  const removals = preview.data?.removals;
  const pinned = (preview.data?.pinned ?? []).reduce((total, { records }) => total + records, 0);
  const sweep = useMutation(
    api.retention.sweep.mutationOptions({
      context: reason.context,
      onSuccess: ({ run }) => {
        const gone = run.results.flatMap((result) => result.removals);
        showToast({
          title: `${formatPlural(sum(gone, 'records'), 'record')} removed`,
          description: `${formatBytes(sum(gone, 'bytes'))} given back.`,
          look: 'ok',
        });
        void queryClient.invalidateQueries();
        onClose();
      },
    }),
  );
  const error = preview.error ?? sweep.error;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="What a sweep would remove now"
      description="There is no undo: what goes is removed from the disk."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {maySweep ? (
            <Button
              look="danger"
              disabled={!removals || removals.length === 0 || sweep.isPending}
              onClick={() => sweep.mutate({ projectId })}
            >
              Sweep now
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles.form}>
        {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
        {pinned > 0 ? (
          <Notice>
            {formatPlural(pinned, 'record')} would go as well, but {pinned === 1 ? 'is' : 'are'} of
            pinned traces.
          </Notice>
        ) : null}
        {removals === undefined ? (
          error ? null : (
            <LoadingState />
          )
        ) : removals.length === 0 ? (
          <p>Nothing would go.</p>
        ) : (
          <>
            <p className="muted" role="status">
              {formatPlural(sum(removals, 'records'), 'record')}, about{' '}
              {formatBytes(sum(removals, 'bytes'))}.
            </p>
            <RemovalsTable removals={removals} />
          </>
        )}
        {maySweep && removals && removals.length > 0 ? reason.field : null}
      </div>
    </Dialog>
  );
}

function RemovalsTable({ removals }: { removals: readonly Removal[] }) {
  return (
    <ScrolledTable label="What would go">
      <thead>
        <tr>
          <th>Day (UTC)</th>
          <th>Signal</th>
          <th>What</th>
          <th>Reason</th>
          <th className={table['right']}>Records</th>
          <th className={table['right']}>Bytes</th>
        </tr>
      </thead>
      <tbody>
        {removals.map(({ day, signal, whole, reason, records, bytes }) => (
          <tr key={`${day} ${signal} ${reason}`}>
            <td className={table['quiet']}>{day}</td>
            <td>{signal}</td>
            <td>{whole ? 'all of it' : 'a part'}</td>
            <td>{REASON_WORDS[reason]}</td>
            <td className={table['num']}>{formatCount(records)}</td>
            <td className={table['num']}>
              {whole ? formatBytes(bytes) : `about ${formatBytes(bytes)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}
