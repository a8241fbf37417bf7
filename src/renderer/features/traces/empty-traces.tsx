import { useQuery } from '@tanstack/react-query';
import { hrefOf } from '../../app/route.ts';
import { EVERYTHING, termCount, type TraceSearch } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { useTestTrace } from '../connect/use-test-trace.ts';
import { pickImport } from '../transfer/pick-import.ts';
import { timeRangeLabel } from './time-range-select.tsx';

function NoData({ projectId }: { projectId: string }) {
  const testTrace = useTestTrace(projectId);
  return (
    <EmptyState
      icon="traces"
      title="No traces yet"
      actions={
        <>
          <Button
            look="primary"
            icon="plug"
            onClick={() => navigate({ screen: 'connect', projectId })}
          >
            Connect an app
          </Button>
          <Button icon="file" onClick={() => pickImport(projectId)}>
            Open a file
          </Button>
          <Button
            icon="send"
            disabled={testTrace.isPending}
            onClick={() => testTrace.mutate({ projectId })}
          >
            Send a test trace
          </Button>
        </>
      }
    >
      Point any OpenTelemetry program at this collector and its traces appear here as they arrive.
    </EmptyState>
  );
}

/** Why the list is empty, and what to do: no data at all, or none that the filter lets through. */
export function EmptyTraces(props: { projectId: string; search: TraceSearch }) {
  const { projectId, search } = props;
  const isFiltered = termCount(search.terms) > 0 || search.time.kind !== 'any';
  const { data } = useQuery(
    api.traces.list.queryOptions({ input: { projectId, limit: 1 }, enabled: isFiltered }),
  );
  const total = data?.totals.traces;
  if (!isFiltered || total === 0) return <NoData projectId={projectId} />;
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
