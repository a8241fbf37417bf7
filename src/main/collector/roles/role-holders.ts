import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { CatalogReader } from './find-role.ts';

/** How many hold each role of an organization, open invitations included. */
export async function countHolders(
  db: CatalogReader,
  organizationId: string,
): Promise<ReadonlyMap<string, number>> {
  const people = await db
    .selectFrom('organization_member')
    .select(['role_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('organization_id', '=', organizationId)
    .groupBy('role_id')
    .execute();
  const members = await db
    .selectFrom('project_member')
    .innerJoin('project', 'project.id', 'project_member.project_id')
    .select(['role_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('project.organization_id', '=', organizationId)
    .groupBy('role_id')
    .execute();
  const invited = await db
    .selectFrom('invitation')
    .select(['role_id', 'project_role_id'])
    .where('organization_id', '=', organizationId)
    .where('accepted_ms', 'is', null)
    .where('revoked_ms', 'is', null)
    .execute();
  const counts = new Map<string, number>();
  const add = (role: string | null, count: number) => {
    if (role !== null) counts.set(role, (counts.get(role) ?? 0) + count);
  };
  for (const { role_id, count } of [...people, ...members]) add(role_id, count);
  for (const { role_id, project_role_id } of invited) {
    add(role_id, 1);
    add(project_role_id, 1);
  }
  return counts;
}

/** Gives everybody of an organization who holds one role another one; how many there were. */
export async function moveHolders(
  tx: CatalogTransaction,
  organizationId: string,
  from: string,
  to: string,
): Promise<number> {
  const moved = (await countHolders(tx, organizationId)).get(from) ?? 0;
  await tx
    .updateTable('organization_member')
    .set({ role_id: to })
    .where('organization_id', '=', organizationId)
    .where('role_id', '=', from)
    .execute();
  // Roles of one's own belong to one organization, so their id alone is enough from here.
  await tx.updateTable('project_member').set({ role_id: to }).where('role_id', '=', from).execute();
  await tx.updateTable('invitation').set({ role_id: to }).where('role_id', '=', from).execute();
  await tx
    .updateTable('invitation')
    .set({ project_role_id: to })
    .where('project_role_id', '=', from)
    .execute();
  return moved;
}
