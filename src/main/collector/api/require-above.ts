import { AppError } from '../../../shared/errors.ts';
import type { Principal } from '../principal.ts';
import type { Place } from '../roles/permissions-of.ts';
import { requireSightOf } from './require-sight.ts';
import type { Services } from './services.ts';

/**
 * Whoever lets somebody else back in could become them: so they must hold, everywhere the other has a role, all that
 * the other holds, and decide about people in every organization the other has to do with.
 *
 * @throws AppError `forbidden`
 */
export function requireAbove(services: Services, principal: Principal, personId: string): void {
  const { access } = services;
  // Roles of somebody who is disabled count: they come back with `enable`, and a code outlives that.
  const other = access.givenTo(personId);
  const held = access.standing(principal);
  const inProjects = [...other.projects].map(
    ([projectId, permissions]) => [access.placeOf(projectId), permissions] as const,
  );
  const organizationIds = new Set(other.organizations.keys());
  for (const [place] of inProjects) {
    if (place.kind === 'project') organizationIds.add(place.organizationId);
  }
  const decides = [...organizationIds].every((organizationId) =>
    held({ kind: 'organization', organizationId }).has('people:manage'),
  );
  if (!decides) {
    throw new AppError(
      'forbidden',
      'This person also has access in an organization where you do not decide about people. Ask an owner of the instance to do it.',
    );
  }
  requireSightOf(services, principal, personId);
  const everywhere = held({ kind: 'instance' });
  const inOrganizations = [...other.organizations].map(
    ([organizationId, permissions]) =>
      [{ kind: 'organization', organizationId } satisfies Place, permissions] as const,
  );
  const above =
    (!other.instanceOwner || everywhere.has('instance:manage')) &&
    [...inOrganizations, ...inProjects].every(([place, permissions]) => {
      const here = held(place);
      return permissions.every((permission) => here.has(permission));
    });
  if (above) return;
  throw new AppError(
    'forbidden',
    'This person may do things you may not. Ask an owner of the organization, or of the instance.',
  );
}
