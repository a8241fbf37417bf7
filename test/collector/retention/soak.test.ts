import { expect, test } from 'vitest';
import { soak } from '../../soak/soak.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';

test('sending, reading, sweeping and packing at once: what must stay is there, what must go is gone', async () => {
  const result = await soak({
    dataDir: createTestFolder(),
    seconds: 20,
    dayMs: 4000,
    rules: { traces: { days: 1 }, environments: [{ environment: 'dev', days: 1 }], errorDays: 2 },
    everyMs: 200,
  });
  expect(result.faults).toEqual([]);
  expect(result.days).toBeGreaterThanOrEqual(4);
  expect(result.acknowledged).toBeGreaterThan(100);
  expect(result.removed).toBeGreaterThan(0);
  expect(result.sweeps).toBeGreaterThan(1);
  expect(result.checks).toBeGreaterThan(1);
});
