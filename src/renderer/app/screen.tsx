import type { ReactNode } from 'react';
import { AnalyticsScreen } from '../features/analytics/analytics-screen.tsx';
import { AuditScreen } from '../features/audit/audit-screen.tsx';
import { CollectorScreen } from '../features/collector/collector-screen.tsx';
import { CompareScreen } from '../features/compare/compare-screen.tsx';
import { ConnectScreen } from '../features/connect/connect-screen.tsx';
import { FilesScreen } from '../features/files/files-screen.tsx';
import { KeysScreen } from '../features/keys/keys-screen.tsx';
import { MembersScreen } from '../features/people/members-screen.tsx';
import { PeopleScreen } from '../features/people/people-screen.tsx';
import { PrivacyScreen } from '../features/privacy/privacy-screen.tsx';
import { ManageScreen } from '../features/projects/manage-screen.tsx';
import { ProjectsScreen } from '../features/projects/projects-screen.tsx';
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx';
import { TraceScreen } from '../features/trace/trace-screen.tsx';
import { TracesScreen } from '../features/traces/traces-screen.tsx';
import { RetentionScreen } from '../features/retention/retention-screen.tsx';
import { UsageScreen } from '../features/usage/usage-screen.tsx';
import { VisibilityScreen } from '../features/visibility/visibility-screen.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Home } from './home.tsx';
import type { Route } from './route.ts';
import { ScreenHeader } from './screen-header.tsx';
import { useProjects, useProjectsAndWorkspaces, useWorkspaces } from './use-project.ts';
import { navigate } from './use-route.ts';

function Nowhere(props: { title: string; children: ReactNode }) {
  return (
    <>
      <ScreenHeader title="Not found" />
      <EmptyState
        icon="search"
        title={props.title}
        actions={<Button onClick={() => navigate({ screen: 'home' })}>Go to the start</Button>}
      >
        {props.children}
      </EmptyState>
    </>
  );
}

/** The screen of an address. */
export function Screen({ route }: { route: Route }) {
  const projects = useProjects();
  const workspaces = useWorkspaces();
  const all = useProjectsAndWorkspaces();
  const isKnown =
    !('projectId' in route) ||
    projects.isFetching ||
    workspaces.isFetching ||
    (all ?? []).some((project) => project.id === route.projectId);
  // An error is told by the screen itself.
  if (!isKnown && projects.data) {
    return <Nowhere title="There is no such project">It may belong to another instance.</Nowhere>;
  }
  switch (route.screen) {
    case 'home':
      return <Home />;
    case 'projects':
      return <ProjectsScreen route={route} />;
    case 'files':
      return <FilesScreen />;
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
          look={route.look ?? 'timeline'}
        />
      );
    case 'sessions':
      return <SessionsScreen key={route.projectId} route={route} />;
    case 'compare':
      return (
        <CompareScreen
          key={`${route.projectId}/${route.a}/${route.b}`}
          projectId={route.projectId}
          a={route.a}
          b={route.b}
        />
      );
    case 'analytics':
      return (
        <AnalyticsScreen key={route.projectId} projectId={route.projectId} view={route.view} />
      );
    case 'keys':
      return <KeysScreen key={route.projectId} route={route} />;
    case 'members':
      return <MembersScreen key={route.projectId} route={route} />;
    case 'visibility':
      return <VisibilityScreen key={route.projectId} projectId={route.projectId} />;
    case 'privacy':
      return <PrivacyScreen key={route.projectId} projectId={route.projectId} tab={route.tab} />;
    case 'retention':
      return <RetentionScreen key={route.projectId} projectId={route.projectId} />;
    case 'usage':
      return <UsageScreen key={route.projectId} projectId={route.projectId} />;
    case 'manage':
      return <ManageScreen key={route.projectId} projectId={route.projectId} />;
    case 'people':
      return <PeopleScreen route={route} />;
    case 'audit':
      return <AuditScreen search={route.search} />;
    case 'collector':
      return <CollectorScreen tab={route.tab} />;
    case 'lost':
      return (
        <Nowhere title="There is nothing at this address">
          <code>#{route.address}</code>
        </Nowhere>
      );
  }
}
