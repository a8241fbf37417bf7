import type { Member } from '../../../shared/contract/members.ts';
import type { MEMBER_SORTS } from '../../app/route.ts';
import type { TableView } from '../../app/table-place.ts';

export type MemberSort = (typeof MEMBER_SORTS)[number];
/** What the table of members shows. */
export type MemberView = TableView<MemberSort>;

export const FIRST_VIEW: MemberView = { search: '', sort: 'since', order: 'asc', page: 0 };

const text = new Intl.Collator(undefined, { numeric: true });

const COMPARE: Readonly<Record<MemberSort, (a: Member, b: Member) => number>> = {
  name: (a, b) => text.compare(a.name, b.name),
  role: (a, b) => text.compare(a.roleName, b.roleName) || text.compare(a.name, b.name),
  since: (a, b) => Date.parse(a.joinedAt) - Date.parse(b.joinedAt),
};

/** What a search looks into: name, address and role, and "external". */
export const textOf = ({ name, email, roleName, external }: Member): string =>
  [name, email ?? '', roleName, external ? 'external' : ''].join('\n');

/** Members in the order of a view. */
export function sortMembers(members: readonly Member[], { sort, order }: MemberView): Member[] {
  const sign = order === 'asc' ? 1 : -1;
  return [...members].sort((a, b) => sign * COMPARE[sort](a, b));
}

/** The view after a click on the heading of a column. */
export function sortBy(view: MemberView, sort: MemberSort): MemberView {
  const order = view.sort === sort && view.order === 'asc' ? 'desc' : 'asc';
  return { ...view, sort, order, page: 0 };
}
