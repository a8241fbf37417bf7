import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import type { TraceFilter } from '../../shared/contract/traces.ts';
import { api } from '../client/client.ts';
import { useRemote } from '../client/instance.ts';
import { greetPerson } from '../client/kept-for-person.ts';
import { instanceColor } from '../features/instances/instance-chip.tsx';
import { RestoreDialog } from '../features/backup/restore-dialog.tsx';
import { NewProjectDialog } from '../features/projects/new-project-dialog.tsx';
import { ExportDialog } from '../features/files/export-dialog.tsx';
import { useOpenedFiles } from '../features/files/opened-files.ts';
import { FileDrop } from '../features/transfer/file-drop.tsx';
import { LimitBanner } from '../features/usage/limit-banner.tsx';
import { useViewedAs } from '../features/visibility/use-view-as.ts';
import { ViewAsBanner } from '../features/visibility/view-as-banner.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { rememberProject } from './last-visit.ts';
import { Navigation } from './navigation.tsx';
import { closeOverlay, useOverlay } from './overlays.ts';
import { Palette } from './palette.tsx';
import { hrefOf, type Route } from './route.ts';
import { Screen } from './screen.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useFrameCommands } from './use-frame-commands.ts';
import { toTraceFilter } from './trace-search.ts';
import { useCurrentProject } from './use-project.ts';
import { useRoute } from './use-route.ts';
import styles from './frame.module.css';

/** What the list at the address shows; everything elsewhere. */
function filterOf(route: Route): TraceFilter {
  return route.screen === 'traces' ? toTraceFilter(route.search, Date.now()) : {};
}

/** Navigation at the left, the screen of the address beside it, and what opens over both. */
export function Frame() {
  const route = useRoute();
  const overlay = useOverlay((state) => state.open);
  const chosen = useOverlay((state) => state.traceIds);
  const projectId = 'projectId' in route ? route.projectId : null;
  useEffect(() => {
    if (projectId) rememberProject(projectId);
  }, [projectId]);
  const me = useQuery(api.session.me.queryOptions()).data?.personId;
  useEffect(() => {
    if (me !== undefined) greetPerson(me);
  }, [me]);
  const viewed = useViewedAs();
  const remote = useRemote();
  const project = useCurrentProject();
  const content = useRef<HTMLElement>(null);
  useFrameCommands();
  useOpenedFiles();
  return (
    <div
      className={clsx(styles.frame, remote && [styles.remote, instanceColor(remote)])}
      data-instance={remote?.name}
    >
      <button type="button" className={styles.skip} onClick={() => content.current?.focus()}>
        Skip to content
      </button>
      <Navigation />
      <div className={styles.column}>
        <ConnectionBanner />
        <ViewAsBanner />
        <LimitBanner />
        <main ref={content} className={styles.main} tabIndex={-1}>
          <ErrorBoundary resetKey={hrefOf(route)}>
            {/* Whoever looks with other eyes looks anew: nothing of what was on screen stays. */}
            <Screen key={viewed?.id} route={route} />
          </ErrorBoundary>
        </main>
      </div>
      {overlay === 'palette' ? <Palette /> : null}
      <ShortcutsDialog open={overlay === 'shortcuts'} onClose={closeOverlay} />
      {overlay === 'new-project' ? <NewProjectDialog onClose={closeOverlay} /> : null}
      {overlay === 'export' && project ? (
        <ExportDialog
          projectId={project.id}
          projectName={project.name}
          filter={chosen === undefined ? filterOf(route) : {}}
          traceIds={chosen}
          onClose={closeOverlay}
        />
      ) : null}
      <FileDrop />
      <RestoreDialog />
    </div>
  );
}
