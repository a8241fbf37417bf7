import type { Project } from '../../../shared/contract/projects.ts';
import { navigate } from '../../app/use-route.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { mayIn } from '../people/use-may.ts';
import { heldEntry } from '../retention/legal-hold.ts';

/** What can be done with a project. */
export type ProjectAction = 'edit' | 'archive' | 'restore' | 'transfer' | 'delete';

/** What one may do with a project, and no more than that. */
export function ProjectMenu(props: {
  project: Project;
  onAction: (action: ProjectAction) => void;
}) {
  const { project, onAction } = props;
  const may = mayIn(project);
  const entries: MenuEntry[] = [
    {
      label: 'Manage project',
      icon: 'settings',
      onSelect: () => navigate({ screen: 'manage', projectId: project.id }),
    },
  ];
  if (may('projects:update')) {
    entries.push({ label: 'Edit…', icon: 'file', onSelect: () => onAction('edit') });
  }
  if (may('members:owners')) {
    entries.push({
      label: 'Transfer…',
      icon: 'user',
      disabled: project.isDefault,
      onSelect: () => onAction('transfer'),
    });
  }
  if (may('projects:update')) {
    entries.push(
      project.archivedAt !== null
        ? { label: 'Restore', icon: 'refresh', onSelect: () => onAction('restore') }
        : {
            label: 'Archive…',
            icon: 'folder',
            disabled: project.isDefault,
            onSelect: () => onAction('archive'),
          },
    );
  }
  if (may('projects:delete')) {
    entries.push(
      { kind: 'separator' },
      {
        label: 'Delete…',
        icon: 'x',
        danger: true,
        disabled: project.isDefault,
        ...heldEntry(project),
        onSelect: () => onAction('delete'),
      },
    );
  }
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="more" label={`More about ${project.name}`} />}
      entries={entries}
    />
  );
}
