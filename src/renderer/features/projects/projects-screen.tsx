import { useDeferredValue, useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { openOverlay } from '../../app/overlays.ts';
import type { ProjectsRoute } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useProjects } from '../../app/use-project.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { lastPage } from '../../ui/last-page.ts';
import { Page, Section } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useMayCreateIn } from '../people/use-may.ts';
import { useOrganizations } from '../people/use-organizations.ts';
import { ProjectDialog } from './project-dialogs.tsx';
import type { ProjectAction } from './project-menu.tsx';
import {
  FIRST_VIEW,
  groupsOfPage,
  PAGE_SIZE,
  selectProjects,
  sortBy,
  type ProjectView,
} from './project-query.ts';
import { ProjectsCards } from './projects-cards.tsx';
import { useProjectsLook } from './projects-look.ts';
import { ProjectsTable } from './projects-table.tsx';
import { ProjectsToolbar } from './projects-toolbar.tsx';
import styles from './projects.module.css';
import { useRestore } from './use-restore.ts';
import { WaysToStructure } from './ways-to-structure.tsx';

/** From this many projects on nobody needs to be told what they are for. */
const FEW = 3;

/** All projects one may see, or those that are archived. */
export function ProjectsScreen({ route }: { route: ProjectsRoute }) {
  const { as, view, setAs, setView } = useProjectsLook(route);
  const [open, setOpen] = useState<{ action: ProjectAction; project: Project } | null>(null);
  const restore = useRestore();
  const { data: projects, error, refetch } = useProjects();
  const { data: organizations } = useOrganizations();
  const mayCreate = useMayCreateIn().length > 0;
  const shown = useDeferredValue(view);
  const found = selectProjects(projects ?? [], shown);
  const page = Math.min(shown.page, lastPage(found.length, PAGE_SIZE));
  const archived = (projects ?? []).filter((project) => project.archivedAt !== null).length;
  const used = (projects?.length ?? 0) - archived;
  const list = {
    groups: groupsOfPage(found, organizations ?? [], page),
    named: new Set((projects ?? []).map((project) => project.organizationId)).size > 1,
    onAction: (action: ProjectAction, project: Project) => {
      if (action === 'restore') restore.mutate({ projectId: project.id });
      else setOpen({ action, project });
    },
  };
  return (
    <>
      <ScreenHeader title="Projects" />
      <Page>
        <Section
          title={projects ? countText(found.length, shown, { used, archived }) : 'Projects'}
          description="A project keeps its traces, keys and files apart from the others, and has members of its own."
          actions={
            mayCreate ? (
              <Button look="primary" icon="plus" onClick={() => openOverlay('new-project')}>
                New project
              </Button>
            ) : null
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
          ) : projects.length === 0 ? (
            <EmptyState icon="folder" title="No project is open to you">
              Somebody who manages a project can add you to it.
            </EmptyState>
          ) : (
            <div className={styles.list}>
              <ProjectsToolbar
                view={view}
                as={as}
                counts={{ used, archived }}
                onView={setView}
                onAs={setAs}
              />
              {found.length === 0 ? (
                <EmptyState
                  icon="search"
                  title={
                    shown.archived && shown.search === ''
                      ? 'No project is archived'
                      : 'No project matches'
                  }
                  actions={
                    <Button onClick={() => setView({ ...FIRST_VIEW, ...sortOf(view) })}>
                      Show all in use
                    </Button>
                  }
                >
                  {shown.search === ''
                    ? null
                    : `None of ${formatPlural(shown.archived ? archived : used, 'project')} has “${shorten(shown.search)}” in its name, description, keys or environments.`}
                </EmptyState>
              ) : as === 'cards' ? (
                <ProjectsCards {...list} />
              ) : (
                <ProjectsTable
                  {...list}
                  view={shown}
                  onSort={(sort) => setView(sortBy(view, sort))}
                />
              )}
              <Pager
                page={page}
                pageSize={PAGE_SIZE}
                total={found.length}
                onPage={(next) => setView({ ...view, page: next })}
              />
              {mayCreate && used < FEW && shown.search === '' && !shown.archived ? (
                <WaysToStructure />
              ) : null}
            </div>
          )}
        </Section>
      </Page>
      {open ? <ProjectDialog {...open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

/** How many there are, and how many of them are found: `8 of 201 projects`. */
function countText(
  found: number,
  { search, archived }: ProjectView,
  counts: { readonly used: number; readonly archived: number },
): string {
  if (search.trim() === '') return formatPlural(counts.used, 'project');
  const all = archived ? counts.archived : counts.used;
  return `${formatCount(found)} of ${formatPlural(all, 'project')}`;
}

const sortOf = ({ sort, order }: typeof FIRST_VIEW) => ({ sort, order });

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
