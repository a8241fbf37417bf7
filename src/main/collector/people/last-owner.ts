import { AppError } from '../../../shared/errors.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';

/**
 * Nobody takes away the last ownership of an organization: it could be given to nobody any more.
 *
 * @throws AppError `conflict`
 */
export async function requireAnotherOwner(
  tx: CatalogTransaction,
  organizationId: string,
): Promise<void> {
  const owners = await tx
    .selectFrom('organization_member')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('role_id', '=', 'organization_owner')
    .limit(2)
    .execute();
  if (owners.length < 2) throw lastOwner('organization');
}

/** As {@link requireAnotherOwner}, for a project. */
export async function requireAnotherProjectOwner(
  tx: CatalogTransaction,
  projectId: string,
): Promise<void> {
  const owners = await tx
    .selectFrom('project_member')
    .select('person_id')
    .where('project_id', '=', projectId)
    .where('role_id', '=', 'project_owner')
    .limit(2)
    .execute();
  if (owners.length < 2) throw lastOwner('project');
}

function lastOwner(scope: 'organization' | 'project'): AppError {
  return new AppError(
    'conflict',
    `This is the last owner of the ${scope}. Make somebody else an owner first.`,
  );
}
