import type { Project } from '../../../shared/contract/projects.ts';

export type ProjectSort = 'name' | 'keys' | 'spans' | 'bytes' | 'lastSpan' | 'created';

/** What the list of projects shows. */
export interface ProjectView {
  readonly search: string;
  readonly archived: boolean;
  readonly sort: ProjectSort;
  readonly order: 'asc' | 'desc';
}

export const FIRST_VIEW: ProjectView = {
  search: '',
  archived: false,
  sort: 'created',
  order: 'asc',
};

const VALUE: Readonly<Record<Exclude<ProjectSort, 'name'>, (project: Project) => number>> = {
  keys: (project) => project.keyCount,
  spans: (project) => project.spanCount,
  bytes: (project) => project.bytes,
  lastSpan: (project) => (project.lastSpanAt === null ? 0 : Date.parse(project.lastSpanAt)),
  created: (project) => Date.parse(project.createdAt),
};

/** Projects that pass, in order; the search looks into name, description and key prefixes. */
export function selectProjects(projects: readonly Project[], view: ProjectView): Project[] {
  const { search, archived, sort, order } = view;
  const wanted = search.trim().toLowerCase();
  const sign = order === 'asc' ? 1 : -1;
  const compare = (a: Project, b: Project): number =>
    sort === 'name'
      ? a.name.localeCompare(b.name, undefined, { numeric: true })
      : VALUE[sort](a) - VALUE[sort](b);
  return projects
    .filter((project) => (project.archivedAt !== null) === archived)
    .filter(({ name, description, keyPrefixes }) =>
      [name, description, ...keyPrefixes].join('\n').toLowerCase().includes(wanted),
    )
    .sort((a, b) => sign * compare(a, b));
}

/** The view after a click on the heading of a column: the other direction, or names up and numbers down. */
export function sortBy(view: ProjectView, sort: ProjectSort): ProjectView {
  const other = view.order === 'asc' ? 'desc' : 'asc';
  return { ...view, sort, order: view.sort === sort ? other : sort === 'name' ? 'asc' : 'desc' };
}
