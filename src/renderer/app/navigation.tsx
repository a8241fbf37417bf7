import { clsx } from 'clsx';
import { useRef, type ReactNode } from 'react';
import type { Project } from '../../shared/contract/projects.ts';
import { ownLog } from '../features/audit/audit-search.ts';
import { BackupProgress } from '../features/backup/backup-progress.tsx';
import { pickFiles } from '../features/files/open-files.ts';
import { InstanceSwitcher } from '../features/instances/instance-switcher.tsx';
import { useInstanceOwner, useMay } from '../features/people/use-may.ts';
import { DeletionProgress } from '../features/retention/deletion-progress.tsx';
import { ImportProgress } from '../features/transfer/import-progress.tsx';
import { LimitBadge } from '../features/usage/limit-badge.tsx';
import { useViewedAs } from '../features/visibility/use-view-as.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { useNarrow } from '../ui/use-narrow.ts';
import { LAST_DAY } from './analytics-search.ts';
import { CollectorFoot } from './collector-foot.tsx';
import { EnvironmentFilter } from './environment-filter.tsx';
import { useLastSearch } from './last-visit.ts';
import { ProjectSwitcher } from './project-switcher.tsx';
import { hrefOf, sessionsOf, type Route } from './route.ts';
import { useCurrentInSight } from './use-current-in-sight.ts';
import { usePlacesKnown } from './use-places-known.ts';
import { useCurrentProject, useIsWorkspace } from './use-project.ts';
import { useRoute } from './use-route.ts';
import styles from './navigation.module.css';

interface Place {
  label: string;
  icon: IconName;
  to: Route;
  /** Screens that light this entry. */
  screens: readonly Route['screen'][];
}

/** An entry that is lit by its own screen alone. */
function placeOf(label: string, icon: IconName, to: Route): Place {
  return { label, icon, to, screens: [to.screen] };
}

function NavLink({ place, badge }: { place: Place; badge?: ReactNode }) {
  const here = place.screens.includes(useRoute().screen);
  const isNarrow = useNarrow();
  return (
    <a
      title={isNarrow ? place.label : undefined}
      className={clsx(styles.link, here && styles.here)}
      href={hrefOf(place.to)}
      aria-current={here ? 'page' : undefined}
    >
      <Icon name={place.icon} />
      <span className="unseen-if-narrow">{place.label}</span>
      {badge ? <span className={styles.badge}>{badge}</span> : null}
    </a>
  );
}

/** Places that belong to a project, and what it takes to be offered them. */
const PROJECT_PLACES = [
  { screen: 'keys', label: 'API keys', icon: 'key', needs: 'keys:read' },
  { screen: 'members', label: 'Members', icon: 'users', needs: 'members:read' },
  { screen: 'visibility', label: 'Attribute visibility', icon: 'eyeOff', needs: 'visibility:read' },
  { screen: 'privacy', label: 'Privacy', icon: 'shield', needs: 'redaction:read' },
  { screen: 'usage', label: 'Usage', icon: 'gauge', needs: 'usage:read' },
  { screen: 'retention', label: 'Retention', icon: 'clock', needs: 'retention:read' },
  { screen: 'manage', label: 'Manage project', icon: 'settings', needs: 'projects:read' },
] as const;

function ProjectPlaces({ project }: { project: Project }) {
  const projectId = project.id;
  const may = useMay(project.organizationId, projectId);
  const isWorkspace = useIsWorkspace(projectId);
  const viewed = useViewedAs();
  const isNarrow = useNarrow();
  const search = useLastSearch(projectId);
  const places = PROJECT_PLACES.filter(({ needs }) => !isWorkspace && may(needs));
  const traces: Place = {
    label: 'Traces',
    icon: 'traces',
    to: { screen: 'traces', projectId, search },
    screens: ['traces', 'trace', 'compare'],
  };
  return (
    <>
      <EnvironmentFilter key={viewed?.id} projectId={projectId} />
      <h2 className={styles.heading}>Observe</h2>
      <NavLink place={traces} />
      <NavLink place={placeOf('Sessions', 'message', sessionsOf(projectId))} />
      <NavLink
        place={placeOf('Analytics', 'chart', { screen: 'analytics', projectId, view: LAST_DAY })}
      />
      {!isWorkspace && (may('traces:write') || may('keys:read')) ? (
        <NavLink place={placeOf('Connect an app', 'plug', { screen: 'connect', projectId })} />
      ) : null}
      <button
        type="button"
        title={isNarrow ? 'Open a file' : undefined}
        className={styles.link}
        onClick={pickFiles}
      >
        <Icon name="file" />
        <span className="unseen-if-narrow">Open a file</span>
      </button>
      {places.length === 0 ? null : <h2 className={styles.heading}>Project</h2>}
      {places.map(({ screen, label, icon }) => (
        <NavLink
          key={screen}
          place={placeOf(
            label,
            icon,
            screen === 'privacy' ? { screen, projectId, tab: 'rules' } : { screen, projectId },
          )}
          badge={screen === 'usage' ? <LimitBadge projectId={projectId} /> : null}
        />
      ))}
    </>
  );
}

const projects = placeOf('Projects', 'folder', { screen: 'projects' });
const files = placeOf('Files', 'layers', { screen: 'files' });
const people = placeOf('People', 'user', { screen: 'people', tab: 'people' });
const collector = placeOf('Collector', 'server', { screen: 'collector', tab: 'status' });

/** Leads to the audit log, where one may see it. */
function AuditLink({ project }: { project: Project | undefined }) {
  const owns = useInstanceOwner();
  const may = useMay(project?.organizationId, project?.id);
  // Beside a workspace of files, which nobody holds a role in, the log of the instance is still there.
  if (owns !== true && !may('audit:read')) return null;
  const search = ownLog(owns, project?.id);
  return <NavLink place={placeOf('Audit', 'eye', { screen: 'audit', search })} />;
}

/** The left column: project, places to go, and always in sight what the collector is doing. */
export function Navigation() {
  const project = useCurrentProject();
  const isKnown = usePlacesKnown();
  const places = useRef<HTMLDivElement>(null);
  useCurrentInSight(places);
  return (
    <nav className={styles.nav} aria-label="Main">
      <InstanceSwitcher />
      <ProjectSwitcher />
      <div ref={places} className={styles.places}>
        <div>
          {isKnown ? (
            <>
              {project ? <ProjectPlaces project={project} /> : null}
              <h2 className={styles.heading}>Instance</h2>
              <NavLink place={projects} />
              <NavLink place={files} />
              <NavLink place={people} />
              <AuditLink project={project} />
              <NavLink place={collector} />
            </>
          ) : null}
        </div>
      </div>
      <div className={styles.progress}>
        <ImportProgress />
        <BackupProgress />
        <DeletionProgress />
      </div>
      <CollectorFoot />
    </nav>
  );
}
