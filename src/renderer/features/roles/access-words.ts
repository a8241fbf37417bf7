import type { AccessSource, PersonAccessReport } from '../../../shared/contract/access.ts';
import { GRANTED_PERMISSIONS, type GrantedPermission } from '../../../shared/permissions.ts';

/** Where something comes from, in words: `Admin of the organization`. */
export function sourceWords({ kind, name }: Pick<AccessSource, 'kind' | 'name'>): string {
  if (kind === 'organization_role') return `${name} of the organization`;
  if (kind === 'project_role') return `${name} of the project`;
  if (kind === 'default_project') return 'Everybody in the Default Project';
  return kind === 'any_role' ? 'Any role' : name;
}

/** Each permission that is held, in the order of the groups, with all that gives it. */
export function permissionsOf(
  sources: readonly AccessSource[],
): { readonly permission: GrantedPermission; readonly through: readonly AccessSource[] }[] {
  return GRANTED_PERMISSIONS.map((permission) => ({
    permission,
    through: sources.filter(({ permissions }) => permissions.includes(permission)),
  })).filter(({ through }) => through.length > 0);
}

/** The report as a table: one row for each permission at each place and what gives it. */
export function accessRows(report: PersonAccessReport): string[][] {
  const rows = [['person', 'email', 'organization', 'project', 'permission', 'through']];
  const add = (organization: string, project: string, sources: readonly AccessSource[]) => {
    for (const { permission, through } of permissionsOf(sources)) {
      const words = through.map(sourceWords).join('; ');
      rows.push([report.name, report.email ?? '', organization, project, permission, words]);
    }
  };
  for (const { name, sources, projects } of report.organizations) {
    add(name, '', sources);
    for (const project of projects) add(name, project.name, project.sources);
  }
  return rows;
}
