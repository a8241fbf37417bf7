import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { addPerson, openWithPeople } from '../support/people.ts';

it('POST /v1/projects makes a project whose key takes data at once', async () => {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const admin = { email: 'ann@example.org', roleId: 'organization_admin' };
  const { token, personId } = await addPerson(world, organizationId, admin);
  const create = (body: string) =>
    fetch(`${collector.url}/v1/projects`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
  const response = await create('{"name":"Süpport bot (EU)","description":"answers"}');
  expect(response.status).toBe(201);
  const { project, api_key } = (await response.json()) as {
    project: Record<string, unknown>;
    api_key: string;
  };
  expect(project).toEqual({
    id: expect.stringMatching(/^prj_/),
    name: 'Süpport bot (EU)',
    slug: 'support-bot-eu',
    description: 'answers',
    key_prefix: api_key.slice(0, 10),
    created_at: expect.any(String),
    archived_at: null,
  });
  const stored = await postTraces(collector.url, exportRequest([{ name: 'first' }]), {
    'x-api-key': api_key,
  });
  expect(stored.status).toBe(200);
  const projectId = project['id'] as string;
  expect((await owner.traces.list({ projectId })).traces).toMatchObject([{ name: 'first' }]);
  const { entries } = await owner.audit.list({ action: 'project.created', projectId });
  expect(entries).toMatchObject([
    { actor: { kind: 'person', id: personId }, from: { via: 'rest' } },
  ]);

  const again = await create('{"name":"süpport BOT (EU)"}');
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'conflict' });
  expect((await create('{"name":"  "}')).status).toBe(400);
  expect((await create(`{"name":"${'x'.repeat(20_000)}"}`)).status).toBe(400);
});
