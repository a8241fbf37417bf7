import type { Viewer, ViewerId } from '../../../shared/contract/visibility.ts';

/** Viewers in groups, as they are offered. */
export const VIEWER_GROUPS = [
  { kind: 'project_role', title: 'Roles in this project' },
  { kind: 'organization_role', title: 'Roles in the organization' },
  { kind: 'key', title: 'API keys' },
] as const satisfies readonly { kind: Viewer['kind']; title: string }[];

/** Roles that manage a project see what rules hide unless somebody decides otherwise. */
export const MANAGERS: readonly ViewerId[] = [
  'project_owner',
  'project_admin',
  'organization_owner',
  'organization_admin',
];

/** As it is called below the title of its group. */
export function shortViewerName(viewer: Pick<Viewer, 'id' | 'kind' | 'name'>): string {
  return viewer.kind === 'key' ? `with the scope ${keyScope(viewer.id)}` : viewer.name;
}

const keyScope = (id: ViewerId): string => id.replace('key:', '');

/** `Admin (organization)`: the two kinds of roles share names. */
export function viewerName(viewer: Pick<Viewer, 'id' | 'kind' | 'name'>): string {
  if (viewer.kind === 'key') return `API keys (${keyScope(viewer.id)})`;
  return viewer.kind === 'organization_role' ? `${viewer.name} (organization)` : viewer.name;
}

/** Who sees, in short; a viewer that is gone is named by its id. */
export function namesOf(ids: readonly ViewerId[], viewers: readonly Viewer[]): string[] {
  const known = viewers.filter(({ id }) => ids.includes(id)).map(viewerName);
  const gone = ids.filter((id) => !viewers.some((viewer) => viewer.id === id));
  return [...known, ...gone.map((id) => `${id} (deleted)`)];
}
