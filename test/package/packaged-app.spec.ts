import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { CHECKOUT } from '../../scripts/runtime/cache-folder.ts';
import { collectorReady, test } from '../desktop/app.ts';

// Packages with the inspector left on, which Playwright needs; every other fuse is the release's.

const OUTPUT = 'test-results/package';
/** Where `npm test` has packaged it already, in place of a build: to build again would take `out/` from other tests. */
const made = process.env['SPANWARD_PACKAGED'];
const unpacked = join(made ?? join(CHECKOUT, OUTPUT), 'linux-unpacked');
const executable = join(unpacked, 'spanward');

test.describe.configure({ mode: 'serial' });
test.skip(process.platform !== 'linux', 'the unpacked app has another form elsewhere');

test('npm run package makes the app', () => {
  if (made === undefined) {
    execFileSync(process.execPath, ['scripts/package.ts', '--dir', '--output', OUTPUT], {
      cwd: CHECKOUT,
      env: { ...process.env, SPANWARD_INSPECT: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  expect(existsSync(executable)).toBe(true);
  expect(existsSync(join(unpacked, 'resources/app.asar'))).toBe(true);
});

test('its fuses are set', async () => {
  const fuses = await getCurrentFuseWire(executable);
  const on = (fuse: FuseV1Options) => fuses[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    snapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocol: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    asarIntegrity: true,
    onlyAsar: true,
    snapshot: false,
    fileProtocol: false,
  });
});

test('it starts, shows its page and collects', async ({ launch }) => {
  const app = await launch({ executable });
  expect(await collectorReady(app)).toBe(1);
  expect(await app.electron.evaluate(({ app }) => app.isPackaged)).toBe(true);
  await expect(app.page).toHaveTitle(/Spanward/);
  await expect(app.page.getByRole('main')).toBeVisible();
});
