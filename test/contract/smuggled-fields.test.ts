import { describe, expect, it } from 'vitest';
import { contract } from '../../src/shared/contract/index.ts';
import { fieldsOf } from '../../src/main/collector/api/place-of-call.ts';
import { addPerson, openWithPeople } from '../support/people.ts';

describe('what a call is about', () => {
  it('is known of every call with an input', () => {
    const unknown = Object.entries(contract).flatMap(([subject, calls]) =>
      Object.entries(calls)
        .filter(([, { '~orpc': call }]) => call.inputSchema !== undefined)
        .filter(([, { '~orpc': call }]) => fieldsOf(call.inputSchema).size === 0)
        .map(([name]) => `${subject}.${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('is not changed by a field that the call does not have', async () => {
    const world = await openWithPeople();
    const { owner, organizationId, collector } = world;
    const mine = (await owner.projects.create({ name: 'Mine' })).project;
    const theirs = (await owner.projects.create({ name: 'Theirs' })).project;
    const admin = await owner.keys.create({ projectId: mine.id, scopes: ['admin'] });
    const victim = await owner.keys.create({ projectId: theirs.id });
    const answer = await fetch(`${collector.url}/api/v1/keys/${victim.id}?projectId=${mine.id}`, {
      method: 'DELETE',
      headers: { 'x-api-key': admin.secret },
    });
    expect(answer.status).toBe(403);

    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      roleId: 'organization_admin',
    });
    const other = await owner.organizations.create({ name: 'Other' });
    const smuggled = { organizationId: other.id, projectId: mine.id };
    await expect(ann.client.people.list(smuggled)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
