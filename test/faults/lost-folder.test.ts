import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../support/open-test-collector.ts';

it('doctor tells that the data folder is gone, and the data is there once it is back', async () => {
  const dataDir = join(createTestFolder(), 'data');
  const { client, url } = await openTestCollector({ dataDir });
  expect((await postTraces(url, exportRequest([{}]))).status).toBe(200);
  renameSync(dataDir, `${dataDir}.away`);
  const { checks } = await client.collector.doctor();
  expect(checks[0]).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('cannot be written'),
  });
  renameSync(`${dataDir}.away`, dataDir);
  expect((await client.collector.doctor()).checks[0]).toMatchObject({ state: 'ok' });
  const { projects } = await client.projects.list();
  expect(projects[0]).toMatchObject({ spanCount: 1 });
  // Its file alone is missed too, while all still works on the one that is open.
  const catalog = join(dataDir, 'catalog.db');
  copyFileSync(catalog, `${catalog}.copy`);
  for (const spoil of [() => rmSync(catalog), () => renameSync(`${catalog}.copy`, catalog)]) {
    spoil();
    expect((await client.collector.doctor()).checks[1]).toMatchObject({
      name: 'catalog.db',
      state: 'failed',
      message: expect.stringContaining('removed or replaced'),
    });
  }
});

it('a catalog of which a part cannot be read keeps nothing from being stored', async () => {
  const dataDir = join(createTestFolder(), 'data');
  const { url, log } = await openTestCollector({ dataDir });
  const catalog = new Database(join(dataDir, 'catalog.db'));
  catalog.exec('DROP TABLE usage_day');
  catalog.close();
  expect((await postTraces(url, exportRequest([{}]))).status).toBe(200);
  expect(log.lines.join()).toContain('usage.unreadable');
});

it('what cannot be closed as it should keeps nothing else open', async () => {
  const dataDir = join(createTestFolder(), 'data');
  const { close, log } = await openTestCollector({ dataDir });
  const instance = join(dataDir, 'instance.json');
  rmSync(instance);
  mkdirSync(join(instance, 'in-the-way'), { recursive: true });
  await close();
  expect(log.lines.join()).toContain('collector.close-failed');
  rmSync(instance, { recursive: true });
  const again = await openTestCollector({ dataDir });
  expect((await again.client.projects.list()).projects).toHaveLength(1);
});
