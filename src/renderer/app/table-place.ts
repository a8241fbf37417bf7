/** What of a long table is looked at, as the address of its screen holds it; what is absent is as at first. */
export interface TablePlace {
  /** What is looked for. */
  readonly text?: string | undefined;
  /** From 0. */
  readonly page?: number | undefined;
}

/** The place in a table that can be sorted. */
export interface SortedPlace<Sort extends string> extends TablePlace {
  /** What the table is in order of. */
  readonly order?: { readonly by: Sort; readonly descending: boolean } | undefined;
}

/** What a long table shows. */
export interface TableView<Sort extends string> {
  readonly search: string;
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
  /** From 0. */
  readonly page: number;
}

/** Longest text that is taken from an address, characters. */
const MAX_TEXT = 512;

/** Reads the place in a table from the query of an address; what makes no sense is left out. */
export function readTablePlace(query: URLSearchParams): TablePlace {
  const text = query.get('text')?.slice(0, MAX_TEXT);
  // Pages are told from 1 on, as on the screen.
  const written = query.get('page') ?? '';
  const page = /^\d{1,9}$/.test(written) ? Number(written) - 1 : 0;
  return { ...(text ? { text } : {}), ...(page > 0 ? { page } : {}) };
}

/** The same of a table that can be sorted by `sorts`. */
export function readSortedPlace<Sort extends string>(
  query: URLSearchParams,
  sorts: readonly Sort[],
): SortedPlace<Sort> {
  const by = sorts.find((sort) => sort === query.get('sort'));
  return {
    ...readTablePlace(query),
    ...(by === undefined ? {} : { order: { by, descending: query.get('direction') !== 'up' } }),
  };
}

/** Adds a place to the query of an address; {@link readSortedPlace} reads back the same. */
export function writeTablePlace(place: SortedPlace<string>, query: URLSearchParams): void {
  if (place.text) query.set('text', place.text);
  if (place.order) query.set('sort', place.order.by);
  if (place.order?.descending === false) query.set('direction', 'up');
  if (place.page) query.set('page', String(place.page + 1));
}

/** What the table shows at a place. */
export function viewAt<Sort extends string>(
  { text = '', order, page = 0 }: SortedPlace<Sort>,
  first: TableView<Sort>,
): TableView<Sort> {
  const direction = order?.descending === false ? 'asc' : 'desc';
  return {
    search: text,
    sort: order?.by ?? first.sort,
    order: order === undefined ? first.order : direction,
    page,
  };
}

/** The place of what the table shows, without what is as at first. */
export function placeOf<Sort extends string>(
  { search, sort, order, page }: TableView<Sort>,
  first: TableView<Sort>,
): SortedPlace<Sort> {
  return {
    ...(search === '' ? {} : { text: search }),
    ...(sort === first.sort && order === first.order
      ? {}
      : { order: { by: sort, descending: order === 'desc' } }),
    ...(page === 0 ? {} : { page }),
  };
}
