import { ORPCError } from '@orpc/client';
import { useQuery } from '@tanstack/react-query';
import { useLastSearch } from '../../app/last-visit.ts';
import { hrefOf, type TraceLook } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { EVERYTHING } from '../../app/trace-search.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { traceQuery } from './trace-queries.ts';
import { TraceView } from './trace-view.tsx';
import styles from './trace-view.module.css';

/** One trace: everything about it, from the address of the window. */
export function TraceScreen(props: {
  projectId: string;
  traceId: string;
  spanId: string | null;
  view: string | null;
  look: TraceLook;
}) {
  const { projectId, traceId } = props;
  const { data: model, error, refetch } = useQuery(traceQuery(projectId, traceId));
  // The list as it was left, with its filter.
  const list = hrefOf({ screen: 'traces', projectId, search: useLastSearch(projectId) });
  if (model) {
    return (
      <TraceView
        projectId={projectId}
        model={model}
        spanId={props.spanId}
        view={props.view}
        look={props.look}
        listHref={list}
      />
    );
  }
  const isMissing = error instanceof ORPCError && error.code === 'not_found';
  return (
    <>
      <ScreenHeader title="Trace" crumbs={[{ label: 'Traces', href: list }]} />
      {error === null ? <LoadingState label="Opening the trace" /> : null}
      {isMissing ? (
        <EmptyState
          icon="search"
          title="This trace is not here"
          actions={
            <a
              className={styles.link}
              href={hrefOf({ screen: 'traces', projectId, search: EVERYTHING })}
            >
              Show all traces
            </a>
          }
        >
          <p>
            Nothing with the id <code>{traceId}</code> is stored in this project. It may have been
            deleted, belong to another project, or not have arrived yet.
          </p>
        </EmptyState>
      ) : null}
      {error !== null && !isMissing ? (
        <ErrorState
          title="The trace could not be opened"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
    </>
  );
}
