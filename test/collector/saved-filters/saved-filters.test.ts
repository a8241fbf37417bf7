import { expect, test } from 'vitest';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { filesHolding } from '../retention/grep-folder.ts';

async function open() {
  const world = await openWithPeople();
  const { project } = await world.owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const join = async (email: string, roleId: string) =>
    (await addPerson(world, world.organizationId, { email, project: { projectId, roleId } }))
      .client;
  return { ...world, projectId, join };
}

test('filters are kept for oneself or for all, and one of the same name is replaced', async () => {
  const { projectId, join } = await open();
  const ann = await join('ann@example.com', 'project_member');
  const bob = await join('bob@example.com', 'project_member');
  const names = async (client: typeof ann): Promise<string[]> =>
    (await client.savedFilters.list({ projectId })).filters.map(({ name }) => name);
  const query = 'duration > 1s and service = "größe"';
  const first = await ann.savedFilters.save({ projectId, name: ' Slow 🐢 ', query });
  expect(first).toMatchObject({ name: 'Slow 🐢', query, isShared: false, isOwn: true });
  await ann.savedFilters.save({
    projectId,
    name: 'Errors',
    query: 'status = error',
    isShared: true,
  });
  expect(await names(ann)).toEqual(['Errors', 'Slow 🐢']);
  expect(await names(bob)).toEqual(['Errors']);
  const again = await ann.savedFilters.save({
    projectId,
    name: 'Slow 🐢',
    query: 'duration > 2s',
    isShared: true,
  });
  expect(again).toMatchObject({ id: first.id, query: 'duration > 2s', isShared: true });
  expect(await names(bob)).toEqual(['Errors', 'Slow 🐢']);
});

test('of a filter that is replaced or removed no byte is left, in the log of the catalog neither', async () => {
  const { owner, projectId, collector } = await open();
  const save = (user: string) =>
    owner.savedFilters.save({ projectId, name: 'one', query: `user = "${user}"` });
  const held = (text: string) => filesHolding(collector.dataDir, text).length;
  await save('user-of-before');
  const { id: filterId } = await save('user-of-now');
  expect([held('user-of-before'), held('user-of-now') > 0]).toEqual([0, true]);
  await owner.savedFilters.remove({ projectId, filterId });
  expect(held('user-of-now')).toBe(0);
});

test('what others saved is theirs, and who only reads saves nothing', async () => {
  const { owner, projectId, join } = await open();
  const ann = await join('ann@example.com', 'project_member');
  const bob = await join('bob@example.com', 'project_member');
  const reader = await join('eve@example.com', 'project_read_only');
  const query = 'status = error';
  const own = await ann.savedFilters.save({ projectId, name: 'own', query });
  const shared = await ann.savedFilters.save({ projectId, name: 'shared', query, isShared: true });
  const remove = (client: typeof ann, filterId: string) =>
    client.savedFilters.remove({ projectId, filterId });
  await expect(remove(bob, shared.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(remove(bob, own.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(reader.savedFilters.save({ projectId, name: 'x', query })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await reader.savedFilters.list({ projectId })).filters).toMatchObject([
    { name: 'shared', isOwn: false },
  ]);
  expect(await remove(owner, shared.id)).toEqual({ removed: true });
  expect(await remove(ann, own.id)).toEqual({ removed: true });
  const { entries } = await owner.audit.list({ projectId, resource: 'saved_filter' });
  expect(entries.map(({ action }) => action)).toEqual([
    'saved_filter.removed',
    'saved_filter.removed',
    'saved_filter.saved',
    'saved_filter.saved',
  ]);
});

test('a filter that cannot be read is refused at its place', async () => {
  const { owner, projectId } = await open();
  const save = (name: string, query: string) => owner.savedFilters.save({ projectId, name, query });
  await expect(save('a', 'duration > soon')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('position 12') as string,
  });
  await expect(save('a', 'model ~ "("')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('position 9') as string,
  });
  // Made ready, it would keep everybody waiting for seconds.
  await expect(
    save('a', 'model ~ "(x+x+){500}" and name ~ "(x+x+){999}(x+x+){999}(x+x+){999}"'),
  ).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('too large') as string,
  });
  await expect(save('a\nb', 'x')).rejects.toMatchObject({ code: 'invalid' });
  await expect(save('x'.repeat(101), 'x')).rejects.toMatchObject({ code: 'invalid' });
});
