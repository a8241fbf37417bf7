import { expect, it } from 'vitest';
import type { Member } from '../../../shared/contract/members.ts';
import { FIRST_VIEW, sortBy, sortMembers, textOf } from './member-query.ts';

const member = (name: string, change: Partial<Member> = {}): Member => ({
  personId: `per_${name}`,
  name,
  email: `${name}@example.org`,
  roleId: 'project_member',
  roleName: 'Member',
  disabledAt: null,
  joinedAt: '2026-01-01T00:00:00Z',
  external: false,
  ...change,
});

const members = [
  member('Zoë', { joinedAt: '2026-03-01T00:00:00Z', external: true }),
  member('Ann', { roleName: 'Owner', joinedAt: '2026-02-01T00:00:00Z' }),
  member('Ben', { email: null }),
];
const names = (view: Partial<typeof FIRST_VIEW>) =>
  sortMembers(members, { ...FIRST_VIEW, ...view }).map(({ name }) => name);

it('sorts by any column, the other way the second time', () => {
  expect(names({})).toEqual(['Ben', 'Ann', 'Zoë']);
  expect(names(sortBy(FIRST_VIEW, 'name'))).toEqual(['Ann', 'Ben', 'Zoë']);
  expect(names(sortBy(sortBy(FIRST_VIEW, 'name'), 'name'))).toEqual(['Zoë', 'Ben', 'Ann']);
  expect(names(sortBy(FIRST_VIEW, 'role'))).toEqual(['Ben', 'Zoë', 'Ann']);
});

it('is found by name, address, role and being external', () => {
  expect(members.map(textOf)).toEqual([
    'Zoë\nZoë@example.org\nMember\nexternal',
    'Ann\nAnn@example.org\nOwner\n',
    'Ben\n\nMember\n',
  ]);
});
