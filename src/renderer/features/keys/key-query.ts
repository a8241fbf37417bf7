import type { KEY_SORTS, KEY_STATES } from '../../../shared/contract/keys.ts';

/** Keys on one page of the table. */
export const PAGE_SIZE = 100;

export type KeySort = (typeof KEY_SORTS)[number];
export type KeyFilter = (typeof KEY_STATES)[number] | 'all';

/** What the table of keys shows; kept while the screen is open. */
export interface KeyView {
  readonly search: string;
  readonly state: KeyFilter;
  /** Empty: every environment. */
  readonly environment: string;
  readonly sort: KeySort;
  readonly order: 'asc' | 'desc';
  /** From 0. */
  readonly page: number;
}

export const FIRST_VIEW: KeyView = {
  search: '',
  state: 'active',
  environment: '',
  sort: 'created',
  order: 'desc',
  page: 0,
};

/** The input of `keys.list` for a view. */
export function listInput(projectId: string, view: KeyView) {
  const { search, state, environment, sort, order, page } = view;
  return {
    projectId,
    search,
    sort,
    order,
    ...(state === 'all' ? {} : { state }),
    ...(environment === '' ? {} : { environment }),
    offset: page * PAGE_SIZE,
    limit: PAGE_SIZE,
  };
}

/** The view after a click on the heading of a column: the other direction, or what one looks for first there. */
export function sortBy(view: KeyView, sort: KeySort): KeyView {
  const other = view.order === 'asc' ? 'desc' : 'asc';
  const first = sort === 'name' || sort === 'expires' ? 'asc' : 'desc';
  return { ...view, sort, order: view.sort === sort ? other : first, page: 0 };
}
