import { AppError } from '../../../shared/errors.ts';
import type { Principal } from '../principal.ts';
import { requireSightOf } from './require-sight.ts';
import type { Services } from './services.ts';

/**
 * Whoever lets somebody else back in could become them: so they must hold, everywhere the other has a role, all that
 * the other holds.
 *
 * @throws AppError `forbidden`
 */
export function requireAbove(services: Services, principal: Principal, personId: string): void {
  const { access } = services;
  requireSightOf(services, principal, personId);
  const other = access.givenTo(personId);
  const everywhere = access.permissions(principal, { kind: 'instance' });
  const above =
    (!other.instanceOwner || everywhere.has('instance:manage')) &&
    [...other.organizations].every(([organizationId, permissions]) => {
      const held = access.permissions(principal, { kind: 'organization', organizationId });
      return permissions.every((permission) => held.has(permission));
    }) &&
    [...other.projects].every(([projectId, permissions]) => {
      const held = access.permissions(principal, access.placeOf(projectId));
      return permissions.every((permission) => held.has(permission));
    });
  if (above) return;
  throw new AppError(
    'forbidden',
    'This person may do things you may not. Ask an owner, or an administrator of their other organizations.',
  );
}
