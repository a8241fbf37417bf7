import type { AuthorColumns } from '../annotations/author.ts';

export interface SavedFilterTable extends AuthorColumns {
  id: string;
  project_id: string;
  name: string;
  /** In the filter language. */
  query: string;
  is_shared: 0 | 1;
  created_ms: number;
}
