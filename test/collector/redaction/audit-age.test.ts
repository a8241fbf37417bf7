import { afterEach, expect, test, vi } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import { openWithPeople } from '../../support/people.ts';
import { newTraceId } from '../../support/ids.ts';

const DAY_MS = 86_400_000;

afterEach(() => {
  vi.useRealTimers();
});

test('rows of the redaction audit are let go of after 400 days, of every project', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { owner, clock } = await openWithPeople();
  /** The collector runs for so long: its clock goes on, and is not set. */
  const run = (ms: number): void => {
    clock.pass(ms);
    vi.advanceTimersByTime(ms);
  };
  const projects: string[] = [];
  for (const name of ['Shop', 'Bank']) {
    const { project } = await owner.projects.create({ name });
    await owner.redaction.set({ projectId: project.id, mode: 'detect' });
    projects.push(project.id);
  }
  /** Stores an address in each project. */
  const findOne = async (): Promise<void> => {
    for (const projectId of projects) {
      const request = exportRequest([{ traceId: newTraceId(), name: 'to ada@corp.io' }]);
      const lines = new Blob([JSON.stringify(request)]);
      await owner.transfer.importFile({ projectId, file: lines });
    }
  };
  const days = async (projectId: string): Promise<string[]> =>
    (await owner.redaction.audit({ projectId })).rows.map(({ hour }) => hour.slice(0, 10));

  await findOne();
  run(DAY_MS);
  await findOne();
  for (const projectId of projects) {
    expect(await days(projectId)).toEqual(['2026-03-02', '2026-03-01']);
  }
  run(399 * DAY_MS);
  expect(await days(projects[0]!)).toEqual(['2026-03-02', '2026-03-01']);
  run(DAY_MS);
  expect(await days(projects[1]!)).toEqual(['2026-03-02']);
  expect(await days(projects[0]!)).toEqual(['2026-03-02']);
  run(DAY_MS);
  for (const projectId of projects) expect(await days(projectId)).toEqual([]);
});
