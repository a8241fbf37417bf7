import { useQuery } from '@tanstack/react-query';
import type { Thread, ThreadKind, ThreadSort } from '../../../shared/contract/threads.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import { hrefOf, sessionsOf, type Route, type SessionsRoute } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { formatCount, formatMoney, formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Pager } from '../../ui/pager.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SortHeading } from '../../ui/sort-heading.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { usePageInReach } from '../../ui/use-page-in-reach.ts';
import { ConnectButton } from '../connect/connect-button.tsx';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { PAGE_SIZE, threadsQuery } from './thread-queries.ts';
import { useStoredRefresh } from './use-stored-refresh.ts';
import styles from './sessions.module.css';

/** Sessions or end users as a table: searched, sorted, a page at a time. */
export function ThreadList({ route }: { route: SessionsRoute }) {
  const { projectId, user, text = '', order = LATEST, page = 0 } = route;
  const kind = user === null ? route.kind : 'session';
  // The address holds what is looked at, so that a link, and the way back from a session, show the same.
  const change = (next: Pick<SessionsRoute, 'text' | 'order' | 'page'>): void => {
    navigate({ ...route, page: 0, ...next }, { replace: true });
  };
  const view = { kind, user, text, sort: order.by, descending: order.descending, page };
  const { data, error, refetch } = useQuery(threadsQuery(projectId, view));
  useStoredRefresh(projectId, [...api.threads.list.key(), projectId]);
  usePageInReach(page, PAGE_SIZE, data?.total, (last) => change({ page: last }));
  const word = kind === 'session' ? 'session' : 'end user';
  const sort = (by: ThreadSort): void => {
    change({ order: { by, descending: order.by === by ? !order.descending : true } });
  };
  return (
    <>
      <div className={styles.tools}>
        <TextInput
          type="search"
          value={text}
          aria-label={`Find a ${word} by its id`}
          placeholder="Find by id"
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        {data ? (
          <span className={styles.quiet} role="status">
            {formatPlural(data.total, word)}
            {data.without > 0 ? ` · ${formatPlural(data.without, 'trace')} without one` : ''}
          </span>
        ) : null}
      </div>
      {error ? (
        <ErrorState
          title={`The ${word}s could not be listed`}
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {!data && !error ? <LoadingState label={`Looking for ${word}s`} /> : null}
      {data && !error && data.total === 0 ? (
        <Nothing {...route} kind={kind} hasTraces={data.without > 0} />
      ) : null}
      {data && !error && data.total > 0 ? (
        <>
          <div className={table['wrap']}>
            <table
              className={table['table']}
              aria-label={kind === 'session' ? 'Sessions' : 'End users'}
            >
              <thead>
                <tr>
                  <th scope="col">{kind === 'session' ? 'Session' : 'User'}</th>
                  {kind === 'session' ? (
                    <th scope="col">Users</th>
                  ) : (
                    <th scope="col" className={table['right']}>
                      Sessions
                    </th>
                  )}
                  {COLUMNS.map(({ by, label }) => (
                    <SortHeading
                      key={by}
                      column={by}
                      by={order.by}
                      order={order.descending ? 'desc' : 'asc'}
                      onSort={sort}
                      right
                    >
                      {by === 'traces' && kind === 'session' ? 'Turns' : label}
                    </SortHeading>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.threads.map((thread) => (
                  <Row
                    key={thread.id}
                    route={route}
                    kind={kind}
                    thread={thread}
                    hidden={data.hiddenFields ?? []}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <Pager
            page={page}
            pageSize={PAGE_SIZE}
            total={data.total}
            onPage={(page) => change({ page })}
          />
        </>
      ) : null}
    </>
  );
}

const LATEST = { by: 'last', descending: true } as const;

const COLUMNS: readonly { readonly by: ThreadSort; readonly label: string }[] = [
  { by: 'traces', label: 'Traces' },
  { by: 'errors', label: 'Errors' },
  { by: 'tokens', label: 'Tokens' },
  { by: 'cost', label: 'Cost' },
  { by: 'last', label: 'Last activity' },
];

function Row(props: {
  route: SessionsRoute;
  kind: ThreadKind;
  thread: Thread;
  hidden: readonly DerivedField[];
}) {
  const { route, kind, thread, hidden } = props;
  const isHidden = (...fields: DerivedField[]): boolean => fields.some((f) => hidden.includes(f));
  const to: Route =
    kind === 'session'
      ? { ...route, session: thread.id }
      : { ...sessionsOf(route.projectId), kind, user: thread.id };
  return (
    <tr>
      <td className={styles.id}>
        <a href={hrefOf(to)} title={thread.id}>
          {thread.id}
        </a>
      </td>
      <td className={kind === 'session' ? styles.others : table['num']}>
        {isHidden(kind === 'session' ? 'user' : 'session') ? (
          <HiddenValue what={kind === 'session' ? 'the user' : 'the session'} />
        ) : (
          <span className={styles.names} title={thread.others.join('\n')}>
            <span className={kind === 'session' ? 'truncate' : undefined}>
              {kind === 'user' ? formatCount(thread.otherCount) : (thread.others[0] ?? '–')}
            </span>
            {kind === 'session' && thread.otherCount > 1 ? (
              <span className={styles.quiet}> and {formatCount(thread.otherCount - 1)} more</span>
            ) : null}
          </span>
        )}
      </td>
      <td className={table['num']}>{formatCount(thread.traces)}</td>
      <td className={table['num']}>
        {isHidden('errorCount') ? (
          <HiddenValue what="errors" short />
        ) : thread.errors > 0 ? (
          <span className={styles.failed}>{formatCount(thread.errors)}</span>
        ) : (
          '–'
        )}
      </td>
      <td className={table['num']}>
        {isHidden('inputTokens', 'outputTokens') ? (
          <HiddenValue what="tokens" short />
        ) : thread.tokens > 0 ? (
          formatCount(thread.tokens)
        ) : (
          '–'
        )}
      </td>
      <td className={table['num']}>
        {isHidden('costUsd') ? (
          <HiddenValue what="cost" short />
        ) : thread.costUsd === null ? (
          '–'
        ) : (
          formatMoney(thread.costUsd)
        )}
      </td>
      <td className={table['num']}>
        <RelativeTime us={thread.lastUs} />
      </td>
    </tr>
  );
}

function Nothing(props: SessionsRoute & { hasTraces: boolean }) {
  const { kind, text, projectId, hasTraces } = props;
  if (text) {
    return (
      <EmptyState icon="search" title="Nothing of this id">
        No trace names one whose id holds this text.
      </EmptyState>
    );
  }
  const actions = hasTraces ? null : <ConnectButton projectId={projectId} />;
  return kind === 'session' ? (
    <EmptyState icon="message" title="No sessions yet" actions={actions}>
      Traces are put together by the session they name: set the attribute <code>session.id</code> or{' '}
      <code>gen_ai.conversation.id</code>, or what your SDK calls a session or a thread.
    </EmptyState>
  ) : (
    <EmptyState icon="user" title="No end users yet" actions={actions}>
      Traces are put together by the user they name: set the attribute <code>user.id</code>, or what
      your SDK calls a user.
    </EmptyState>
  );
}
