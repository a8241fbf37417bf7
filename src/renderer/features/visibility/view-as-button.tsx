import { useCurrentProject } from '../../app/use-project.ts';
import { useMay } from '../people/use-may.ts';
import { ViewAsMenu } from './view-as-menu.tsx';

/** {@link ViewAsMenu} in the top row of a screen with telemetry, for those who may use it. */
export function ViewAsButton({ projectId }: { projectId: string }) {
  const project = useCurrentProject();
  const may = useMay(project?.organizationId, projectId);
  return may('visibility:manage') ? <ViewAsMenu projectId={projectId} /> : null;
}
