import { clsx } from 'clsx';
import type { Project } from '../../../shared/contract/projects.ts';
import { formatCount } from '../../ui/format.ts';
import { SortHeading } from '../../ui/sort-heading.tsx';
import table from '../../ui/table.module.css';
import type { ProjectAction } from './project-menu.tsx';
import type { ProjectGroup, ProjectSort, ProjectView } from './project-query.ts';
import { ProjectRow } from './project-row.tsx';
import styles from './projects.module.css';

export interface ProjectListProps {
  readonly groups: readonly ProjectGroup[];
  /** Whether to say which organization a group is of. */
  readonly named: boolean;
  readonly onAction: (action: ProjectAction, project: Project) => void;
}

/** What a group of projects is called; those of an organization one is not in are shared with one. */
export function groupName({ name }: ProjectGroup): string {
  return name ?? 'Shared with you';
}

/** A page of projects as a table, sorted by its headings. */
export function ProjectsTable(
  props: ProjectListProps & { view: ProjectView; onSort: (sort: ProjectSort) => void },
) {
  const sorted = { by: props.view.sort, order: props.view.order, onSort: props.onSort };
  return (
    <div className={clsx(table['wrap'], styles.rows)}>
      <table className={table['table']} aria-label="Projects">
        <thead>
          <tr>
            <SortHeading {...sorted} column="name">
              Project
            </SortHeading>
            <SortHeading {...sorted} column="keys">
              Keys
            </SortHeading>
            <SortHeading {...sorted} column="members" right>
              Members
            </SortHeading>
            <SortHeading {...sorted} column="spans" right>
              Spans
            </SortHeading>
            <SortHeading {...sorted} column="bytes" right>
              On disk
            </SortHeading>
            <SortHeading {...sorted} column="lastSpan">
              Last span
            </SortHeading>
            <SortHeading {...sorted} column="kept">
              Kept
            </SortHeading>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        {props.groups.map((group) => (
          <tbody key={group.organizationId}>
            {props.named ? (
              <tr className={styles.group}>
                <th scope="rowgroup" colSpan={8}>
                  {groupName(group)} <span className="faint">{formatCount(group.total)}</span>
                </th>
              </tr>
            ) : null}
            {group.projects.map((project) => (
              <ProjectRow
                key={project.id}
                project={project}
                onAction={(action) => props.onAction(action, project)}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
