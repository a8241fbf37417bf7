import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { EVERYTHING } from '../../app/trace-search.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import table from '../../ui/table.module.css';
import styles from './projects.module.css';

/** What can be done with a project. */
export type ProjectAction = 'edit' | 'archive' | 'restore' | 'delete';

function KeysCell({ project }: { project: Project }) {
  const more = project.keyCount - project.keyPrefixes.length;
  return (
    <td>
      <a href={hrefOf({ screen: 'keys', projectId: project.id })} className={styles.keys}>
        {project.keyPrefixes.length === 0 ? (
          <span className="faint">none</span>
        ) : (
          project.keyPrefixes.map((prefix) => (
            <code key={prefix} className={styles.prefix}>
              {prefix}…
            </code>
          ))
        )}
        {more > 0 ? <span className="faint">+{more}</span> : null}
      </a>
    </td>
  );
}

/** One project: its name, keys, size, when data last came, and what can be done with it. */
export function ProjectRow(props: { project: Project; onAction: (action: ProjectAction) => void }) {
  const { project, onAction } = props;
  const projectId = project.id;
  const isArchived = project.archivedAt !== null;
  const entries: MenuEntry[] = [
    { label: 'Edit…', icon: 'settings', onSelect: () => onAction('edit') },
    isArchived
      ? { label: 'Restore', icon: 'refresh', onSelect: () => onAction('restore') }
      : {
          label: 'Archive…',
          icon: 'folder',
          disabled: project.isDefault,
          onSelect: () => onAction('archive'),
        },
    { kind: 'separator' },
    {
      label: 'Delete…',
      icon: 'x',
      danger: true,
      disabled: project.isDefault,
      onSelect: () => onAction('delete'),
    },
  ];
  return (
    <tr>
      <td>
        <a
          className={table['name']}
          href={hrefOf({ screen: 'traces', projectId, search: EVERYTHING })}
        >
          {project.name}
        </a>
        {project.isDefault || isArchived ? (
          <span className={styles.badge}>
            {project.isDefault ? (
              <Badge
                tone="accent"
                title="Telemetry of this machine that comes without a key goes here."
              >
                default
              </Badge>
            ) : (
              <Badge title="It takes no data; what it has can be read.">archived</Badge>
            )}
          </span>
        ) : null}
        {project.description ? <span className={table['sub']}>{project.description}</span> : null}
        {project.isDefault ? (
          <span className={table['sub']}>
            Every member can read it and data without a key lands here: not for sensitive data.
          </span>
        ) : null}
      </td>
      <KeysCell project={project} />
      <td className={table['num']}>{formatCount(project.spanCount)}</td>
      <td className={table['num']}>{formatBytes(project.bytes)}</td>
      <td className={table['quiet']}>
        {project.lastSpanAt ? (
          <RelativeTime iso={project.lastSpanAt} />
        ) : isArchived ? (
          'never'
        ) : (
          <a className={styles.connect} href={hrefOf({ screen: 'connect', projectId })}>
            Connect an app
          </a>
        )}
      </td>
      <td className={table['tight']}>
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={`More about ${project.name}`} />}
          entries={entries}
        />
      </td>
    </tr>
  );
}
