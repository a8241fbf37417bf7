import type { Principal } from '../principal.ts';
import type { Access } from '../roles/access.ts';

/**
 * Of which projects of an organization a principal may know: those they may see, and of all whoever decides about
 * people, as it is they who let somebody in. That somebody else works in a project tells of it, too.
 */
export function knownProjects(
  access: Pick<Access, 'standing' | 'placeOf'>,
  principal: Principal,
): (organizationId: string, projectId: string) => boolean {
  const held = access.standing(principal);
  return (organizationId, projectId) =>
    held(access.placeOf(projectId)).has('projects:read') ||
    held({ kind: 'organization', organizationId }).has('people:manage');
}
