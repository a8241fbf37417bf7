import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test as base, type Page } from '@playwright/test';
import { expectNavigation } from './seen-in-window.ts';

/** The built command; `SPANWARD_COMMAND` names another build of it. */
const COMMAND =
  process.env['SPANWARD_COMMAND'] ?? resolve(import.meta.dirname, '../../out/main/spanward.js');

/** What `spanward serve --json` prints when it accepts data. */
interface Ready {
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
  readonly console: string;
  readonly signIn: string;
  readonly tls: { readonly fingerprint: string } | null;
}

/** A headless collector of this checkout, as users run it. */
export interface RunningCollector extends Ready {
  /** Ends it as a service manager would, and waits. */
  stop(): Promise<void>;
}

interface StartOptions {
  readonly dataDir: string;
  /** Fixed ports of HTTP and console, to come back under the same address. */
  readonly ports?: readonly [http: string, console: string];
  /** Further options of `serve`. */
  readonly args?: readonly string[];
}

/** Starts `spanward serve` and waits until it accepts data. */
async function startCollector(options: StartOptions): Promise<RunningCollector> {
  if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is missing: run "npm run build" first.`);
  const [http, console] = options.ports ?? ['0', '0'];
  const args = ['--data-dir', options.dataDir, '--port', http, '--grpc-port', '0'];
  const child: ChildProcess = spawn(
    process.execPath,
    [COMMAND, 'serve', '--json', ...args, '--console-port', console, ...(options.args ?? [])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await Promise.race([once(lines, 'line'), exited])) as [string | number | null];
  if (typeof line !== 'string') throw new Error(`spanward serve ended with ${line}.`);
  return {
    ...(JSON.parse(line) as Ready),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

interface Fixtures {
  readonly dataDir: string;
  /** Starts a collector on the test's data folder; stopped with the test. */
  readonly start: (
    ports?: StartOptions['ports'],
    args?: StartOptions['args'],
  ) => Promise<RunningCollector>;
  readonly collector: RunningCollector;
  /** The page, signed in, on its first screen. */
  readonly signedIn: Page;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'spanward-console-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ dataDir }, use) => {
    const started: RunningCollector[] = [];
    await use(async (ports, args = []) => {
      const collector = await startCollector({ dataDir, args, ...(ports ? { ports } : {}) });
      started.push(collector);
      return collector;
    });
    for (const collector of started) await collector.stop();
  },
  collector: async ({ start }, use) => {
    await use(await start());
  },
  signedIn: async ({ page, collector }, use) => {
    await page.goto(collector.signIn);
    // The first screen, of an empty project or of one a test has filled; it follows what arrives once the foot says so.
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await expect(navigation.getByRole('link', { name: /^Listening/ })).toBeVisible();
    const waiting = page.getByText('Waiting for the first span');
    await expect(waiting.or(page.getByRole('grid', { name: 'Traces' })).first()).toBeVisible();
    await expectNavigation(page);
    await use(page);
  },
});

export { expect };
