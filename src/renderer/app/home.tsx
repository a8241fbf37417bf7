import { useEffect } from 'react';
import { messageOf } from '../client/call-error.ts';
import { usePerson } from '../client/kept-for-person.ts';
import { usePresence } from '../client/presence.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/states.tsx';
import { lastSearch } from './last-visit.ts';
import { useCurrentProject, useProjects } from './use-project.ts';
import { navigate } from './use-route.ts';

/** Goes where the person left off; in the first minutes, to connecting the first program. */
export function Home() {
  const { data, error, refetch } = useProjects();
  const presence = usePresence();
  const project = useCurrentProject();
  const person = usePerson(({ id }) => id);
  useEffect(() => {
    // Where one left off is remembered by person.
    if (!data || person === null) return;
    if (!project) navigate({ screen: 'projects' }, { replace: true });
    else if (project.spanCount === 0 && project.permissions.includes('traces:write')) {
      navigate({ screen: 'connect', projectId: project.id }, { replace: true });
    } else {
      const search = lastSearch(project.id);
      navigate({ screen: 'traces', projectId: project.id, search }, { replace: true });
    }
  }, [data, project, person]);
  if (error) {
    return (
      <ErrorState
        title="The projects could not be read"
        error={messageOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  // Over the screen it says why, and what to do about it.
  if (presence.kind === 'stopped' || presence.kind === 'paused' || presence.kind === 'away') {
    return (
      <EmptyState icon="server" title="Nothing to show yet">
        Projects and traces are read once the collector is there.
      </EmptyState>
    );
  }
  return <LoadingState label="Connecting to the collector" />;
}
