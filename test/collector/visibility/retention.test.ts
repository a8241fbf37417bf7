import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';

const DAY = 86_400_000;
const refused = { code: 'forbidden', message: expect.stringContaining('visibility rule') };

/** A project with old and new data of two environments, and an Admin of it from whom `key` is hidden. */
async function open(key: string, scope: 'resource' | 'span') {
  const world = await openWithPeople();
  const { collector, owner, organizationId, clock } = world;
  const projectId = (await owner.projects.list()).projects[0]!.id;
  const send = async (environment: string, daysAgo: number): Promise<void> => {
    const request = exportRequest([{ startMs: clock.now() - daysAgo * DAY }], 'test', {
      'deployment.environment.name': environment,
    });
    expect((await postTraces(collector.url, request)).status).toBe(200);
  };
  await send('lab', 10);
  await send('production', 10);
  await send('production', 0);
  const admin = await addPerson(world, organizationId, {
    email: 'admin@example.org',
    project: { projectId, roleId: 'project_admin' },
  });
  await owner.visibility.create({
    projectId,
    pattern: key,
    match: 'exact',
    scopes: [scope],
    hide: 'value',
    visibleTo: ['project_owner'],
    note: '',
  });
  return { owner: owner.retention, admin: admin.client.retention, projectId };
}

const lab = [{ environment: 'lab', days: 7 }];

it('nobody finds out by rules, dry runs and sweeps which environment hidden from them records have', async () => {
  const { owner, admin, projectId } = await open('deployment.environment.name', 'resource');
  await expect(admin.set({ projectId, environments: lab })).rejects.toMatchObject(refused);
  expect((await owner.get({ projectId })).rules.environments).toEqual([]);
  // Rules that compare nothing hidden are theirs, and what goes by them.
  await admin.set({ projectId, traces: { days: 30 }, errorDays: 40, environments: [] });
  expect((await admin.preview({ projectId })).removals).toEqual([]);

  await owner.set({ projectId, environments: lab });
  const { removals } = await owner.preview({ projectId });
  expect(removals).toMatchObject([{ reason: 'age', whole: false, records: 1 }]);
  await expect(admin.preview({ projectId })).rejects.toMatchObject(refused);
  await expect(admin.sweep({ projectId })).rejects.toMatchObject(refused);
  await expect(admin.cancelSweep({ projectId })).rejects.toMatchObject(refused);
  await expect(admin.set({ projectId, environments: [] })).rejects.toMatchObject(refused);
  // The screen sends all rules with the one that was changed.
  await admin.set({ projectId, traces: { days: 60 }, environments: lab });

  await owner.sweep({ projectId });
  const gone = async (client: typeof owner) =>
    (await client.get({ projectId })).runs.flatMap(({ results }) =>
      results.flatMap((result) => result.removals),
    );
  expect(await gone(owner)).toHaveLength(1);
  expect(await gone(admin)).toEqual([]);
});

it('nor which records failed, where an attribute that tells it is hidden', async () => {
  const { owner, admin, projectId } = await open('langfuse.observation.level', 'span');
  await expect(admin.set({ projectId, errorDays: 40 })).rejects.toMatchObject(refused);
  await admin.set({ projectId, environments: lab });
  expect((await admin.preview({ projectId })).removals).toHaveLength(1);
  await owner.set({ projectId, errorDays: 40 });
  await expect(admin.preview({ projectId })).rejects.toMatchObject(refused);
  expect((await owner.preview({ projectId })).removals).toHaveLength(1);
});
