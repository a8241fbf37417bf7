import { useEffect } from 'react';
import { lastPage } from './last-page.ts';

/**
 * Goes to the last page there is where the one that is asked for is no more, as rows went or an address is of another
 * day.
 *
 * @param page from 0
 * @param total rows on all pages; undefined while it is not known
 */
export function usePageInReach(
  page: number,
  pageSize: number,
  total: number | undefined,
  onPage: (page: number) => void,
): void {
  const last = total === undefined ? page : lastPage(total, pageSize);
  useEffect(() => {
    if (page > last) onPage(last);
  }, [page, last, onPage]);
}
