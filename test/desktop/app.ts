import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import '../../src/shared/desktop-api.ts';
import { openVirtualDisplay } from '../../scripts/display.ts';
import { electronRuntime, type ElectronRuntime } from '../../scripts/electron-runtime.ts';

/** The app of this checkout, started by a test. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
}

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  /** Another program than the checkout's app, e.g. a packaged one, which must bring all it needs. */
  readonly executable?: string;
}

interface WorkerFixtures {
  readonly runtime: ElectronRuntime;
  /** Environment of every process with windows: a screen of its own, nothing of the user's. */
  readonly windowEnv: Readonly<Record<string, string>>;
}

interface Fixtures {
  /** Starts an app; it is ended after the test unless the test did so. */
  readonly launch: (options?: LaunchOptions) => Promise<RunningApp>;
  /** An app with an empty data folder. */
  readonly app: RunningApp;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  runtime: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const given = process.env['SPANWARD_ELECTRON'];
      await use(given ? (JSON.parse(given) as ElectronRuntime) : await electronRuntime(() => {}));
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  windowEnv: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const display = process.platform === 'linux' ? await openVirtualDisplay() : undefined;
      // The keyring and the session bus of whoever runs the tests are none of the app's business here.
      const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', WAYLAND_DISPLAY: '' };
      await use({ ...env, ...(display === undefined ? {} : { DISPLAY: display.name }) } as Record<
        string,
        string
      >);
      display?.close();
    },
    { scope: 'worker' },
  ],
  launch: async ({ runtime, windowEnv }, use) => {
    const opened: ElectronApplication[] = [];
    const folders: string[] = [];
    await use(async ({ args = [], env = {}, executable, ...options } = {}) => {
      const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'spanward-desktop-'));
      folders.push(dataDir);
      const own = executable === undefined;
      const settings = {
        executablePath: executable ?? runtime.executable,
        args: [
          ...(own ? runtime.args : rootArgs()),
          '--data-dir',
          dataDir,
          '--port=0',
          '--grpc-port=0',
          ...args,
        ],
        env: { ...windowEnv, SPANWARD_WAIT_FOR_TEST: '1', ...(own ? runtime.env : {}), ...env },
        // Playwright's own default would hide what the app chose.
        colorScheme: null,
      };
      const electron = await _electron.launch(settings);
      opened.push(electron);
      const page = await electron.firstWindow();
      // A window is there before its page is: a test that navigates at once would stop the page from loading.
      await page.waitForLoadState();
      return { electron, page, dataDir };
    });
    for (const electron of opened) await electron.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  },
  app: async ({ launch }, use) => {
    await use(await launch());
  },
});

function rootArgs(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Process id of the app's collector, or undefined while it has none. */
export async function collectorPid({ electron }: RunningApp): Promise<number | undefined> {
  return electron.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Spanward Collector')?.pid,
  );
}

/** Waits until the window says that its collector is ready, or has failed; returns how many times it has been ready. */
export async function collectorReady({ page }: RunningApp): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        window.spanward!.onCollectorState((state) => {
          if (state.kind === 'ready') resolve(state.generation);
          if (state.kind === 'failed') reject(new Error(state.reason));
        });
      }),
  );
}
