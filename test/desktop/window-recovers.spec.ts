import { expect } from '@playwright/test';
import { sendTraces } from '../console/send-traces.ts';
import { collectorPid, collectorReady, test } from './app.ts';

/** The address the collector of this app listens on now, as its window shows it. */
const LISTENING = /^http:\/\/127\.0\.0\.1:\d+$/;

test('the window goes on by itself when its collector is killed', async ({ app }) => {
  const { page, electron } = app;
  await collectorReady(app);
  // The menu of the tray is made anew at every change, and nothing but a hand on the screen can reach it.
  await electron.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate.bind(Menu);
    Menu.buildFromTemplate = (template) => {
      const menu = build(template);
      if (menu.items.some(({ label }) => label === 'Show Spanward')) {
        Object.assign(globalThis, { trayMenu: menu });
      }
      return menu;
    };
  });
  await page.getByRole('button', { name: 'Send a test trace' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('invoke_agent');
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('invoke_agent');

  // Watched in the page: on a fast machine the notice is gone before the test could look again.
  const noticed = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (document.body.innerText.includes('Collector restarting…')) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  process.kill((await collectorPid(app))!, 'SIGKILL');
  await noticed;
  await expect(page.getByText('Collector restarting…')).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Listening/ })).toBeVisible();
  // What was acknowledged is still there, and what comes now is shown as it comes.
  await expect(grid).toContainText('invoke_agent');
  await page.getByRole('link', { name: 'Collector' }).click();
  const address = page.getByRole('row', { name: /OTLP\/HTTP/ }).getByText(LISTENING);
  const otlpHttp = await address.innerText();
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await expect(grid).toContainText('invoke_agent');
  await sendTraces(otlpHttp, [{ name: 'after the crash' }]);
  await expect(grid).toContainText('after the crash');

  // Paused in the tray it is not said to restart, and goes on from the window.
  await electron.evaluate(() => {
    const { trayMenu } = globalThis as unknown as { trayMenu: Electron.Menu };
    trayMenu.items.find(({ label }) => label === 'Pause Collecting')!.click();
  });
  await expect(page.getByText('Collecting is paused.')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Paused/ })).toBeVisible();
  await expect(page.getByText('Collector restarting…')).toHaveCount(0);
  // Also where it is still ending when it is asked for again.
  await page.getByRole('button', { name: 'Start collecting' }).click();
  await expect(page.getByRole('link', { name: /^Listening/ })).toBeVisible();
  await expect(page.getByText('Collecting is paused.')).toHaveCount(0);
});
