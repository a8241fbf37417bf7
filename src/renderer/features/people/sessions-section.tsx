import { useMutation, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { PassingButton } from '../../ui/passing-button.tsx';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { idleText } from '../collector/idle-text.ts';
import { clientName } from './client-name.ts';

/** While they are looked at, ms. */
const REFRESH_MS = 15_000;

/** Where one is signed in, each with a way to end it from here. */
export function SessionsSection() {
  const { data, error, refetch } = useQuery(
    // Nothing tells of a session that begins or ends elsewhere.
    api.session.list.queryOptions({
      select: (answer) => answer.sessions,
      staleTime: 0,
      refetchInterval: REFRESH_MS,
    }),
  );
  const revoke = useMutation(
    // One that had ended meanwhile is an error, and no longer in the list.
    api.session.revoke.mutationOptions({ onSettled: () => void refetch() }),
  );
  const problem = error ?? revoke.error;
  const { data: settings } = useQuery(api.collector.settings.queryOptions());
  const idle = settings
    ? ` A session ends when nobody used it for ${idleText(settings.sessionIdleMinutes)}, and 7 days after it began.`
    : '';
  return (
    <Section title="Sessions" description={`Browsers signed in as you.${idle}`}>
      {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
      {data === undefined ? (
        error ? null : (
          <LoadingState />
        )
      ) : data.length === 0 ? (
        <p className="muted">No browser is signed in as you.</p>
      ) : (
        <div className={table['wrap']}>
          <table className={table['table']} aria-label="Sessions">
            <thead>
              <tr>
                <th scope="col">Browser</th>
                <th scope="col">Began</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((session) => {
                const name = clientName(session.client);
                return (
                  <tr key={session.id}>
                    <td>
                      <span title={session.client}>{name}</span>{' '}
                      {session.isThis ? <Badge tone="accent">this one</Badge> : null}
                      <span className={table['sub']}>
                        {session.address} ·{' '}
                        {session.kind === 'link' ? 'by the printed link' : 'by password'}
                      </span>
                    </td>
                    <td className={table['quiet']}>
                      <RelativeTime iso={session.createdAt} />
                    </td>
                    <td className={table['quiet']}>
                      <RelativeTime iso={session.lastSeenAt} />
                    </td>
                    <td className={table['tight']}>
                      {session.isThis ? null : (
                        <PassingButton
                          look="ghost"
                          aria-label={`End the session of ${name} at ${session.address}`}
                          disabled={revoke.isPending}
                          onClick={() => revoke.mutate({ sessionId: session.id })}
                        >
                          End
                        </PassingButton>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
