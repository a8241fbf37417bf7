import { useQuery } from '@tanstack/react-query';
import type { Project } from '../../shared/contract/projects.ts';
import { api } from '../client/client.ts';
import { useLastProject } from './last-visit.ts';
import { useRoute } from './use-route.ts';

/** Every project, newest data first as the collector lists them. */
export function useProjects() {
  return useQuery(api.projects.list.queryOptions({ select: (answer) => answer.projects }));
}

/** Workspaces of files that are open. */
export function useWorkspaces() {
  return useQuery(api.files.list.queryOptions({ select: (answer) => answer.workspaces }));
}

/** Whether a project is a workspace of files: it has traces, but no keys, members or settings. */
export function useIsWorkspace(projectId: string | undefined): boolean {
  const { data: workspaces = [] } = useWorkspaces();
  return workspaces.some(({ project }) => project.id === projectId);
}

/** Everything that holds traces: projects, and workspaces of files. Undefined until both are known. */
export function useProjectsAndWorkspaces(): readonly Project[] | undefined {
  const { data: projects } = useProjects();
  const { data: workspaces, isPending } = useWorkspaces();
  if (projects === undefined || isPending) return undefined;
  return [...projects, ...(workspaces ?? []).map(({ project }) => project)];
}

/** Which projects lists to pick from offer: not the archived ones, but for the one that is open. */
export const isPickable =
  (currentId: string | undefined) =>
  (project: Project): boolean =>
    project.archivedAt === null || project.id === currentId;

/** The project the frame is about: of the address, else the last visited, else the default one. */
export function useCurrentProject(): Project | undefined {
  const route = useRoute();
  const last = useLastProject();
  const { data: projects = [] } = useProjects();
  const all = useProjectsAndWorkspaces() ?? projects;
  const named = 'projectId' in route ? route.projectId : null;
  const byId = (id: string | null): Project | undefined =>
    id === null ? undefined : all.find((project) => project.id === id);
  if (named !== null) return byId(named);
  return byId(last) ?? projects.find((project) => project.isDefault) ?? projects[0];
}
