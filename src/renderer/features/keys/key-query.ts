import type { KEY_SORTS, KEY_STATES } from '../../../shared/contract/keys.ts';
import type { KeysRoute } from '../../app/route.ts';
import { placeOf, viewAt, type TableView } from '../../app/table-place.ts';

/** Keys on one page of the table. */
export const PAGE_SIZE = 100;

export type KeySort = (typeof KEY_SORTS)[number];
export type KeyFilter = (typeof KEY_STATES)[number] | 'all';

/** What the table of keys shows. */
export interface KeyView extends TableView<KeySort> {
  readonly state: KeyFilter;
  /** Empty: every environment. */
  readonly environment: string;
}

export const FIRST_VIEW: KeyView = {
  search: '',
  state: 'active',
  environment: '',
  sort: 'created',
  order: 'desc',
  page: 0,
};

/** More of a secret than lists show of it. */
const PART_OF_SECRET = /spw_(?!pub_)[0-9A-Za-z]{7}/;

/**
 * Whether a text that is looked for holds a secret, or so much of one that it is no longer what everybody sees. Such a
 * text stays out of the address, which is remembered and handed on.
 */
export const holdsSecret = (search: string): boolean => PART_OF_SECRET.test(search);

/** What the table shows at an address. */
export function viewOf(route: KeysRoute): KeyView {
  const { state = FIRST_VIEW.state, environment = FIRST_VIEW.environment } = route;
  return { ...viewAt(route, FIRST_VIEW), state, environment };
}

/** The address of what the table shows, without a secret that is looked for. */
export function routeOf(projectId: string, view: KeyView): KeysRoute {
  const { search, state, environment } = view;
  return {
    screen: 'keys',
    projectId,
    ...(state === FIRST_VIEW.state ? {} : { state }),
    ...(environment === FIRST_VIEW.environment ? {} : { environment }),
    ...placeOf({ ...view, search: holdsSecret(search) ? '' : search }, FIRST_VIEW),
  };
}

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
