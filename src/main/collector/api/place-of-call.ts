import type { CallMeta } from '../../../shared/contract/call.ts';
import { permissionsIn, type Permission } from '../../../shared/permissions.ts';
import type { Place } from '../roles/permissions-of.ts';
import type { Services } from './services.ts';

const ORGANIZATION_PERMISSIONS: ReadonlySet<Permission> = new Set(permissionsIn('organization'));

/**
 * What a call is about, by its input: a project, the project of the key it names, or an organization. Without any
 * of these it is about the first organization where it asks for a permission of one, else about the instance, or a
 * list over everything.
 */
export function placeOfCall(
  services: Services,
  meta: CallMeta,
  schema: unknown,
  input: unknown,
): Place {
  const { projectId, keyId, organizationId } = namedPlace(schema, input);
  if (projectId !== undefined) {
    const place = services.access.placeOf(projectId);
    const elsewhere =
      organizationId !== undefined &&
      place.kind === 'project' &&
      place.organizationId !== organizationId;
    return elsewhere ? { kind: 'unknown' } : place;
  }
  if (keyId !== undefined) {
    // Of no key is said what is said of another project's: whether there is one is nobody else's business.
    const key = services.keys.ring.get(keyId);
    return key === undefined ? { kind: 'unknown' } : services.access.placeOf(key.projectId);
  }
  if (organizationId !== undefined) return { kind: 'organization', organizationId };
  if (ORGANIZATION_PERMISSIONS.has(meta.permission) && !meta.across) {
    return { kind: 'organization', organizationId: services.firstOrganizationId };
  }
  return meta.across ? { kind: 'anywhere' } : { kind: 'instance' };
}

/** Names of the fields a call declares; none for a call without an input. */
export function fieldsOf(schema: unknown): ReadonlySet<string> {
  const shape =
    typeof schema === 'object' && schema !== null && 'shape' in schema ? schema.shape : {};
  return new Set(Object.keys(shape as object));
}

/**
 * The ids in an input that say what the call is about.
 *
 * The check runs before the input is parsed, so only fields that the call declares count: any other is dropped by
 * the parser, and must not decide where the caller's rights are looked at.
 */
function namedPlace(
  schema: unknown,
  input: unknown,
): Partial<Record<'projectId' | 'keyId' | 'organizationId', string>> {
  if (typeof input !== 'object' || input === null) return {};
  const declared = fieldsOf(schema);
  return Object.fromEntries(
    ['projectId', 'keyId', 'organizationId']
      .filter((name) => declared.has(name) && Object.hasOwn(input, name))
      .map((name) => [name, (input as Record<string, unknown>)[name]])
      .filter(([, value]) => typeof value === 'string'),
  );
}
