import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { collectorReady, test, type RunningApp } from './app.ts';
import {
  EMAIL,
  PASSWORD,
  remoteFolder,
  removeFolder,
  setUpOwner,
  startRemote,
  type RemoteServer,
} from './remote-server.ts';

const switcher = (page: Page) => page.getByRole('button', { name: /, switch instance$/ });

async function openSwitcher(page: Page, entry: string | RegExp): Promise<void> {
  await switcher(page).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

/** Adds the server in the window, comparing the fingerprint as a person would; ends at its sign-in. */
async function addRemote({ page }: RunningApp, server: RemoteServer, name: string): Promise<void> {
  await openSwitcher(page, 'Add an instance…');
  const dialog = page.getByRole('dialog', { name: 'Add an instance' });
  await dialog.getByLabel('Address of its console').fill(server.address);
  await dialog.getByLabel('Name (optional)').fill(name);
  await dialog.getByRole('button', { name: 'Next' }).click();
  const shown = dialog.getByRole('group', { name: 'fingerprint' }).locator('code');
  await expect(shown).toHaveText(server.fingerprint);
  await dialog.getByRole('button', { name: 'They match: trust it' }).click();
  await expect(page.getByRole('heading', { name: `Sign in to ${name}` })).toBeVisible();
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: /^Listening/ })).toBeVisible();
}

test('a remote instance is added by its fingerprint, signed in to, looked at, and left again', async ({
  app,
}) => {
  const { page, dataDir } = app;
  await collectorReady(app);
  const folder = remoteFolder();
  const server = await startRemote(folder);
  try {
    const owner = await setUpOwner(server);
    const { project } = await owner.projects.create({ name: 'Checkout' });
    await owner.collector.sendTestTrace({ projectId: project.id });
    await expect(switcher(page)).toContainText('This computer');
    await addRemote(app, server, 'Production');
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText(/wrong|not/i);
    await signIn(page);

    await expect(switcher(page)).toContainText('Production');
    await expect(switcher(page)).toContainText(new URL(server.address).host);
    await page.getByRole('link', { name: 'Projects', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'Checkout' }).first().click();
    const traces = page.getByRole('grid', { name: 'Traces' });
    await expect(traces.getByRole('row')).not.toHaveCount(0);

    // What the page could tell an attacker: nothing that opens the session.
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toContain('sps_');
    const file = join(dataDir, 'desktop', 'instances.json');
    expect(readFileSync(file, 'utf8')).not.toContain('sps_');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);

    await openSwitcher(page, /This computer/);
    await expect(switcher(page)).toContainText('This computer');
    await expect(page.getByRole('heading', { name: /^Listening on 127\.0\.0\.1/ })).toBeVisible();
    await expect(page.getByText('Checkout')).toHaveCount(0);

    // The session is still there, and so is the project.
    await openSwitcher(page, /Production/);
    await expect(page.getByRole('button', { name: /^Checkout.*switch project$/ })).toBeVisible();
    await expect(traces.getByRole('row')).not.toHaveCount(0);
  } finally {
    await server.stop();
    removeFolder(folder);
  }
});

test('away it says so and comes back by itself; with another certificate nothing is sent to it', async ({
  app,
}) => {
  const { page } = app;
  await collectorReady(app);
  const folder = remoteFolder();
  let server = await startRemote(folder);
  const { port, fingerprint } = server;
  try {
    await setUpOwner(server);
    await addRemote(app, server, 'Staging');
    await signIn(page);
    await server.stop();
    const banner = page.getByRole('status').filter({ hasText: 'Staging cannot be reached' });
    await expect(banner).toContainText('Nothing listens at this address.');
    server = await startRemote(folder, port);
    // Nobody presses "Try now": the pauses between its tries grow to 30 s.
    await expect(banner).toBeHidden({ timeout: 60_000 });

    await server.stop();
    rmSync(join(folder, 'tls'), { recursive: true });
    server = await startRemote(folder, port);
    expect(server.fingerprint).not.toBe(fingerprint);
    const refusal = page.getByRole('alert').filter({ hasText: 'shows another certificate' });
    // It may be in such a pause again.
    await expect(refusal).toBeVisible({ timeout: 60_000 });
    const read = (label: string) => refusal.getByRole('group', { name: label }).locator('code');
    await expect(read('trusted fingerprint')).toHaveText(fingerprint);
    await expect(read('fingerprint shown now')).toHaveText(server.fingerprint);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    const trust = page.getByRole('button', { name: 'Trust the new certificate' });
    await expect(trust).toBeDisabled();
    await page.reload();
    await expect(refusal).toBeVisible();

    await refusal.getByRole('checkbox').click();
    await trust.click();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await expect(switcher(page)).toContainText('Staging');

    await openSwitcher(page, 'Manage instances…');
    const entry = page.getByRole('listitem', { name: 'Staging' });
    await expect(entry).toContainText(server.address);
    await entry.getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('dialog', { name: 'Remove Staging?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    await expect(switcher(page)).toContainText('This computer');
    await expect(page.getByRole('heading', { name: /^Listening on 127\.0\.0\.1/ })).toBeVisible();
  } finally {
    await server.stop();
    removeFolder(folder);
  }
});

test('plain http to another machine is refused before anything is sent', async ({ app }) => {
  const { page } = app;
  await collectorReady(app);
  await openSwitcher(page, 'Add an instance…');
  const dialog = page.getByRole('dialog', { name: 'Add an instance' });
  await dialog.getByLabel('Address of its console').fill('http://traces.example.com:4319');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog).toContainText('would travel to traces.example.com unencrypted');
  await dialog.getByLabel('Address of its console').fill('https://127.0.0.1:1');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog).toContainText('Nothing listens at this address.');
});
