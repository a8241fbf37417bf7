/** The last page of a table, from 0; an empty one has its first. */
export const lastPage = (total: number, pageSize: number): number =>
  Math.max(0, Math.ceil(total / pageSize) - 1);
