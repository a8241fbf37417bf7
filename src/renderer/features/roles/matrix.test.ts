import { expect, it } from 'vitest';
import { BUILT_IN_ROLES } from '../../../shared/roles.ts';
import { groupsOf, matrixRows } from './matrix.ts';

const role = (id: string) => {
  const { permissions, ...rest } = BUILT_IN_ROLES.find((one) => one.id === id)!;
  return { ...rest, permissions: [...permissions], builtIn: true, holderCount: 0 };
};

it('only differences leaves out what both allow and what neither does', () => {
  const both = [role('project_member'), role('project_read_only')];
  const left = groupsOf(both, true).flatMap(({ permissions }) => permissions);
  expect(left).toContain('traces:write');
  expect(left).not.toContain('traces:read');
  expect(left).not.toContain('projects:delete');
  expect(groupsOf([both[0]!], true)).toEqual([]);
});

it('the table says yes or no for each permission and role', () => {
  const rows = matrixRows([role('project_owner'), role('project_read_only')]);
  expect(rows[0]!.slice(3)).toEqual(['Owner (project)', 'Read-only (project)']);
  expect(rows.find(([, permission]) => permission === 'keys:manage')!.slice(3)).toEqual([
    'yes',
    'no',
  ]);
});
