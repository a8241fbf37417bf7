import { CollectorScreen } from '../features/collector/collector-screen.tsx';
import { ConnectScreen } from '../features/connect/connect-screen.tsx';
import { KeysScreen } from '../features/keys/keys-screen.tsx';
import { ProjectsScreen } from '../features/projects/projects-screen.tsx';
import { TraceScreen } from '../features/trace/trace-screen.tsx';
import { TracesScreen } from '../features/traces/traces-screen.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Home } from './home.tsx';
import { hrefOf, type Route } from './route.ts';
import { ScreenHeader } from './screen-header.tsx';

/** The screen of an address. */
export function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case 'home':
      return <Home />;
    case 'projects':
      return <ProjectsScreen />;
    case 'connect':
      return <ConnectScreen key={route.projectId} projectId={route.projectId} />;
    case 'traces':
      return (
        <TracesScreen key={route.projectId} projectId={route.projectId} search={route.search} />
      );
    case 'trace':
      return (
        <TraceScreen
          key={`${route.projectId}/${route.traceId}`}
          projectId={route.projectId}
          traceId={route.traceId}
          spanId={route.spanId}
          view={route.view}
        />
      );
    case 'keys':
      return <KeysScreen key={route.projectId} projectId={route.projectId} />;
    case 'collector':
      return <CollectorScreen tab={route.tab} />;
    case 'lost':
      return (
        <>
          <ScreenHeader title="Not found" />
          <EmptyState
            icon="search"
            title="There is nothing at this address"
            actions={<a href={hrefOf({ screen: 'home' })}>Go to the start</a>}
          >
            <code>#{route.address}</code>
          </EmptyState>
        </>
      );
  }
}
