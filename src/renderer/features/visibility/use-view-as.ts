import type { Viewer } from '../../../shared/contract/visibility.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { queryClient } from '../../client/queries.ts';
import { setViewAs, useViewAsStore, type ViewedAs } from '../../client/view-as.ts';
import { viewerName } from './viewer-names.ts';

/** Whom the window stands in for in the project on screen; null while one sees as oneself. */
export function useViewedAs(): ViewedAs | null {
  const viewer = useViewAsStore((state) => state.viewer);
  const project = useCurrentProject();
  return viewer !== null && viewer.projectId === project?.id ? viewer : null;
}

/** Shows a project from now on exactly as a viewer sees it. */
export function viewAs(projectId: string, viewer: Pick<Viewer, 'id' | 'kind' | 'name'>): void {
  change({ projectId, id: viewer.id, name: viewerName(viewer) });
}

/** Shows what one sees oneself again. */
export function viewAsOneself(): void {
  change(null);
}

function change(viewer: ViewedAs | null): void {
  // What is under way was asked for as somebody else, and must not be tried again as this one.
  void queryClient.cancelQueries();
  setViewAs(viewer);
}
