import { AppError } from '../../../shared/errors.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { Principal } from '../principal.ts';
import { SCOPE_PERMISSIONS } from '../roles/permissions-of.ts';
import { requireSight } from './require-sight.ts';
import type { Services } from './services.ts';

/**
 * Whoever gets a key's secret may do what the key may: so nobody makes one that allows more than they are allowed.
 *
 * @throws AppError `forbidden` naming the scope, or where the key would see what is hidden from them
 */
export function requireScopes(
  services: Services,
  principal: Principal,
  projectId: string,
  scopes: readonly KeyScope[],
): void {
  const { access } = services;
  const viewers = scopes.map((scope) => `key:${scope}`);
  requireSight(services, principal, projectId, viewers);
  const held = access.permissions(principal, access.placeOf(projectId));
  const above = scopes.find((scope) =>
    SCOPE_PERMISSIONS[scope].some((permission) => !held.has(permission)),
  );
  if (above === undefined) return;
  throw new AppError(
    'forbidden',
    `A key with the scope "${above}" may do things in this project that you may not.`,
  );
}
