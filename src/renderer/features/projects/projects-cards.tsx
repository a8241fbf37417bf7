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
import { groupName, type ProjectListProps } from './projects-table.tsx';
import styles from './projects.module.css';

function ProjectCard(props: { project: Project; onAction: (action: ProjectAction) => void }) {
  const { project } = props;
  return (
    <li>
      <article className={styles.card} aria-label={project.name}>
        <div className={styles.cardHead}>
          <h3 className={styles.cardName}>
            <a
              className={table['name']}
              href={hrefOf({ screen: 'traces', projectId: project.id, search: EVERYTHING })}
            >
              {project.name}
            </a>
          </h3>
          <ProjectMenu project={project} onAction={props.onAction} />
        </div>
        <div className={styles.badges}>
          <ProjectBadges project={project} />
        </div>
        <p className={styles.cardText}>
          {project.description || (project.isDefault ? DEFAULT_NOTE : null)}
        </p>
        <div className={styles.cardKeys}>
          <ProjectKeys project={project} most={2} />
        </div>
        <dl className={styles.facts}>
          <div>
            <dt>Members</dt>
            <dd>
              <MemberCount project={project} />
            </dd>
          </div>
          <div>
            <dt>Spans</dt>
            <dd>{formatCount(project.spanCount)}</dd>
          </div>
          <div>
            <dt>On disk</dt>
            <dd>{formatBytes(project.bytes)}</dd>
          </div>
          <div>
            <dt>Kept</dt>
            <dd>
              <KeptTime project={project} />
            </dd>
          </div>
          <div>
            <dt>Last span</dt>
            <dd>
              <LastSpan project={project} />
            </dd>
          </div>
        </dl>
      </article>
    </li>
  );
}

/** A page of projects as cards. */
export function ProjectsCards(props: ProjectListProps) {
  return (
    <div className={styles.decks}>
      {props.groups.map((group) => (
        <section key={group.organizationId} aria-label={`Projects of ${groupName(group)}`}>
          {props.named ? (
            <h3 className={styles.deckName}>
              {groupName(group)} <span className="faint">{formatCount(group.total)}</span>
            </h3>
          ) : null}
          <ul className={styles.deck}>
            {group.projects.map((project) => (
              <ProjectCard
                key={project.id}
                project={project}
                onAction={(action) => props.onAction(action, project)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
