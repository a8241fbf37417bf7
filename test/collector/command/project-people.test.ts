import { expect, it } from 'vitest';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { openWithPeople, addPerson } from '../../support/people.ts';
import { runCommand } from '../../support/run-command.ts';

it('hands a project over and opens it to people from outside, saying first what that means', async () => {
  const folder = createTestFolder();
  const world = await openWithPeople(folder);
  const { collector, owner, organizationId } = world;
  const { project } = await owner.projects.create({ name: 'Shop' });
  await addPerson(world, organizationId, { email: 'ann@example.org' });
  const other = await owner.organizations.create({ name: 'Other' });
  await addPerson(world, other.id, { email: 'eve@example.org' });
  await collector.close();

  const at = ['--data-dir', folder, '--json'];
  const run = async (...args: string[]) => JSON.parse((await runCommand(...args, ...at)).stdout);
  const transfer = ['project', 'transfer', 'shop', '--to'];
  const asked = await runCommand(...transfer, 'ANN@example.org', ...at);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toContain('--confirm "Shop"');
  expect((await runCommand(...transfer, 'eve@example.org', ...at)).stderr).toContain('nobody');
  expect(await run(...transfer, 'ann@example.org', '--confirm', 'Shop')).toMatchObject({
    project: { id: project.id },
    owner: { name: 'ann' },
  });
  expect(await run('project', 'external', 'Shop', 'on')).toMatchObject({
    project: { externalAllowed: true },
  });

  const again = await openWithPeople(folder);
  const projectId = project.id;
  await again.owner.members.addExternal({ projectId, email: 'eve@example.org' });
  await again.collector.close();
  const refused = await runCommand('project', 'external', 'Shop', 'off', ...at);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('eve would lose access');
  expect(await run('project', 'external', 'Shop', 'off', '--yes')).toMatchObject({
    project: { externalAllowed: false },
    removed: [{ name: 'eve' }],
  });
});

it('a name that several organizations have given to a project is not guessed at', async () => {
  const dataDir = createTestFolder();
  const { client } = await openTestCollector({ dataDir });
  const { id: organizationId } = await client.organizations.create({ name: 'Other' });
  const mine = (await client.projects.create({ name: 'Shop' })).project;
  const theirs = (await client.projects.create({ name: 'shop', organizationId })).project;
  const run = (...args: string[]) => runCommand(...args, '--data-dir', dataDir);
  const deleted = await run('project', 'delete', 'Shop', '--confirm', 'Shop');
  expect(deleted).toMatchObject({ code: 2, stderr: expect.stringContaining(theirs.id) });
  const { stdout } = await run('project', 'list');
  expect(stdout).toMatch(/^ID +NAME +ORGANIZATION +KEYS/);
  expect(stdout).toMatch(new RegExp(`${mine.id} +Shop +My organization +1 `));
  expect(stdout).toMatch(new RegExp(`${theirs.id} +shop +Other +1 `));
  const archived = await run('project', 'archive', theirs.id);
  expect(archived).toMatchObject({ code: 0, stdout: 'Archived "shop".\n' });
});
