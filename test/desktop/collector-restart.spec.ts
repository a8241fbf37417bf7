import { expect } from '@playwright/test';
import type { CollectorState } from '../../src/shared/desktop-api.ts';
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
  await page.evaluate(() => {
    const seen: CollectorState[] = [];
    window.spanward!.onCollectorState((state) => seen.push(state));
    Object.assign(window, { seenStates: seen });
  });
  // Kills every collector as soon as it is there: a crash loop. The pauses before new starts, half a minute together,
  // are told as they are and pass a hundred times as fast.
  await electron.evaluate(({ app }) => {
    const start = globalThis.setTimeout;
    const hasty = (run: () => void, ms = 0) => start(run, ms <= 10_000 ? ms / 100 : ms);
    globalThis.setTimeout = Object.assign(hasty, start);
    const killer = setInterval(() => {
      for (const { name, pid } of app.getAppMetrics()) {
        if (name !== 'Spanward Collector') continue;
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It is gone, and the metrics do not know yet.
        }
      }
    }, 20);
    Object.assign(globalThis, {
      endLoop: () => {
        clearInterval(killer);
        globalThis.setTimeout = start;
      },
    });
  });
  const seen = () =>
    page.evaluate(() => (window as unknown as { seenStates: CollectorState[] }).seenStates);
  await expect
    .poll(async () => (await seen()).at(-1), { timeout: 60_000 })
    .toMatchObject({ kind: 'failed', reason: expect.stringContaining('too often') });
  const pauses = (await seen()).flatMap((state) =>
    state.kind === 'restarting' ? [state.retryInMs] : [],
  );
  expect(pauses).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);

  await electron.evaluate(() => (globalThis as unknown as { endLoop: () => void }).endLoop());
  // The window says so, and starts it.
  await expect(page.getByRole('alert')).toContainText('The collector does not run.');
  await page.getByRole('button', { name: 'Start the collector' }).click();
  expect(await collectorReady(app)).toBeGreaterThan(1);
});
