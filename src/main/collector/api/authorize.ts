import { AppError } from '../../../shared/errors.ts';
import {
  inWords,
  KEY_SCOPES,
  type KeyScope,
  type Permission,
} from '../../../shared/permissions.ts';
import type { Principal } from '../principal.ts';
import type { Access } from '../roles/access.ts';
import { SCOPE_PERMISSIONS, type Place } from '../roles/permissions-of.ts';

/**
 * The one place where a principal's right to a call is decided; everything not allowed here is refused.
 *
 * @throws AppError `unauthenticated` where nobody is known, else `forbidden`
 */
export function authorize(
  access: Pick<Access, 'permissions'>,
  principal: Principal,
  permission: Permission,
  place: Place,
): void {
  const held = access.permissions(principal, place);
  if (held.has(permission)) return;
  switch (principal.kind) {
    case 'nobody':
      throw new AppError('unauthenticated', principal.reason);
    case 'keyless':
      throw new AppError(
        'unauthenticated',
        'No API key. Send one with the "read" scope to use the API.',
      );
    case 'key':
      if (!held.has('none')) {
        throw new AppError('unauthenticated', 'This API key has been revoked, or has expired.');
      }
      if (isElsewhere(place, principal.projectId)) {
        throw new AppError('forbidden', 'This API key belongs to another project.');
      }
      if (permission === 'self') {
        throw new AppError(
          'forbidden',
          'This takes the session of a person: API keys have no account.',
        );
      }
      if (place.kind !== 'project' && allowsInProject(principal.scopes, permission)) {
        throw new AppError(
          'forbidden',
          'An API key does this for its own project alone: name it with "projectId", where the call takes one. For more than one project it takes the session of a person.',
        );
      }
      throw new AppError(
        'forbidden',
        `This API key (${principal.scopes.join(', ')}) does not allow ${inWords(permission)}. ${helpOf(permission)}`,
      );
    case 'person':
      if (!held.has('none')) {
        throw new AppError('unauthenticated', 'Your session has ended. Sign in again.');
      }
      throw new AppError(
        'forbidden',
        `You may not do this: it takes a role that allows ${inWords(permission)}. Ask an administrator.`,
      );
    case 'local':
      throw new AppError('forbidden', `Nobody may do this here: ${inWords(permission)}.`);
  }
}

function allowsInProject(scopes: readonly KeyScope[], permission: Permission): boolean {
  return scopes.some((scope) => SCOPE_PERMISSIONS[scope].some((one) => one === permission));
}

/** In another project, or in none that there is: which of both is not told. */
function isElsewhere(place: Place, projectId: string): boolean {
  return place.kind === 'unknown' || (place.kind === 'project' && place.projectId !== projectId);
}

/** What allows it where a key does not. */
function helpOf(permission: Permission): string {
  const scopes = KEY_SCOPES.filter((scope) =>
    SCOPE_PERMISSIONS[scope].some((one) => one === permission),
  );
  return scopes.length === 0
    ? 'No key does: it takes the session of a person who may.'
    : `Use a key with the scope ${scopes.map((scope) => `"${scope}"`).join(' or ')}.`;
}
