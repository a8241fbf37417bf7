import { createServer } from 'node:net';
import { expect, test } from './console.ts';

/** Listens on a port below those a system gives to whoever asks for any, so that nobody else gets it once it is free. */
async function takePort(): Promise<{ port: string; free: () => Promise<void> }> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!taken) continue;
    return {
      port: String(port),
      free: () => new Promise((resolve) => server.close(() => resolve())),
    };
  }
}

/** Two ports that nobody listens on, never the same. */
async function twoFreePorts(): Promise<readonly [string, string]> {
  const [one, two] = [await takePort(), await takePort()];
  await Promise.all([one.free(), two.free()]);
  return [one.port, two.port];
}

test('the printed link signs in, and its token does not stay in the address', async ({
  page,
  collector,
}) => {
  await page.goto(collector.signIn);
  await expect(page.getByRole('heading', { name: /^Listening on/ })).toBeVisible();
  const token = new URL(collector.signIn).hash;
  expect(page.url()).not.toContain(token);

  // Entries of the navigation come all at once: later ones would move the others under the pointer.
  let answer!: () => void;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/rpc/files/list', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('button', { name: /^Default Project/ })).toBeVisible();
  await expect(navigation.getByRole('heading')).toHaveCount(0);
  answer();
  await expect(navigation.getByRole('link', { name: 'Collector' })).toBeVisible();
  expect(await navigation.getByRole('link').allInnerTexts()).toEqual(
    expect.arrayContaining(['Traces', 'Connect an app', 'Manage project', 'Audit']),
  );
  await expect(page.getByRole('heading', { name: /^Listening on/ })).toBeVisible();
});

test('without the link there is only the sign-in form, which says when a token is wrong', async ({
  page,
  collector,
}) => {
  await page.goto(collector.console);
  await expect(page.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  const field = page.getByLabel('Sign-in link or token');
  await field.fill('not-the-token-at-all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(/not valid/)).toBeVisible();
  await field.fill(collector.signIn);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: /^Listening on/ })).toBeVisible();
});

test('when the collector goes away the window says so, and asks for a new link when it is back', async ({
  page,
  start,
}) => {
  const ports = await twoFreePorts();
  const collector = await start(ports);
  await page.clock.install();
  await page.goto(collector.signIn);
  const foot = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await expect(foot.filter({ hasText: 'Listening' })).toBeVisible();
  // A cable that was pulled ends no connection: who hears nothing asks, and does not wait for the answer for ever.
  await page.route('**/rpc/collector/status', () => {});
  const asked = page.waitForRequest('**/rpc/collector/status');
  await page.clock.fastForward(10_000);
  await asked;
  await page.clock.fastForward(20_000);
  await expect(page.getByText('Collector restarting…').first()).toBeVisible();
  await page.unroute('**/rpc/collector/status');
  await page.clock.fastForward(20_000);
  await expect(page.getByRole('heading', { name: /^Listening on/ })).toBeVisible();

  await collector.stop();
  await expect(foot.filter({ hasText: 'Restarting…' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Collector restarting…' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send a test trace' })).toBeDisabled();
  await page.clock.fastForward(30_000);
  await expect(page.getByRole('alert')).toContainText('it may have been stopped');
  await expect(page.getByRole('heading', { name: 'The collector does not answer' })).toBeVisible();
  await foot.filter({ hasText: 'Not answering' }).click();
  await expect(page.getByRole('row', { name: /OTLP\/HTTP/ })).toContainText('not answering');
  await expect(page.getByText(/^listening/i)).toHaveCount(0);
  const again = await start(ports);
  // Sessions are kept in memory only: a new start of the headless collector ends them.
  await expect(page.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await page.goto(again.signIn);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(page.getByText('Collector restarting…')).toHaveCount(0);
  await expect(page.getByText('it may have been stopped')).toHaveCount(0);
});
