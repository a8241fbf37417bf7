import { useQuery } from '@tanstack/react-query';
import { hrefOf } from '../../app/route.ts';
import { EVERYTHING, termCount, type TraceSearch } from '../../app/trace-search.ts';
import { useIsWorkspace } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { useTestTrace } from '../connect/use-test-trace.ts';
import { pickFiles } from '../files/open-files.ts';
import { useMay } from '../people/use-may.ts';
import { useImports } from '../transfer/import-store.ts';
import { timeRangeLabel } from './time-range-select.tsx';

/** A workspace of files takes no data but what is read from them. */
function NothingRead({ projectId }: { projectId: string }) {
  const isReading = useImports(({ jobs }) =>
    jobs.some((job) => job.projectId === projectId && job.isRunning),
  );
  if (isReading) return <LoadingState label="Reading the file; its traces appear here" />;
  return (
    <EmptyState
      icon="file"
      title="No traces in what was opened"
      actions={
        <Button icon="layers" onClick={() => navigate({ screen: 'files' })}>
          What was read
        </Button>
      }
    >
      Files says what was read of it, what was not, and why.
    </EmptyState>
  );
}

function NoData({ projectId }: { projectId: string }) {
  const testTrace = useTestTrace(projectId);
  const may = useMay(undefined, projectId);
  return (
    <EmptyState
      icon="traces"
      title="No traces yet"
      actions={
        <>
          {may('traces:write') || may('keys:read') ? (
            <Button
              look="primary"
              icon="plug"
              onClick={() => navigate({ screen: 'connect', projectId })}
            >
              Connect an app
            </Button>
          ) : null}
          <Button icon="file" onClick={pickFiles}>
            Open a file
          </Button>
          {may('traces:write') ? (
            <Button
              icon="send"
              disabled={testTrace.isPending}
              onClick={() => testTrace.mutate({ projectId })}
            >
              Send a test trace
            </Button>
          ) : null}
        </>
      }
    >
      Point any OpenTelemetry program at this collector and its traces appear here as they arrive.
    </EmptyState>
  );
}

/** Nothing has ever come: what to do for it. */
export function NoTraces({ projectId }: { projectId: string }) {
  const isWorkspace = useIsWorkspace(projectId);
  return isWorkspace ? <NothingRead projectId={projectId} /> : <NoData projectId={projectId} />;
}

/** Why the list is empty, and what to do: no data at all, or none that the filter lets through. */
export function EmptyTraces(props: { projectId: string; search: TraceSearch }) {
  const { projectId, search } = props;
  const isFiltered = termCount(search.terms) > 0 || search.time.kind !== 'any';
  const { data } = useQuery(
    api.traces.list.queryOptions({ input: { projectId, limit: 1 }, enabled: isFiltered }),
  );
  const total = data?.totals.traces;
  if (!isFiltered || total === 0) return <NoTraces projectId={projectId} />;
  const go = (next: TraceSearch): void => navigate({ screen: 'traces', projectId, search: next });
  return (
    <EmptyState
      icon="search"
      title="No trace matches"
      actions={
        <>
          {termCount(search.terms) > 0 ? (
            <Button onClick={() => go({ ...search, terms: {} })}>Clear the filters</Button>
          ) : null}
          {search.time.kind === 'any' ? null : (
            <Button onClick={() => go({ ...search, time: { kind: 'any' } })}>
              Look at any time
            </Button>
          )}
        </>
      }
    >
      {total === undefined ? null : (
        <>
          <a href={hrefOf({ screen: 'traces', projectId, search: EVERYTHING })}>
            {formatPlural(total, 'trace')}
          </a>{' '}
          {total === 1 ? 'is' : 'are'} stored;{' '}
          {termCount(search.terms) > 0 ? 'with these filters there is none' : 'there is none'}
          {search.time.kind === 'any' ? '' : ` in: ${timeRangeLabel(search.time).toLowerCase()}`}.
        </>
      )}
    </EmptyState>
  );
}
