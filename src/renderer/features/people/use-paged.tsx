import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Pager } from '../../ui/pager.tsx';
import { EmptyState } from '../../ui/states.tsx';
import styles from './people.module.css';

/** Rows on a page. */
const PAGE_SIZE = 50;

/** A part of a long list, and the ways to another part of it. */
export interface Paged<T> {
  /** Rows that pass the search. */
  readonly found: readonly T[];
  /** Those of them on this page. */
  readonly shown: readonly T[];
  readonly toolbar: ReactNode;
  /** The way to the other pages; where nothing was found, to all rows. */
  readonly pager: ReactNode;
}

/**
 * Searches in a list and shows it page by page, so that a thousand rows cost no more than fifty.
 *
 * @param textOf what the search looks into; letter case does not count
 * @param labels what one row and several are called, and the words of the search
 */
export function usePaged<T>(
  rows: readonly T[],
  textOf: (row: T) => string,
  labels: {
    readonly one: string;
    readonly many: string;
    readonly search: string;
    readonly placeholder: string;
  },
): Paged<T> {
  const [search, setSearch] = useState('');
  const [wantedPage, setPage] = useState(0);
  const wanted = search.trim().toLowerCase();
  const found = rows.filter((row) => textOf(row).toLowerCase().includes(wanted));
  const page = Math.min(wantedPage, Math.max(0, Math.ceil(found.length / PAGE_SIZE) - 1));
  return {
    found,
    shown: found.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE),
    toolbar: (
      <div className={styles.toolbar}>
        <TextInput
          type="search"
          aria-label={labels.search}
          placeholder={labels.placeholder}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setPage(0);
          }}
        />
        <span className="faint">{formatPlural(found.length, labels.one, labels.many)}</span>
      </div>
    ),
    pager:
      found.length === 0 && wanted !== '' ? (
        <EmptyState
          icon="search"
          title={`No ${labels.one} matches`}
          actions={<Button onClick={() => setSearch('')}>Show all</Button>}
        />
      ) : (
        <Pager page={page} pageSize={PAGE_SIZE} total={found.length} onPage={setPage} />
      ),
  };
}
