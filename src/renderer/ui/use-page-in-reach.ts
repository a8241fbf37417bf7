import { useEffect } from 'react';

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
  const last = total === undefined ? page : Math.max(0, Math.ceil(total / pageSize) - 1);
  useEffect(() => {
    if (page > last) onPage(last);
  }, [page, last, onPage]);
}
