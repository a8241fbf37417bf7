import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { CATALOG_APPLICATION_ID } from '../../../src/main/collector/catalog/migrate.ts';
import { MIGRATIONS } from '../../../src/main/collector/catalog/migrations.ts';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';

it('projects of before move into the first organization, with their keys, and belong to the local owner', async () => {
  const folder = createTestFolder();
  const before = new Database(join(folder, 'catalog.db'));
  for (const step of MIGRATIONS.filter(({ version }) => version < 3)) before.exec(step.sql);
  before.pragma('user_version = 2');
  before.pragma(`application_id = ${CATALOG_APPLICATION_ID}`);
  before.exec(`
    INSERT INTO project VALUES
      ('prj_1', 'Default Project', '', 1, 5), ('prj_2', 'Shop', 'the shop', 0, 6);
    INSERT INTO api_key (id, project_id, name, kind, scopes, secret_sha256, prefix, last_four, created_ms)
    VALUES ('key_1', 'prj_2', '', 'single', '[]', zeroblob(32), '', '', 0);`);
  before.close();

  const catalog = await openCatalog(folder);
  const projects = await catalog.db.selectFrom('project').selectAll().orderBy('id').execute();
  const organizations = await catalog.db.selectFrom('organization').selectAll().execute();
  expect(organizations).toHaveLength(1);
  expect(projects).toMatchObject([
    { id: 'prj_1', name: 'Default Project', is_default: 1, created_ms: 5 },
    { id: 'prj_2', name: 'Shop', description: 'the shop', is_default: 0 },
  ]);
  const { id } = organizations[0]!;
  expect(projects.map((project) => project.organization_id)).toEqual([id, id]);
  expect(await catalog.db.selectFrom('api_key').select('project_id').execute()).toEqual([
    { project_id: 'prj_2' },
  ]);
  const owner = await catalog.db
    .selectFrom('person')
    .innerJoin('organization_member as m', 'm.person_id', 'person.id')
    .select(['is_local', 'instance_owner', 'email', 'password', 'role_id', 'organization_id'])
    .execute();
  expect(owner).toEqual([
    {
      is_local: 1,
      instance_owner: 1,
      email: null,
      password: null,
      role_id: 'organization_owner',
      organization_id: id,
    },
  ]);
  expect(catalog.raw.pragma('foreign_key_check')).toEqual([]);
  expect(catalog.raw.pragma('foreign_keys', { simple: true })).toBe(1);
  // Deleting a project still takes its keys with it.
  catalog.raw.exec("DELETE FROM project WHERE id = 'prj_2'");
  expect(await catalog.db.selectFrom('api_key').select('id').execute()).toEqual([]);
  await catalog.close();
});
