import type { ReactNode } from 'react';
import { useCurrentProject } from '../../app/use-project.ts';
import type { IconName } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { NoTraces } from '../traces/empty-traces.tsx';

/** Why there is nothing to count: nothing was ever sent, or nothing that the time and the filter let through. */
export function NothingInTime(props: {
  projectId: string;
  icon: IconName;
  title: string;
  children: ReactNode;
}) {
  const project = useCurrentProject();
  if (project?.spanCount === 0) return <NoTraces projectId={props.projectId} />;
  return (
    <EmptyState icon={props.icon} title={props.title}>
      {props.children}
    </EmptyState>
  );
}
