import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

async function openWithTwoProjects() {
  const collector = await openTestCollector();
  const { client } = collector;
  const shop = await client.projects.create({ name: 'Shop', description: '' });
  const bank = await client.projects.create({ name: 'Bank', description: '' });
  return { collector, client, shop, bank };
}

it('counts the keys of each project that still work, and shows its three newest', async () => {
  const { client, shop, bank } = await openWithTwoProjects();
  const projectId = shop.project.id;
  for (const name of ['b', 'c', 'd']) await client.keys.create({ projectId, name });
  await client.keys.revoke({ keyId: shop.key.id });
  const { projects } = await client.projects.list();
  const counts = projects.map((project) => [project.name, project.keyCount]);
  expect(counts).toEqual([
    ['Default Project', 0],
    ['Shop', 3],
    ['Bank', 1],
  ]);
  expect(projects[2]!.keyPrefixes).toEqual([bank.key.prefix]);
  expect(projects[1]!.keyPrefixes).not.toContain(shop.key.prefix);
  for (const project of projects) {
    expect(await client.projects.get({ projectId: project.id })).toEqual(project);
  }
});

it('says how long each keeps its traces, by its own rules and the ceiling of the instance', async () => {
  const { client, shop } = await openWithTwoProjects();
  const projectId = shop.project.id;
  const kept = async () =>
    (await client.projects.list()).projects.map((each) => [
      each.kept.shortestDays,
      each.kept.longestDays,
    ]);
  expect(await kept()).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ]);
  await client.retention.set({ projectId, traces: { days: 30 }, errorDays: 90 });
  expect((await kept())[1]).toEqual([30, 90]);
  await client.retention.setInstance({ ceilingDays: 60 });
  expect(await kept()).toEqual([
    [60, 60],
    [30, 60],
    [60, 60],
  ]);
  await client.retention.set({ projectId, legalHold: true });
  expect((await client.projects.get({ projectId })).kept.legalHold).toBe(true);
});

it('gives each project its own spans and bytes, listed or asked for alone', async () => {
  const { collector, client, shop, bank } = await openWithTwoProjects();
  const headers = { authorization: `Bearer ${shop.key.secret}` };
  const answer = await postTraces(collector.url, exportRequest([{}]), headers);
  expect(answer.status).toBe(200);
  const { projects } = await client.projects.list();
  expect(projects.map(({ name, spanCount }) => [name, spanCount])).toEqual([
    ['Default Project', 0],
    ['Shop', 1],
    ['Bank', 0],
  ]);
  expect(await client.projects.get({ projectId: shop.project.id })).toEqual(projects[1]);
  expect(await client.projects.get({ projectId: bank.project.id })).toMatchObject({
    spanCount: 0,
    bytes: 0,
    lastSpanAt: null,
  });
});
