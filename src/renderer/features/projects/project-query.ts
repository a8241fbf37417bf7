import type { Project } from '../../../shared/contract/projects.ts';
import type { TableView } from '../../app/table-place.ts';

export const PROJECT_SORTS = [
  'name',
  'keys',
  'members',
  'spans',
  'bytes',
  'lastSpan',
  'kept',
  'created',
] as const;
export type ProjectSort = (typeof PROJECT_SORTS)[number];

/** What the list of projects shows. */
export interface ProjectView extends TableView<ProjectSort> {
  readonly archived: boolean;
}

export const FIRST_VIEW: ProjectView = {
  search: '',
  archived: false,
  sort: 'created',
  order: 'asc',
  page: 0,
};

/** Projects on a page: as many as are drawn at once without being felt. */
export const PAGE_SIZE = 60;

/** What can be sorted by, in words. */
export const SORT_LABELS: Readonly<Record<ProjectSort, string>> = {
  name: 'Name',
  keys: 'Keys',
  members: 'Members',
  spans: 'Spans',
  bytes: 'Size on disk',
  lastSpan: 'Last span',
  kept: 'Time kept',
  created: 'Created',
};

const VALUE: Readonly<Record<Exclude<ProjectSort, 'name'>, (project: Project) => number>> = {
  keys: (project) => project.keyCount,
  members: (project) => project.memberCount,
  spans: (project) => project.spanCount,
  bytes: (project) => project.bytes,
  lastSpan: (project) => (project.lastSpanAt === null ? 0 : Date.parse(project.lastSpanAt)),
  kept: ({ kept }) => (kept.legalHold ? Infinity : (kept.longestDays ?? Number.MAX_VALUE)),
  created: (project) => Date.parse(project.createdAt),
};

/** Infinite numbers have no difference. */
const compareNumbers = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const byName = new Intl.Collator(undefined, { numeric: true });

/** Projects that pass, in order; the search looks into name, description, key prefixes and environments. */
export function selectProjects(projects: readonly Project[], view: ProjectView): Project[] {
  const { search, archived, sort, order } = view;
  const wanted = search.trim().toLowerCase();
  const sign = order === 'asc' ? 1 : -1;
  const compare = (a: Project, b: Project): number =>
    sort === 'name'
      ? byName.compare(a.name, b.name)
      : compareNumbers(VALUE[sort](a), VALUE[sort](b));
  return projects
    .filter((project) => (project.archivedAt !== null) === archived)
    .filter(({ name, description, keyPrefixes, environments }) =>
      [name, description, ...keyPrefixes, ...environments]
        .join('\n')
        .toLowerCase()
        .includes(wanted),
    )
    .sort((a, b) => sign * compare(a, b));
}

/** The view after a click on the heading of a column: the other direction, or names up and numbers down. */
export function sortBy(view: ProjectView, sort: ProjectSort): ProjectView {
  const other = view.order === 'asc' ? 'desc' : 'asc';
  const order = view.sort === sort ? other : sort === 'name' ? 'asc' : 'desc';
  return { ...view, sort, order, page: 0 };
}

/** Projects of one organization on a page. */
export interface ProjectGroup {
  readonly organizationId: string;
  /** Null for an organization one does not belong to: its projects are shared with one. */
  readonly name: string | null;
  /** How many there are on all pages. */
  readonly total: number;
  readonly projects: readonly Project[];
}

/**
 * One page of projects, those of one organization together: in the order of `organizations`, then others.
 *
 * @param found in the order they are to be shown
 */
export function groupsOfPage(
  found: readonly Project[],
  organizations: readonly { readonly id: string; readonly name: string }[],
  page: number,
): ProjectGroup[] {
  const byOrganization = new Map<string, Project[]>(organizations.map(({ id }) => [id, []]));
  for (const project of found) {
    const known = byOrganization.get(project.organizationId);
    if (known === undefined) byOrganization.set(project.organizationId, [project]);
    else known.push(project);
  }
  const names = new Map(organizations.map(({ id, name }) => [id, name]));
  const from = page * PAGE_SIZE;
  let place = 0;
  return [...byOrganization].flatMap(([organizationId, projects]) => {
    const start = Math.max(0, from - place);
    const shown = projects.slice(start, Math.max(0, from + PAGE_SIZE - place));
    place += projects.length;
    if (shown.length === 0) return [];
    const name = names.get(organizationId) ?? null;
    return [{ organizationId, name, total: projects.length, projects: shown }];
  });
}
