import { useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { openOverlay } from '../../app/overlays.ts';
import { hrefOf } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { EVERYTHING } from '../../app/trace-search.ts';
import { useProjects } from '../../app/use-project.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import styles from './projects.module.css';

function ProjectRow({ project }: { project: Project }) {
  const projectId = project.id;
  return (
    <tr>
      <td>
        <a
          className={table['name']}
          href={hrefOf({ screen: 'traces', projectId, search: EVERYTHING })}
        >
          {project.name}
        </a>
        {project.isDefault ? (
          <span className={styles.badge}>
            <Badge
              tone="accent"
              title="Telemetry of this machine that comes without a key goes here."
            >
              default
            </Badge>
          </span>
        ) : null}
        {project.description ? <span className={table['sub']}>{project.description}</span> : null}
      </td>
      <td>
        <a href={hrefOf({ screen: 'keys', projectId })} className={styles.keys}>
          {project.keyPrefixes.length === 0 ? (
            <span className="faint">none</span>
          ) : (
            project.keyPrefixes.map((prefix) => (
              <code key={prefix} className={styles.prefix}>
                {prefix}…
              </code>
            ))
          )}
          {project.keyCount > project.keyPrefixes.length ? (
            <span className="faint">+{project.keyCount - project.keyPrefixes.length}</span>
          ) : null}
        </a>
      </td>
      <td className={table['num']}>{formatCount(project.spanCount)}</td>
      <td className={table['num']}>{formatBytes(project.bytes)}</td>
      <td className="muted">
        {project.lastSpanAt ? (
          <RelativeTime iso={project.lastSpanAt} />
        ) : (
          <a className={styles.connect} href={hrefOf({ screen: 'connect', projectId })}>
            Connect an app
          </a>
        )}
      </td>
    </tr>
  );
}

function ProjectsTable({ projects }: { projects: readonly Project[] }) {
  return (
    <div className={table['wrap']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col">Keys</th>
            <th scope="col" className={table['right']}>
              Spans
            </th>
            <th scope="col" className={table['right']}>
              On disk
            </th>
            <th scope="col">Last span</th>
          </tr>
        </thead>
        <tbody>
          {projects.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** All projects of this instance. */
export function ProjectsScreen() {
  const [query, setQuery] = useState('');
  const { data: projects, error, refetch } = useProjects();
  const found = (projects ?? []).filter((project) =>
    `${project.name} ${project.description}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  const create = (
    <Button look="primary" icon="plus" onClick={() => openOverlay('new-project')}>
      New project
    </Button>
  );
  return (
    <>
      <ScreenHeader title="Projects" />
      <Page>
        <Section
          title={projects ? formatPlural(projects.length, 'project') : 'Projects'}
          description="A project keeps its traces, keys and files apart from the others. One per product, team or customer is usual; tell environments apart inside it with deployment.environment.name."
          actions={
            <>
              <TextInput
                type="search"
                aria-label="Search projects"
                placeholder="Search"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
              />
              {create}
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
              title="No project matches"
              actions={<Button onClick={() => setQuery('')}>Clear the search</Button>}
            >
              None of {formatPlural(projects.length, 'project')} has “{query}” in its name.
            </EmptyState>
          ) : (
            <ProjectsTable projects={found} />
          )}
        </Section>
      </Page>
    </>
  );
}
