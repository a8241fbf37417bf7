import { AppError } from '../../../shared/errors.ts';
import type { KeyScope, Permission } from '../../../shared/permissions.ts';
import type { Principal } from '../principal.ts';

/** What each scope of an API key allows, always and only inside the key's own project. */
const SCOPE_PERMISSIONS: Readonly<Record<KeyScope, readonly Permission[]>> = {
  ingest: ['none', 'traces:write'],
  read: ['none', 'projects:read', 'traces:read'],
  admin: ['none', 'projects:read', 'traces:read', 'traces:write', 'keys:read', 'keys:manage'],
};

/**
 * The one place where a principal's right to a call is decided; everything not allowed here is refused.
 *
 * @param projectId the project the call is about, or null when it is about the instance
 * @throws AppError `forbidden` (or `unauthenticated` for telemetry without a key)
 */
export function authorize(
  principal: Principal,
  permission: Permission,
  projectId: string | null,
): void {
  if (principal.kind === 'local') return;
  if (principal.kind === 'nobody') throw new AppError('unauthenticated', principal.reason);
  if (principal.kind === 'person') {
    throw new AppError(
      'forbidden',
      `You may not do this: it takes the permission "${permission}".`,
    );
  }
  if (principal.kind === 'keyless') {
    if (permission === 'traces:write' && projectId === principal.projectId) return;
    throw new AppError(
      'unauthenticated',
      'No API key. Send one with the "read" scope to use the API.',
    );
  }
  const allowed = principal.scopes.some((scope) => SCOPE_PERMISSIONS[scope].includes(permission));
  if (!allowed) {
    const scopes = principal.scopes.join(', ');
    throw new AppError(
      'forbidden',
      `This API key (${scopes}) does not allow "${permission}". Use a key with more scopes.`,
    );
  }
  if (
    projectId === null
      ? permission !== 'none' && permission !== 'projects:read'
      : projectId !== principal.projectId
  ) {
    throw new AppError('forbidden', 'This API key belongs to another project.');
  }
}
