import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { useMay } from '../people/use-may.ts';

/** What to do where nothing has arrived yet; not offered to those who could not. */
export function ConnectButton({ projectId }: { projectId: string }) {
  const may = useMay(useCurrentProject()?.organizationId, projectId);
  if (!may('traces:write') && !may('keys:read')) return null;
  return (
    <Button icon="plug" onClick={() => navigate({ screen: 'connect', projectId })}>
      Connect an app
    </Button>
  );
}
