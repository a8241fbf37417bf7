import { EXTERNAL_ROLES } from '../../../shared/contract/members.ts';
import { AppError } from '../../../shared/errors.ts';

/**
 * What people from outside the organization may be in a project: a built-in role, never its owner.
 *
 * @throws AppError `conflict`
 */
export function requireExternalRole(role: { readonly id: string; readonly name: string }): void {
  if (EXTERNAL_ROLES.some((id) => id === role.id)) return;
  throw new AppError(
    'conflict',
    `Somebody from outside the organization cannot be "${role.name}": only Read-only, Member or Admin.`,
  );
}
