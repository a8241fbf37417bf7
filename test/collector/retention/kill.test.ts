import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { runAndKill } from '../../support/run-and-kill.ts';
import { filesHolding } from './grep-folder.ts';
import { newTraceId } from '../../support/ids.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
/** Ends the child this long after it began to delete, ms; the last one after it said it was done. */
const MOMENTS = [5, 60, 150, 300, Infinity];
const PERSON = 'somebody-to-be-forgotten';

it.each(MOMENTS)(
  'killed %s ms into a deletion, the next start finishes it or all is there',
  async (afterMs) => {
    const first = await openTestCollector();
    const { dataDir } = first;
    const { projects } = await first.client.projects.list();
    const { id: projectId, name } = projects[0]!;
    const kept: string[] = [];
    for (let batch = 0; batch < 40; batch++) {
      const spans = Array.from({ length: 50 }, (_, i) => ({
        traceId: newTraceId(),
        attributes: { 'user.id': i === 0 ? PERSON : 'another' },
      }));
      await postTraces(first.url, exportRequest(spans));
      kept.push(...spans.slice(1).map(({ traceId }) => traceId));
    }
    await first.close();
    const said = await runAndKill(CHILD, [dataDir, projectId, name, PERSON], (soFar, kill) => {
      if (soFar.includes('deleted')) kill();
      else if (Number.isFinite(afterMs)) setTimeout(kill, afterMs);
    });
    const { client } = await openTestCollector({ dataDir });
    const spans = async () => (await client.projects.get({ projectId })).spanCount;
    const { entries } = await client.audit.list({ action: 'traces.deletion_requested' });
    if (entries.length === 0) {
      expect(said).not.toContain('deleted');
      expect(await spans()).toBe(2000);
      return;
    }
    await expect.poll(spans, { timeout: 20_000 }).toBe(kept.length);
    await expect
      .poll(async () => (await client.audit.list({ action: 'traces.deleted' })).entries.length, {
        timeout: 20_000,
      })
      .toBe(1);
    await expect.poll(() => filesHolding(dataDir, PERSON), { timeout: 20_000 }).toEqual([]);
    const { traces } = await client.traces.list({ projectId, filter: {}, limit: 500 });
    expect(kept).toEqual(expect.arrayContaining(traces.map(({ traceId }) => traceId)));
    const checks = (await client.collector.doctor()).checks;
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
  },
);
