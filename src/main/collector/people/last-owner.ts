import { AppError } from '../../../shared/errors.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';

/**
 * Nobody takes away the last ownership of an organization: it could be given to nobody any more. Owners who are
 * disabled do not count.
 *
 * @param personId whose ownership is to go
 * @throws AppError `conflict`
 */
export async function requireAnotherOwner(
  tx: CatalogTransaction,
  organizationId: string,
  personId: string,
): Promise<void> {
  const other = await tx
    .selectFrom('organization_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select('p.id')
    .where('m.organization_id', '=', organizationId)
    .where('m.role_id', '=', 'organization_owner')
    .where('p.id', '!=', personId)
    .where('p.disabled_ms', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) throw lastOwner('organization');
}

/**
 * As {@link requireAnotherOwner}, for a project.
 *
 * @param name of the project, where it is not the one that the call is about
 */
export async function requireAnotherProjectOwner(
  tx: CatalogTransaction,
  projectId: string,
  personId: string,
  name?: string,
): Promise<void> {
  const other = await tx
    .selectFrom('project_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select('p.id')
    .where('m.project_id', '=', projectId)
    .where('m.role_id', '=', 'project_owner')
    .where('p.id', '!=', personId)
    .where('p.disabled_ms', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) throw lastOwner(name === undefined ? 'project' : `project "${name}"`);
}

function lastOwner(of: string): AppError {
  return new AppError(
    'conflict',
    `This is the last owner of the ${of}. Make somebody else an owner first.`,
  );
}
