import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { Project } from '../../shared/contract/projects.ts';
import { ANY_ENTRY } from '../features/audit/audit-search.ts';
import { BackupProgress } from '../features/backup/backup-progress.tsx';
import { InstanceSwitcher } from '../features/instances/instance-switcher.tsx';
import { useInstanceOwner, useMay } from '../features/people/use-may.ts';
import { ImportProgress } from '../features/transfer/import-progress.tsx';
import { pickImport } from '../features/transfer/pick-import.ts';
import { LimitBadge } from '../features/usage/limit-badge.tsx';
import { useViewedAs } from '../features/visibility/use-view-as.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { CollectorFoot } from './collector-foot.tsx';
import { EnvironmentFilter } from './environment-filter.tsx';
import { useLastSearch } from './last-visit.ts';
import { ProjectSwitcher } from './project-switcher.tsx';
import { hrefOf, type Route } from './route.ts';
import { useCurrentProject } from './use-project.ts';
import { useRoute } from './use-route.ts';
import styles from './navigation.module.css';

interface Place {
  label: string;
  icon: IconName;
  to: Route;
  /** Screens that light this entry. */
  screens: readonly Route['screen'][];
}

function NavLink({ place, badge }: { place: Place; badge?: ReactNode }) {
  const here = place.screens.includes(useRoute().screen);
  return (
    <a
      className={clsx(styles.link, here && styles.here)}
      href={hrefOf(place.to)}
      aria-current={here ? 'page' : undefined}
    >
      <Icon name={place.icon} />
      {place.label}
      {badge ? <span className={styles.badge}>{badge}</span> : null}
    </a>
  );
}

function ProjectPlaces({ project }: { project: Project }) {
  const projectId = project.id;
  const may = useMay(project.organizationId, projectId);
  const viewed = useViewedAs();
  const search = useLastSearch(projectId);
  const traces: Place = {
    label: 'Traces',
    icon: 'traces',
    to: { screen: 'traces', projectId, search },
    screens: ['traces', 'trace'],
  };
  const connect: Place = {
    label: 'Connect an app',
    icon: 'plug',
    to: { screen: 'connect', projectId },
    screens: ['connect'],
  };
  const keys: Place = {
    label: 'API keys',
    icon: 'key',
    to: { screen: 'keys', projectId },
    screens: ['keys'],
  };
  const members: Place = {
    label: 'Members',
    icon: 'user',
    to: { screen: 'members', projectId },
    screens: ['members'],
  };
  const visibility: Place = {
    label: 'Attribute visibility',
    icon: 'eyeOff',
    to: { screen: 'visibility', projectId },
    screens: ['visibility'],
  };
  const usage: Place = {
    label: 'Usage and limits',
    icon: 'chart',
    to: { screen: 'usage', projectId },
    screens: ['usage'],
  };
  const retention: Place = {
    label: 'Retention',
    icon: 'clock',
    to: { screen: 'retention', projectId },
    screens: ['retention'],
  };
  const manage: Place = {
    label: 'Manage project',
    icon: 'settings',
    to: { screen: 'manage', projectId },
    screens: ['manage'],
  };
  return (
    <>
      <EnvironmentFilter key={viewed?.id} projectId={projectId} />
      <h2 className={styles.heading}>Observe</h2>
      <NavLink place={traces} />
      {may('traces:write') || may('keys:read') ? <NavLink place={connect} /> : null}
      {may('traces:write') ? (
        <button type="button" className={styles.link} onClick={() => pickImport(projectId)}>
          <Icon name="file" />
          Open a file
        </button>
      ) : null}
      <h2 className={styles.heading}>Project</h2>
      {may('keys:read') ? <NavLink place={keys} /> : null}
      {may('members:read') ? <NavLink place={members} /> : null}
      {may('visibility:read') ? <NavLink place={visibility} /> : null}
      {may('usage:read') ? (
        <NavLink place={usage} badge={<LimitBadge projectId={projectId} />} />
      ) : null}
      {may('retention:read') ? <NavLink place={retention} /> : null}
      <NavLink place={manage} />
    </>
  );
}

const projects: Place = {
  label: 'Projects',
  icon: 'folder',
  to: { screen: 'projects' },
  screens: ['projects'],
};
const people: Place = {
  label: 'People',
  icon: 'user',
  to: { screen: 'people', tab: 'people' },
  screens: ['people'],
};
const collector: Place = {
  label: 'Collector',
  icon: 'gauge',
  to: { screen: 'collector', tab: 'status' },
  screens: ['collector'],
};

/** The log of the instance for its owners; for others that of the project, where they may see it. */
function AuditLink({ project }: { project: Project | undefined }) {
  const isOwner = useInstanceOwner() ?? true;
  const may = useMay(project?.organizationId, project?.id);
  if (!may('audit:read')) return null;
  const search = isOwner || !project ? ANY_ENTRY : { ...ANY_ENTRY, projectId: project.id };
  const audit: Place = {
    label: 'Audit',
    icon: 'eye',
    to: { screen: 'audit', search },
    screens: ['audit'],
  };
  return <NavLink place={audit} />;
}

/** The left column: project, places to go, and always in sight what the collector is doing. */
export function Navigation() {
  const project = useCurrentProject();
  return (
    <nav className={styles.nav} aria-label="Main">
      <InstanceSwitcher />
      <ProjectSwitcher />
      <div className={styles.places}>
        {project ? <ProjectPlaces project={project} /> : null}
        <h2 className={styles.heading}>Instance</h2>
        <NavLink place={projects} />
        <NavLink place={people} />
        <AuditLink project={project} />
        <NavLink place={collector} />
      </div>
      <ImportProgress />
      <BackupProgress />
      <CollectorFoot />
    </nav>
  );
}
