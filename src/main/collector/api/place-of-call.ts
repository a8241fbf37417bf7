import { AppError } from '../../../shared/errors.ts';
import type { CallMeta } from '../../../shared/contract/call.ts';
import { permissionsIn, type Permission } from '../../../shared/permissions.ts';
import type { Place } from '../roles/permissions-of.ts';
import type { Services } from './services.ts';

const ORGANIZATION_PERMISSIONS: ReadonlySet<Permission> = new Set(permissionsIn('organization'));

/**
 * What a call is about, by its input: a project, the project of the key it names, or an organization. Without any
 * of these it is about the first organization where it asks for a permission of one, else about the instance, or a
 * list over everything.
 *
 * @throws AppError `not_found` for a key that does not exist
 */
export function placeOfCall(services: Services, meta: CallMeta, input: unknown): Place {
  const named = typeof input === 'object' && input !== null ? input : {};
  if ('projectId' in named && typeof named.projectId === 'string') {
    return services.access.placeOf(named.projectId);
  }
  if ('keyId' in named && typeof named.keyId === 'string') {
    const key = services.keys.ring.get(named.keyId);
    if (key === undefined) throw new AppError('not_found', `There is no key ${named.keyId}.`);
    return services.access.placeOf(key.projectId);
  }
  if ('organizationId' in named && typeof named.organizationId === 'string') {
    return { kind: 'organization', organizationId: named.organizationId };
  }
  if (ORGANIZATION_PERMISSIONS.has(meta.permission) && !meta.across) {
    return { kind: 'organization', organizationId: services.firstOrganizationId };
  }
  return meta.across ? { kind: 'anywhere' } : { kind: 'instance' };
}
