import type { GrantedPermission } from '../../shared/permissions.ts';
import type { Command } from './commands.ts';

/** What a command takes: one of these permissions is enough. Commands that are not named are for everybody. */
const NEEDS: Readonly<Record<string, readonly GrantedPermission[]>> = {
  'go.connect': ['traces:write', 'keys:read'],
  'go.keys': ['keys:read'],
  'go.members': ['members:read'],
  'go.visibility': ['visibility:read'],
  'go.privacy': ['redaction:read'],
  'go.retention': ['retention:read'],
  'file.import': ['traces:write'],
  'file.export': ['traces:read'],
  'go.audit': ['audit:read'],
  'project.create': ['projects:create'],
  'go.settings': ['instance:manage'],
  'go.backup': ['instance:manage'],
};

/** Commands one may run: what would only be refused is not offered. */
export function allowedCommands(
  commands: readonly Command[],
  may: (permission: GrantedPermission) => boolean,
): readonly Command[] {
  return commands.filter(({ id }) => NEEDS[id]?.some(may) ?? true);
}
