import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PastRedactionState } from '../../../shared/contract/past-redaction.ts';
import type { PiiType } from '../../../shared/redaction.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { ConnectButton } from '../connect/connect-button.tsx';
import { OldDataProgress } from './old-data-progress.tsx';
import { OldDataReport } from './old-data-report.tsx';
import { spokenWords } from './old-data-words.ts';
import { RewriteDialog } from './old-data-rewrite-dialog.tsx';
import styles from './privacy.module.css';

/** How often the state is read: while something is under way, and else, ms. */
const BUSY_MS = 500;
const IDLE_MS = 10_000;

type Job = NonNullable<PastRedactionState['scan']>;

/** What is stored already: looked through by the present rules, and rewritten by them. */
export function OldDataSection(props: { projectId: string; required: readonly PiiType[] }) {
  const { projectId } = props;
  const project = useCurrentProject();
  const [isAsking, setIsAsking] = useState(false);
  const begins = useRef<HTMLButtonElement>(null);
  const rewrites = useRef<HTMLButtonElement>(null);
  const query = api.pastRedaction.get.queryOptions({ input: { projectId } });
  const state = useQuery({
    ...query,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (jobUnderWay(data) ? BUSY_MS : IDLE_MS),
  });
  const take = (next: PastRedactionState): void => {
    queryClient.setQueryData(query.queryKey, next);
  };
  const isEmpty = useIsEmpty(projectId);
  const scan = useMutation(api.pastRedaction.scan.mutationOptions({ onSuccess: take }));
  const cancel = useMutation(api.pastRedaction.cancel.mutationOptions({ onSuccess: take }));
  const isRewriting = state.data?.rewrite?.state === 'running';
  useEffect(() => (isRewriting ? forgetAnswers : undefined), [isRewriting]);
  if (!state.data) {
    return state.error ? (
      <ErrorState
        title="What was done to stored data could not be read"
        error={state.error}
        onRetry={() => void state.refetch()}
      />
    ) : (
      <LoadingState />
    );
  }
  const { mode, refusal } = state.data;
  const job = jobUnderWay(state.data);
  const ended = newestOf(state.data);
  const told = job ?? ended;
  const error = scan.error ?? cancel.error;
  return (
    <Page>
      <Section
        title="Stored data"
        description="Rules act on what arrives. A scan looks through what was stored before and reports what they would replace; a rewrite then replaces it, for good."
        actions={
          // Where nothing is stored there is nothing to begin.
          isEmpty && !job ? null : (
            <>
              {/* Of one kind at one place, they are one button, which keeps the focus. */}
              {job ? (
                <Button
                  ref={begins}
                  disabled={cancel.isPending}
                  onClick={() => cancel.mutate({ projectId })}
                >
                  {cancel.isPending ? 'Cancelling…' : 'Cancel'}
                </Button>
              ) : (
                <Button
                  ref={begins}
                  icon="search"
                  disabled={scan.isPending}
                  onClick={() => scan.mutate({ projectId })}
                >
                  {state.data.scan ? 'Scan again' : 'Scan'}
                </Button>
              )}
              <Button
                ref={rewrites}
                look="danger"
                disabled={job !== undefined || refusal !== null || project === undefined}
                onClick={() => setIsAsking(true)}
              >
                Rewrite
              </Button>
            </>
          )
        }
      >
        <div className={styles.stack}>
          {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
          {refusal === null ? null : <Notice tone="warn">{refusal}</Notice>}
          {job ? <OldDataProgress job={job} /> : null}
          <p className="visually-hidden" role="status">
            {told ? spokenWords(told) : ''}
          </p>
          {ended ? <OldDataReport job={ended} /> : null}
          {isEmpty && !job ? (
            <EmptyState
              icon="layers"
              title="Nothing is stored"
              actions={<ConnectButton projectId={projectId} />}
            >
              Once data has arrived, a scan tells here what the rules would replace in it.
            </EmptyState>
          ) : told ? null : (
            <NothingYet />
          )}
        </div>
      </Section>
      {isAsking && project ? (
        <RewriteDialog
          project={project}
          mode={mode}
          required={props.required}
          scan={state.data.scan}
          onStarted={take}
          onClose={() => setIsAsking(false)}
          finalFocus={(hasBegun) => (hasBegun ? begins : rewrites).current ?? false}
        />
      ) : null}
    </Page>
  );
}

/** Whether it is known that nothing of the project is on the disk. */
function useIsEmpty(projectId: string): boolean {
  const { data } = useQuery(
    api.projects.contents.queryOptions({
      input: { projectId },
      staleTime: 0,
      refetchInterval: IDLE_MS,
    }),
  );
  return data?.bytes === 0;
}

/** What this window has of before a rewrite is not what is stored. */
function forgetAnswers(): void {
  queryClient.removeQueries({ type: 'inactive' });
  void queryClient.invalidateQueries();
}

function jobUnderWay(state: PastRedactionState | undefined): Job | undefined {
  return [state?.rewrite, state?.scan].find((job) => job?.state === 'running') ?? undefined;
}

/** The newer of the two that have ended: after a rewrite what a scan before it said is no longer so. */
function newestOf({ scan, rewrite }: PastRedactionState): Job | undefined {
  return [scan, rewrite]
    .filter((job) => job !== null)
    .filter((job) => job.state !== 'running')
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
}

function NothingYet() {
  return (
    <EmptyState icon="search" title="Nothing was looked through yet">
      A scan changes nothing, and says what would be replaced: how often, where and by which rule,
      never what. Scan first, then rewrite.
    </EmptyState>
  );
}
