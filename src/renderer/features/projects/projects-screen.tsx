import { useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { openOverlay } from '../../app/overlays.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useProjects } from '../../app/use-project.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SortHeading } from '../../ui/sort-heading.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { ArchiveProjectDialog } from './archive-project-dialog.tsx';
import { DeleteProjectDialog } from './delete-project-dialog.tsx';
import { EditProjectDialog } from './edit-project-dialog.tsx';
import {
  FIRST_VIEW,
  selectProjects,
  sortBy,
  type ProjectSort,
  type ProjectView,
} from './project-query.ts';
import { ProjectRow, type ProjectAction } from './project-row.tsx';
import { useRestore } from './use-restore.ts';

function ProjectsTable(props: {
  projects: readonly Project[];
  view: ProjectView;
  onSort: (sort: ProjectSort) => void;
  onAction: (action: ProjectAction, project: Project) => void;
}) {
  const sorted = { by: props.view.sort, order: props.view.order, onSort: props.onSort };
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="Projects">
        <thead>
          <tr>
            <SortHeading {...sorted} column="name">
              Project
            </SortHeading>
            <SortHeading {...sorted} column="keys">
              Keys
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
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.projects.map((project) => (
            <ProjectRow
              key={project.id}
              project={project}
              onAction={(action) => props.onAction(action, project)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** All projects of this instance, or those that are archived. */
export function ProjectsScreen() {
  const [view, setView] = useState(FIRST_VIEW);
  const [open, setOpen] = useState<{ action: ProjectAction; project: Project } | null>(null);
  const restore = useRestore();
  const { data: projects, error, refetch } = useProjects();
  const found = selectProjects(projects ?? [], view);
  const archived = (projects ?? []).filter((project) => project.archivedAt !== null).length;
  const shown = (projects?.length ?? 0) - archived;
  const close = (): void => setOpen(null);
  return (
    <>
      <ScreenHeader title="Projects" />
      <Page>
        <Section
          title={projects ? formatPlural(shown, 'project') : 'Projects'}
          description="A project keeps its traces, keys and files apart from the others. One per product, team or customer is usual; tell environments apart inside it with deployment.environment.name."
          actions={
            <>
              <TextInput
                type="search"
                aria-label="Search projects"
                placeholder="Search"
                value={view.search}
                onChange={(event) => setView({ ...view, search: event.target.value })}
              />
              {archived > 0 || view.archived ? (
                <Select
                  label="Show projects"
                  icon="filter"
                  value={view.archived ? 'archived' : 'used'}
                  onChange={(value) => setView({ ...view, archived: value === 'archived' })}
                  options={[
                    { value: 'used', label: 'In use', note: formatCount(shown) },
                    { value: 'archived', label: 'Archived', note: formatCount(archived) },
                  ]}
                />
              ) : null}
              <Button look="primary" icon="plus" onClick={() => openOverlay('new-project')}>
                New project
              </Button>
            </>
          }
        >
          {error ? (
            <ErrorState
              title="The projects could not be read"
              error={error}
              onRetry={() => void refetch()}
            />
          ) : !projects ? (
            <LoadingState />
          ) : found.length === 0 ? (
            <EmptyState
              icon="search"
              title={
                view.archived && view.search === ''
                  ? 'No project is archived'
                  : 'No project matches'
              }
              actions={<Button onClick={() => setView(FIRST_VIEW)}>Show all in use</Button>}
            >
              {view.search === ''
                ? null
                : `None of ${formatPlural(view.archived ? archived : shown, 'project')} has “${view.search}” in its name, description or keys.`}
            </EmptyState>
          ) : (
            <ProjectsTable
              projects={found}
              view={view}
              onSort={(sort) => setView(sortBy(view, sort))}
              onAction={(action, project) => {
                if (action === 'restore') restore.mutate({ projectId: project.id });
                else setOpen({ action, project });
              }}
            />
          )}
        </Section>
      </Page>
      {open?.action === 'edit' ? (
        <EditProjectDialog project={open.project} onClose={close} />
      ) : null}
      {open?.action === 'archive' ? (
        <ArchiveProjectDialog project={open.project} onClose={close} />
      ) : null}
      {open?.action === 'delete' ? (
        <DeleteProjectDialog project={open.project} onClose={close} />
      ) : null}
    </>
  );
}
