import type { Member } from '../../../shared/contract/members.ts';

export type MemberSort = 'name' | 'role' | 'since';

/** What the table of members shows. */
export interface MemberView {
  readonly search: string;
  readonly sort: MemberSort;
  readonly order: 'asc' | 'desc';
  /** From 0. */
  readonly page: number;
}

export const FIRST_VIEW: MemberView = { search: '', sort: 'since', order: 'asc', page: 0 };

/** Members on a page. */
export const PAGE_SIZE = 50;

const text = new Intl.Collator(undefined, { numeric: true });

const COMPARE: Readonly<Record<MemberSort, (a: Member, b: Member) => number>> = {
  name: (a, b) => text.compare(a.name, b.name),
  role: (a, b) => text.compare(a.roleName, b.roleName) || text.compare(a.name, b.name),
  since: (a, b) => Date.parse(a.joinedAt) - Date.parse(b.joinedAt),
};

/** Members that pass, in order; the search looks into name, address and role, and finds "external". */
export function selectMembers(members: readonly Member[], view: MemberView): Member[] {
  const wanted = view.search.trim().toLowerCase();
  const sign = view.order === 'asc' ? 1 : -1;
  return members
    .filter(({ name, email, roleName, external }) =>
      [name, email ?? '', roleName, external ? 'external' : '']
        .join('\n')
        .toLowerCase()
        .includes(wanted),
    )
    .sort((a, b) => sign * COMPARE[view.sort](a, b));
}

/** The view after a click on the heading of a column. */
export function sortBy(view: MemberView, sort: MemberSort): MemberView {
  const order = view.sort === sort && view.order === 'asc' ? 'desc' : 'asc';
  return { ...view, sort, order, page: 0 };
}
