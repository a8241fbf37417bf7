import type { CatalogReader } from '../../src/main/collector/roles/find-role.ts';

/** The organization that every catalog begins with. */
export async function firstOrganizationId(catalog: { db: CatalogReader }): Promise<string> {
  const { id } = await catalog.db.selectFrom('organization').select('id').executeTakeFirstOrThrow();
  return id;
}
