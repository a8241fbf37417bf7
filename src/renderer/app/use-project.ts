import { useQuery } from '@tanstack/react-query';
import type { Project } from '../../shared/contract/projects.ts';
import { api } from '../client/client.ts';
import { useLastProject } from './last-visit.ts';
import { useRoute } from './use-route.ts';

/** Every project, newest data first as the collector lists them. */
export function useProjects() {
  return useQuery(api.projects.list.queryOptions({ select: (answer) => answer.projects }));
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
  const named = 'projectId' in route ? route.projectId : null;
  const byId = (id: string | null): Project | undefined =>
    id === null ? undefined : projects.find((project) => project.id === id);
  if (named !== null) return byId(named);
  return byId(last) ?? projects.find((project) => project.isDefault) ?? projects[0];
}
