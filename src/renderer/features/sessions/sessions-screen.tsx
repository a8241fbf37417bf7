import { hrefOf, sessionsOf, type SessionsRoute } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { navigate } from '../../app/use-route.ts';
import { Page } from '../../ui/page.tsx';
import { ViewAsButton } from '../visibility/view-as-button.tsx';
import { SessionView } from './session-view.tsx';
import { ThreadList } from './thread-list.tsx';
import styles from './sessions.module.css';

/** Sessions (conversations over several traces) and end users of a project. */
export function SessionsScreen({ route }: { route: SessionsRoute }) {
  const { projectId, kind, session, user } = route;
  if (session !== null) {
    return <SessionView key={session} route={route} session={session} />;
  }
  const crumbs = [
    {
      label: kind === 'session' ? 'Sessions' : 'End users',
      href: hrefOf({ ...sessionsOf(projectId), kind }),
    },
  ];
  return (
    <>
      <ScreenHeader
        title={user === null ? 'Sessions' : `Sessions of ${user}`}
        {...(user === null ? {} : { crumbs })}
      >
        <ViewAsButton projectId={projectId} />
      </ScreenHeader>
      <Page width="full">
        {user === null ? (
          <span className={styles.switch} role="group" aria-label="What is listed">
            {(['session', 'user'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={kind === each}
                onClick={() =>
                  navigate({ ...sessionsOf(projectId), kind: each }, { replace: true })
                }
              >
                {each === 'session' ? 'Sessions' : 'End users'}
              </button>
            ))}
          </span>
        ) : null}
        <ThreadList key={`${kind}/${user}`} route={route} />
      </Page>
    </>
  );
}
