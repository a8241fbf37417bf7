import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TraceSummary } from '../../../shared/contract/traces.ts';
import { hrefOf, sessionsOf, type SessionsRoute } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, formatMoney, formatPlural } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { ViewAsButton } from '../visibility/view-as-button.tsx';
import { SessionTurns } from './session-turns.tsx';
import { turnsQuery } from './thread-queries.ts';
import { useStoredRefresh } from './use-stored-refresh.ts';
import styles from './sessions.module.css';

/** Turns read at a time: each is a trace, of which the model calls are read. */
const STEP = 10;

/** Users who are named; more have no room. */
const SHOWN_USERS = 3;

/** All traces of a session as one conversation, the oldest first. */
export function SessionView(props: { route: SessionsRoute; session: string }) {
  const { route, session } = props;
  const { projectId, user } = route;
  const query = turnsQuery(projectId, session);
  const { data, error, refetch } = useQuery(query);
  const [shown, setShown] = useState(STEP);
  useStoredRefresh(projectId, query.queryKey);
  // The list as it was left: its search, order and page are in the address of what it leads to.
  const list = {
    label: user === null ? 'Sessions' : `Sessions of ${user}`,
    href: hrefOf({ ...route, session: null }),
  };
  const users = [...new Set(data?.traces.map(({ user }) => user) ?? [])].filter(Boolean);
  return (
    <>
      <ScreenHeader title={session} crumbs={[list]}>
        <ViewAsButton projectId={projectId} />
      </ScreenHeader>
      {data && data.traces.length > 0 ? (
        <div className={styles.facts}>
          <span>
            Turns <b>{formatCount(data.totals.traces)}</b>
          </span>
          {data.totals.errors > 0 ? (
            <span className={styles.failed}>{formatPlural(data.totals.errors, 'error')}</span>
          ) : null}
          {data.totals.tokens > 0 ? (
            <span>
              Tokens <b>{formatCount(data.totals.tokens)}</b>
            </span>
          ) : null}
          {data.totals.costUsd > 0 ? (
            <span>
              Cost <b>{formatMoney(data.totals.costUsd)}</b>
            </span>
          ) : null}
          {users.slice(0, SHOWN_USERS).map((user) => (
            <span key={user}>
              User{' '}
              <a href={hrefOf({ ...sessionsOf(projectId), user })} className={styles.link}>
                {user}
              </a>
            </span>
          ))}
          {users.length > SHOWN_USERS ? (
            <span title={users.slice(SHOWN_USERS).join('\n')}>
              and {formatCount(users.length - SHOWN_USERS)} more
            </span>
          ) : null}
          <span className={styles.factsEnd}>
            <RelativeTime us={Math.max(...data.traces.map(({ startUs }) => startUs))} />
            <CopyText text={session} what="session id" shown="Copy id" />
          </span>
        </div>
      ) : null}
      {error && !data ? (
        <ErrorState
          title="The session could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {!data && !error ? <LoadingState label="Reading the session" /> : null}
      {data?.traces.length === 0 ? (
        <EmptyState icon="search" title="This session is not here">
          No trace of this project names it. Its traces may have been deleted, or not have arrived
          yet.
        </EmptyState>
      ) : null}
      {data && data.traces.length > 0 ? (
        // Scrolls, so it must be reachable with the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles.thread} tabIndex={0} role="region" aria-label="Conversation">
          <SessionTurns projectId={projectId} traces={data.traces.slice(0, shown)} />
          <More
            traces={data.traces}
            total={data.totals.traces}
            shown={shown}
            onMore={() => setShown(shown + STEP)}
          />
        </div>
      ) : null}
    </>
  );
}

function More(props: {
  traces: readonly TraceSummary[];
  total: number;
  shown: number;
  onMore: () => void;
}) {
  const { traces, total, shown } = props;
  if (traces.length > shown) {
    return (
      <p className={styles.more}>
        <Button onClick={props.onMore}>
          Show more ({formatPlural(traces.length - shown, 'turn')})
        </Button>
      </p>
    );
  }
  return total > traces.length ? (
    <p className={styles.more}>
      The first {formatCount(traces.length)} of {formatCount(total)} turns are shown.
    </p>
  ) : null;
}
