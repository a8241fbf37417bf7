import { clsx } from 'clsx';
import { formatCompact, formatCount } from '../ui/format.ts';
import { Icon } from '../ui/icons.tsx';
import { Logo } from '../ui/logo.tsx';
import { useNarrow } from '../ui/use-narrow.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { useMayCreateIn } from '../features/people/use-may.ts';
import { lastSearch } from './last-visit.ts';
import { openOverlay } from './overlays.ts';
import { isPickable, useCurrentProject, useProjects, useWorkspaces } from './use-project.ts';
import { navigate } from './use-route.ts';
import styles from './project-switcher.module.css';

const NEW_PROJECT: MenuEntry = {
  label: 'New project…',
  icon: 'plus',
  onSelect: () => openOverlay('new-project'),
};

/** Projects the menu lists; the screen of all has the others, with a search. */
const MOST = 30;

const FILES: MenuEntry = { kind: 'group', label: 'Open files' };

/** Shows the project the window is about, and opens the list of the others. */
export function ProjectSwitcher() {
  const project = useCurrentProject();
  const isNarrow = useNarrow();
  const { data: known } = useProjects();
  const projects = known ?? [];
  const { data: workspaces = [] } = useWorkspaces();
  const mayCreate = useMayCreateIn().length > 0;
  const pickable = projects.filter(isPickable(project?.id));
  // The one that is open is among them, wherever it stands.
  const listed = pickable
    .toSorted((a, b) => Number(b.id === project?.id) - Number(a.id === project?.id))
    .slice(0, MOST);
  const entries: MenuEntry[] = [
    { kind: 'group', label: 'Projects' },
    ...pickable
      .filter((each) => listed.includes(each))
      .map((each): MenuEntry => ({
        label: each.name,
        icon: each.id === project?.id ? 'check' : 'folder',
        onSelect: () =>
          navigate({ screen: 'traces', projectId: each.id, search: lastSearch(each.id) }),
      })),
    ...(workspaces.length === 0 ? [] : [FILES]),
    ...workspaces.slice(0, 10).map(({ project: each }): MenuEntry => ({
      label: each.name,
      icon: each.id === project?.id ? 'check' : 'file',
      onSelect: () =>
        navigate({ screen: 'traces', projectId: each.id, search: lastSearch(each.id) }),
    })),
    { kind: 'separator' },
    ...(mayCreate ? [NEW_PROJECT] : []),
    {
      label:
        pickable.length > listed.length
          ? `All ${formatCount(pickable.length)} projects`
          : 'All projects',
      icon: 'layers',
      onSelect: () => navigate({ screen: 'projects' }),
    },
  ];
  const name = project?.name ?? 'Spanward';
  return (
    <Menu
      entries={entries}
      trigger={
        <button type="button" title={isNarrow ? name : undefined} className={styles.switcher}>
          <Logo />
          <span className={clsx(styles.name, 'unseen-if-narrow')}>
            <b className="truncate">{name}</b>
            <small>
              {project
                ? `${formatCompact(project.spanCount)} ${project.spanCount === 1 ? 'span' : 'spans'}${project.archivedAt ? ', archived' : ''}`
                : // Before they are known nobody can say that there is none.
                  known && 'No project'}
            </small>
          </span>
          <span className="visually-hidden">, switch project</span>
          <Icon name="expand" size={14} />
        </button>
      }
    />
  );
}
