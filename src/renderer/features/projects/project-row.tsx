import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { EVERYTHING } from '../../app/trace-search.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import table from '../../ui/table.module.css';
import {
  DEFAULT_NOTE,
  KeptTime,
  LastSpan,
  MemberCount,
  ProjectBadges,
  ProjectKeys,
} from './project-facts.tsx';
import { ProjectMenu, type ProjectAction } from './project-menu.tsx';
import styles from './projects.module.css';

/** One project: its name, keys, members, size, when data last came, and what can be done with it. */
export function ProjectRow(props: { project: Project; onAction: (action: ProjectAction) => void }) {
  const { project } = props;
  return (
    <tr>
      <td className={styles.about}>
        <span className={styles.title}>
          <a
            className={table['name']}
            href={hrefOf({ screen: 'traces', projectId: project.id, search: EVERYTHING })}
          >
            {project.name}
          </a>
          <ProjectBadges project={project} />
        </span>
        {project.description ? (
          <span className={styles.description} title={project.description}>
            {project.description}
          </span>
        ) : null}
        {project.isDefault ? <span className={table['sub']}>{DEFAULT_NOTE}</span> : null}
        {project.keyPrefixes.length > 0 ? (
          <span className={styles.keysBelow}>
            <ProjectKeys project={project} most={2} />
          </span>
        ) : null}
      </td>
      <td>
        <ProjectKeys project={project} most={2} />
      </td>
      <td className={table['num']}>
        <MemberCount project={project} />
      </td>
      <td className={table['num']}>{formatCount(project.spanCount)}</td>
      <td className={table['num']}>{formatBytes(project.bytes)}</td>
      <td className={table['quiet']}>
        <LastSpan project={project} />
      </td>
      <td className={table['quiet']}>
        <KeptTime project={project} />
      </td>
      <td className={table['tight']}>
        <ProjectMenu project={project} onAction={props.onAction} />
      </td>
    </tr>
  );
}
