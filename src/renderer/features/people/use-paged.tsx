import { useState, type ReactNode } from 'react';
import type { TablePlace } from '../../app/table-place.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { lastPage } from '../../ui/last-page.ts';
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

/** What is looked for and the page, where it is kept outside, as in the address; and the way to change it. */
type KeptPlace = readonly [place: TablePlace, change: (place: TablePlace) => void];

/**
 * Searches in a list and shows it page by page, so that a thousand rows cost no more than fifty.
 *
 * @param textOf what the search looks into; letter case does not count
 * @param labels what one row and several are called, and the words of the search
 * @param kept absent: the place is forgotten with the screen
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
  kept?: KeptPlace,
): Paged<T> {
  const [own, setOwn] = useState<TablePlace>({});
  const [{ text: search = '', page: wantedPage = 0 }, change] = kept ?? [own, setOwn];
  const wanted = search.trim().toLowerCase();
  const found = rows.filter((row) => textOf(row).toLowerCase().includes(wanted));
  const page = Math.min(wantedPage, lastPage(found.length, PAGE_SIZE));
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
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <span className="faint">{formatPlural(found.length, labels.one, labels.many)}</span>
      </div>
    ),
    pager:
      found.length === 0 && wanted !== '' ? (
        <EmptyState
          icon="search"
          title={`No ${labels.one} matches`}
          actions={<Button onClick={() => change({})}>Show all</Button>}
        />
      ) : (
        <Pager
          page={page}
          pageSize={PAGE_SIZE}
          total={found.length}
          onPage={(next) => change({ text: search, page: next })}
        />
      ),
  };
}
