import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { preparedFolder } from '../../support/prepared-folder.ts';
import { runAndKill } from '../../support/run-and-kill.ts';
import { filesHolding } from './grep-folder.ts';
import { newTraceId } from '../../support/ids.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
/** Ends the child this long after it began to delete, ms; or once it said so: days that are done, or all of it. */
const MOMENTS = [5, 60, 'day 1', 'day 4', 'deleted'] as const;
const PERSON = 'somebody-to-be-forgotten';
const DAY = 86_400_000;
const DAYS = 8;
/** Requests, so many a day, each with one trace of the person. */
const BATCHES = 24;

const filledFolder = preparedFolder(async (dataDir) => {
  let now = Date.now() - DAYS * DAY;
  const { client, url, close } = await openTestCollector({ dataDir, clock: { now: () => now } });
  const { id: projectId, name } = (await client.projects.list()).projects[0]!;
  const kept: string[] = [];
  for (let batch = 0; batch < BATCHES; batch++, now += (DAYS * DAY) / BATCHES) {
    const spans = Array.from({ length: 50 }, (_, i) => ({
      traceId: newTraceId(),
      attributes: { 'user.id': i === 0 ? PERSON : 'another' },
    }));
    await postTraces(url, exportRequest(spans));
    kept.push(...spans.slice(1).map(({ traceId }) => traceId));
  }
  await close();
  return { projectId, name, kept };
});

it.each(MOMENTS)(
  'killed in a deletion (%s), the next start finishes it or all is there',
  async (moment) => {
    const { dataDir, projectId, name, kept } = await filledFolder();
    const said = await runAndKill(CHILD, [dataDir, projectId, name, PERSON], (soFar, kill) => {
      if (typeof moment === 'number') setTimeout(kill, moment);
      else if (soFar.includes(moment)) kill();
    });
    const { client } = await openTestCollector({ dataDir });
    const spans = async () => (await client.projects.get({ projectId })).spanCount;
    const { entries } = await client.audit.list({ action: 'traces.deletion_requested' });
    if (entries.length === 0) {
      expect(said).not.toContain('deleted');
      expect(await spans()).toBe(BATCHES * 50);
      return;
    }
    await expect.poll(spans, { timeout: 120_000 }).toBe(kept.length);
    // What went before the kill counts, and nothing twice.
    await expect
      .poll(async () => (await client.audit.list({ action: 'traces.deleted' })).entries, {
        timeout: 120_000,
      })
      .toMatchObject([{ after: { traces: BATCHES, spans: BATCHES } }]);
    await expect.poll(() => filesHolding(dataDir, PERSON), { timeout: 120_000 }).toEqual([]);
    const { traces } = await client.traces.list({ projectId, filter: {}, limit: 500 });
    expect(kept).toEqual(expect.arrayContaining(traces.map(({ traceId }) => traceId)));
    const checks = (await client.collector.doctor()).checks;
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
  },
);
