import { expect, it } from 'vitest';
import { openTestCollector } from '../../support/open-test-collector.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const NAMES = ['Zebra', 'Anchor', 'Moon', 'Bridge', 'Yard', 'Cellar'];

it('what is created within one millisecond is listed in the order of its creation', async () => {
  const { client } = await openTestCollector({ clock: { now: () => NOW } });
  for (const name of NAMES) await client.projects.create({ name });
  const { projects } = await client.projects.list();
  expect(projects.map(({ name }) => name)).toEqual(['Default Project', ...NAMES]);

  const projectId = projects[0]!.id;
  for (const name of NAMES) await client.keys.create({ projectId, name });
  const newest = await client.keys.list({ projectId });
  expect(newest.keys.map(({ name }) => name)).toEqual([...NAMES].reverse());
  const oldest = await client.keys.list({ projectId, sort: 'created', order: 'asc' });
  expect(oldest.keys.map(({ name }) => name)).toEqual(NAMES);

  for (const name of NAMES) await client.organizations.create({ name });
  const { organizations } = await client.organizations.list();
  const created = organizations.map(({ name }) => name).filter((name) => NAMES.includes(name));
  expect(created).toEqual(NAMES);
});
