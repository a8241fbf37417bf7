import { expect } from '@playwright/test';
import { collectorPid, collectorReady, test } from './app.ts';

test('a killed collector comes back, and the window gets a new port by itself', async ({ app }) => {
  const { page } = app;
  expect(await collectorReady(app)).toBe(1);
  const first = await collectorPid(app);
  await page.evaluate(() => {
    const seen: string[] = [];
    window.spanward!.onCollectorState(({ kind }) => seen.push(kind));
    Object.assign(window, { seenStates: seen });
  });

  process.kill(first!, 'SIGKILL');

  await expect
    .poll(() => page.evaluate(() => (window as unknown as { seenStates: string[] }).seenStates))
    .toEqual(['ready', 'restarting', 'starting', 'ready']);
  expect(await collectorReady(app)).toBe(2);
  expect(await collectorPid(app)).not.toBe(first);
  // A fresh port answers.
  const port = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        window.addEventListener('message', ({ data, ports }) => {
          if (data.nonce === 'of-this-test') resolve(ports.length === 1);
        });
        window.spanward!.acquirePort('of-this-test');
      }),
  );
  expect(port).toBe(true);
});

test('a collector that keeps dying is given up with a reason, and starts again on request', async ({
  app,
}) => {
  test.setTimeout(120_000);
  const { page, electron } = app;
  await collectorReady(app);
  // Kills every collector as soon as it is there: a crash loop.
  await electron.evaluate(({ app }) => {
    const killer = setInterval(() => {
      for (const { name, pid } of app.getAppMetrics()) {
        if (name === 'Spanward Collector') process.kill(pid, 'SIGKILL');
      }
    }, 20);
    Object.assign(globalThis, { killer });
  });
  const reason = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.spanward!.onCollectorState((state) => {
          if (state.kind === 'failed') resolve(state.reason);
        });
      }),
  );
  expect(reason).toContain('too often');

  await electron.evaluate(() =>
    clearInterval((globalThis as unknown as { killer: NodeJS.Timeout }).killer),
  );
  await page.evaluate(() => window.spanward!.restartCollector());
  expect(await collectorReady(app)).toBeGreaterThan(1);
});
