import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { leastMs } from '../../support/least-ms.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';

/** Adds projects with members and keys straight to a catalog that is not in use. */
function fill(dataDir: string, organizationId: string, personId: string, count: number): void {
  const catalog = new Database(`${dataDir}/catalog.db`);
  const project = catalog.prepare(
    "INSERT INTO project (id, organization_id, name, description, created_ms) VALUES (?, ?, ?, '', ?)",
  );
  const member = catalog.prepare('INSERT INTO project_member VALUES (?, ?, ?, ?)');
  const key = catalog.prepare(`
    INSERT INTO api_key (id, project_id, name, kind, scopes, secret_sha256, prefix, last_four, created_ms, environment)
    VALUES (?, ?, '', 'single', '["ingest"]', randomblob(32), 'spw_abcdef', 'wxyz', ?, ?)`);
  catalog.transaction(() => {
    for (let i = 0; i < count; i += 1) {
      const id = `prj_${String(i).padStart(12, '0')}`;
      project.run(id, organizationId, `Project ${i}`, i);
      member.run(id, personId, i % 2 === 0 ? 'project_read_only' : 'project_admin', i);
      for (const place of ['production', 'staging']) key.run(`key_${place}_${i}`, id, i, place);
    }
  })();
  catalog.close();
}

it('1,000 projects are listed in one call with what their member may do in each', async () => {
  const world = await openWithPeople();
  const { collector, organizationId } = world;
  const { token, personId } = await addPerson(world, organizationId, { email: 'ann@example.org' });
  await collector.close();
  fill(collector.dataDir, organizationId, personId, 1000);
  const again = await openWithPeople(collector.dataDir);
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${again.collector.url}/api/v1/projects${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const list = async () => (await get('')) as { projects: Record<string, unknown>[] };
  const { projects } = await list();
  expect(projects).toHaveLength(1001);
  expect(projects.find(({ name }) => name === 'Project 8')).toMatchObject({
    memberCount: 1,
    keyCount: 2,
    environments: ['production', 'staging'],
    permissions: expect.not.arrayContaining(['keys:read']),
  });
  expect(projects.find(({ name }) => name === 'Project 9')).toMatchObject({
    permissions: expect.arrayContaining(['keys:manage']),
  });
  // Beside a call for one of them, in the same run: five to seven times as long here, not a thousand.
  const one = await leastMs(() => get(`/${projects[8]!['id'] as string}`));
  const all = await leastMs(list);
  expect(all / one).toBeLessThan(40);
});
