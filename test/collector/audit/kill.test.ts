import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/main/collector/audit/verify-chain.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { killAfterLines } from '../../support/run-and-kill.ts';
import { openTestTrail } from './open-test-trail.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
const KILLS = 6;

test('after kill -9 every change has its entry, every entry its change, and the chain is in order', async () => {
  const dataDir = createTestFolder();
  const acknowledged: string[] = [];
  for (let run = 0; run < KILLS; run += 1) {
    acknowledged.push(...(await killAfterLines(CHILD, [dataDir, String(run)], 1 + run * 9)));
  }
  const { catalog, trail, rows } = await openTestTrail(dataDir);
  const stored = await catalog.db.selectFrom('setting').select('name').execute();
  const changed = stored.map(({ name }) => name).toSorted();
  const entries = (await rows()).flatMap((row) => row.resource_id ?? []).toSorted();
  expect(entries).toEqual(changed);
  expect(changed).toEqual(expect.arrayContaining(acknowledged));
  const report = await verifyChain(catalog, dataDir, trail);
  expect(report).toMatchObject({ ok: true, checked: entries.length + 1 });
});
