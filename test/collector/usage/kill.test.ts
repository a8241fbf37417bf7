import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { killAfterLines } from '../../support/run-and-kill.ts';

const CHILD = join(import.meta.dirname, 'kill-child.ts');

it('what was written down survives a kill, never exceeds what is stored, and is gone on with', async () => {
  const dataDir = createTestFolder();
  const lines = await killAfterLines(CHILD, [dataDir], 8);
  const { client } = await openTestCollector({ dataDir });
  const [project] = (await client.projects.list()).projects;
  const projectId = project!.id;
  const before = (await client.usage.report({ projectId })).total.spans;
  expect(before).toBeGreaterThanOrEqual(Number(lines.at(-1)));
  expect(before).toBeLessThanOrEqual(project!.spanCount);
  await client.collector.sendTestTrace({ projectId });
  expect((await client.usage.report({ projectId })).total.spans).toBe(before + 4);
});
