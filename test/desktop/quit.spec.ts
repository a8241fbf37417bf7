import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { collectorPid, collectorReady, test, type RunningApp } from './app.ts';

/** Every process of the app: itself, its pages, its collector. */
async function processIds({ electron }: RunningApp): Promise<number[]> {
  return electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Files below a folder that a write-ahead log was not folded back from. */
function unfoldedLogs(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter(
    (name) => name.endsWith('.db-wal') && readFileSync(join(folder, name)).length > 0,
  );
}

test('quitting leaves no process and a checkpointed data folder', async ({ launch }) => {
  const app = await launch();
  await collectorReady(app);
  const pids = await processIds(app);
  expect(pids).toContain(await collectorPid(app));

  await app.electron.close();

  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  expect(existsSync(join(app.dataDir, 'catalog.db'))).toBe(true);
  expect(existsSync(join(app.dataDir, 'instance.json'))).toBe(false);
  expect(unfoldedLogs(app.dataDir)).toEqual([]);
  expect(readFileSync(join(app.dataDir, 'logs/desktop.log'), 'utf8')).not.toContain(
    'close-timeout',
  );
});

test('ending the app by signal stops it as cleanly', async ({ launch }) => {
  test.skip(process.platform === 'win32', 'no signals there');
  const app = await launch();
  await collectorReady(app);
  const pids = await processIds(app);
  const closed = app.electron.waitForEvent('close');
  process.kill(app.electron.process().pid!, 'SIGTERM');
  await closed;
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  expect(unfoldedLogs(app.dataDir)).toEqual([]);
  expect(readFileSync(join(app.dataDir, 'logs/desktop.log'), 'utf8')).toContain('"kind":"stopped"');
});

test('Ctrl+C in the terminal, which every process hears, stops it as cleanly', async ({
  launch,
}) => {
  test.skip(process.platform === 'win32', 'no process groups there');
  const app = await launch();
  await collectorReady(app);
  const pids = await processIds(app);
  const closed = app.electron.waitForEvent('close');
  // Playwright makes the app the leader of a group of its own.
  process.kill(-app.electron.process().pid!, 'SIGINT');
  await closed;
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  expect(existsSync(join(app.dataDir, 'instance.json'))).toBe(false);
  expect(unfoldedLogs(app.dataDir)).toEqual([]);
});

test('an app whose collector cannot start says why, and quits', async ({ launch }) => {
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const app = await launch({ args: [`--port=${port}`] });
  await expect(app.page.getByRole('alert')).toContainText(
    `The collector does not run. Port ${port} on 127.0.0.1 is already in use.`,
  );
  await expect(app.page.getByText('Nothing to show yet')).toBeVisible();
  other.close();
  await app.electron.close();
  expect(readFileSync(join(app.dataDir, 'logs/desktop.log'), 'utf8')).toContain('"kind":"stopped"');
});

test('a collector that does not stop is ended, and what it had acknowledged is there', async ({
  launch,
}) => {
  test.skip(process.platform === 'win32', 'no signals there');
  const app = await launch();
  await collectorReady(app);
  const pids = await processIds(app);
  await app.page.getByRole('button', { name: 'Send a test trace' }).click();
  await expect(app.page.getByRole('heading', { name: /invoke_agent/, level: 1 })).toBeVisible();
  // The app's patience runs fifty times as fast from here.
  await app.electron.evaluate(() => {
    const real = globalThis.setTimeout;
    const hurried = (run: () => void, delayMs?: number) => real(run, (delayMs ?? 0) / 50);
    globalThis.setTimeout = hurried as typeof setTimeout;
  });
  // Stopped, it neither answers nor hears a polite signal.
  process.kill((await collectorPid(app))!, 'SIGSTOP');

  await app.electron.close();

  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  expect(readFileSync(join(app.dataDir, 'logs/desktop.log'), 'utf8')).toContain('close-timeout');
  const again = await launch({ dataDir: app.dataDir });
  await collectorReady(again);
  await expect(again.page.getByRole('grid', { name: 'Traces' })).toContainText('invoke_agent');
});

test('theme, size and position of the window are remembered', async ({ launch }) => {
  const first = await launch();
  await first.page.evaluate(() => window.spanward!.setTheme('dark'));
  await expect
    .poll(() => first.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource))
    .toBe('dark');
  await first.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 30, width: 900, height: 640 }),
  );
  await first.electron.close();

  const second = await launch({ dataDir: first.dataDir });
  expect(await second.page.evaluate(() => window.spanward!.initialTheme)).toBe('dark');
  expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(
    true,
  );
  const bounds = await second.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.getNormalBounds(),
  );
  expect(bounds).toEqual({ x: 40, y: 30, width: 900, height: 640 });
});

test('a second start on the same data folder brings the first window up and ends', async ({
  launch,
}) => {
  const first = await launch();
  await collectorReady(first);
  const pid = await collectorPid(first);
  await expect(launch({ dataDir: first.dataDir })).rejects.toThrow();
  expect(await collectorPid(first)).toBe(pid);
  expect(first.electron.windows()).toHaveLength(1);
});
