import { expect, it } from 'vitest';
import { allowedCommands } from './allowed-commands.ts';

const command = (id: string) => ({ id, label: id, group: 'Go', run: () => {} });
const ids = (...permissions: string[]) =>
  allowedCommands(
    ['go.projects', 'go.keys', 'go.connect', 'go.settings', 'project.create'].map(command),
    (permission) => permissions.includes(permission),
  ).map(({ id }) => id);

it('offers what one may do, and what everybody may', () => {
  expect(ids()).toEqual(['go.projects']);
  expect(ids('traces:write')).toEqual(['go.projects', 'go.connect']);
  expect(ids('keys:read', 'projects:create')).toEqual([
    'go.projects',
    'go.keys',
    'go.connect',
    'project.create',
  ]);
  expect(ids('instance:manage')).toEqual(['go.projects', 'go.settings']);
});
