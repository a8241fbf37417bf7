import { expect, onTestFinished, test } from 'vitest';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { ClockWatch } from '../../../src/main/collector/retention/clock-watch.ts';
import { createTestFolder, createTestLog } from '../../support/open-test-collector.ts';

import { openTestStore } from '../store-read/open-test-store.ts';

test('a first look at the clock that failed is made again with the next, and not for good', async () => {
  const catalog = await openCatalog(createTestFolder());
  onTestFinished(() => catalog.close());
  const { store } = await openTestStore();
  const log = createTestLog();
  const watch = new ClockWatch({ catalog, store, clock: { now: () => Date.now() }, log });
  catalog.raw.exec('ALTER TABLE retention_clock RENAME TO retention_clock_elsewhere');
  await expect(watch.isHeld()).rejects.toThrow('no such table');
  expect(await watch.heldMs()).toBe(0);
  catalog.raw.exec('ALTER TABLE retention_clock_elsewhere RENAME TO retention_clock');
  expect(await watch.isHeld()).toBe(false);
});
