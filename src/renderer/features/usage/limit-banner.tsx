import { hrefOf } from '../../app/route.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { useRoute } from '../../app/use-route.ts';
import { Icon } from '../../ui/icons.tsx';
import { warningText } from './quota-text.ts';
import { useLimitWarnings } from './use-limit-warnings.ts';
import styles from './usage.module.css';

/** Over every screen of a project whose data is being refused; its own screen says more. */
export function LimitBanner() {
  const route = useRoute();
  const project = useCurrentProject();
  const reached = useLimitWarnings(project?.id ?? '').find(({ level }) => level === 'reached');
  if (reached === undefined || !('projectId' in route) || route.screen === 'usage') return null;
  return (
    <div className={styles.banner} role="status">
      <Icon name="alert" />
      <span>{warningText(reached)}</span>
      <a href={hrefOf({ screen: 'usage', projectId: route.projectId })}>Usage and limits</a>
    </div>
  );
}
