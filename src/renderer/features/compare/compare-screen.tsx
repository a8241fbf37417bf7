import { useQuery } from '@tanstack/react-query';
import { useLastSearch } from '../../app/last-visit.ts';
import { hrefOf } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { traceQuery } from '../trace/trace-queries.ts';
import { ViewAsButton } from '../visibility/view-as-button.tsx';
import { ChooseTrace } from './choose-trace.tsx';
import { ComparisonView } from './comparison-view.tsx';

/** Two traces side by side: `a` is what was, `b` is what is compared with it. */
export function CompareScreen(props: { projectId: string; a: string | null; b: string | null }) {
  const { projectId, a, b } = props;
  const list = hrefOf({ screen: 'traces', projectId, search: useLastSearch(projectId) });
  const go = (left: string | null, right: string | null): void =>
    navigate({ screen: 'compare', projectId, a: left, b: right });
  return (
    <>
      <ScreenHeader title="Compare traces" crumbs={[{ label: 'Traces', href: list }]}>
        <ViewAsButton projectId={projectId} />
        {a !== null && b !== null ? (
          <>
            <Button onClick={() => go(a, null)}>Another trace</Button>
            <Button icon="refresh" title="What was becomes what is" onClick={() => go(b, a)}>
              Swap
            </Button>
          </>
        ) : null}
      </ScreenHeader>
      {a === null || b === null ? (
        <ChooseTrace
          projectId={projectId}
          first={a ?? b}
          onChoose={(id) => go(a ?? b ?? id, a === null && b === null ? null : id)}
        />
      ) : (
        <BothTraces projectId={projectId} a={a} b={b} />
      )}
    </>
  );
}

function BothTraces(props: { projectId: string; a: string; b: string }) {
  const { projectId, a, b } = props;
  const left = useQuery(traceQuery(projectId, a));
  const right = useQuery(traceQuery(projectId, b));
  if (a === b) {
    return (
      <EmptyState icon="layers" title="Both are the same trace">
        Choose another one to compare it with.
      </EmptyState>
    );
  }
  const failed = [left, right].find(({ error, data }) => error !== null && data === undefined);
  if (failed) {
    return (
      <ErrorState
        title="The traces could not be opened"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (!left.data || !right.data) return <LoadingState label="Opening both traces" />;
  return <ComparisonView projectId={projectId} left={left.data} right={right.data} />;
}
