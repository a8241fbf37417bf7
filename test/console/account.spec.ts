import type { Page } from '@playwright/test';
import { readQr } from './read-qr.ts';
import { totpAt } from '../../src/main/collector/people/totp.ts';
import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { acceptIn, takeLink } from './invite.ts';
import { openPrivacy } from './privacy-screen.ts';

const PASSWORD = 'correct horse battery';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code an authenticator app shows now for the secret it was given. */
function codeOf(secret: string): string {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g)!;
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  return totpAt(key, Math.floor(Date.now() / 30_000));
}

/** Gives the local owner an address and a password, on the account screen. */
async function setPassword(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('E-mail').fill('olga@example.org');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByLabel('Current password')).toBeVisible();
}

/** Signs in by the printed link, in a window that was signed in before. */
async function signInAgain(page: Page, link: string): Promise<void> {
  await page.getByLabel('Sign-in link or token').fill(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

test('a session elsewhere is listed and ended, and who signs in next finds nothing of it', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(collector.signIn);
  await other.getByRole('link', { name: 'Privacy' }).click();
  await other.getByRole('tab', { name: 'Playground' }).click();
  const pasted = other.getByRole('textbox', { name: 'Text to try' });
  await pasted.fill('ada@corp.io');

  await page.goto(`${collector.console}/#/people/account`);
  const rows = page.getByRole('table', { name: 'Sessions' }).locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'this one' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'this one' }).getByRole('button')).toHaveCount(0);
  await expect(rows.first()).toContainText('127.0.0.1 · by the printed link');
  await expectAccessible(page);
  await rows.getByRole('button', { name: /^End the session of Chrome/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('this one');
  await expect(other.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await expect(other.getByText(/^Your session has ended/)).toBeVisible();
  await signInAgain(other, collector.signIn);
  // Where one was, and nothing that stood there.
  await expect(pasted).toHaveValue('');
  await context.close();

  // The key of the first start, whose secret was not yet said to be saved.
  const places = page.getByRole('navigation', { name: 'Main' });
  const secret = page.getByRole('group', { name: 'New API key' });
  await places.getByRole('link', { name: 'API keys' }).click();
  await expect(secret).toBeVisible();
  await places.getByRole('link', { name: 'People' }).click();
  await page.getByRole('tab', { name: 'Your account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInAgain(page, collector.signIn);
  await places.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('row', { name: /First key/ })).toBeVisible();
  await expect(secret).toHaveCount(0);
});

test('what was written when the session ended is there for the same person, and for nobody else', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await page.goto(`${collector.console}/#/people`);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const invite = page.getByRole('dialog', { name: 'Invite somebody' });
  await invite.getByLabel('E-mail').fill('vic@example.org');
  await invite.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Owner' }).click();
  await invite.getByRole('button', { name: 'Make the link' }).click();
  await (await acceptIn(browser, await takeLink(page), 'Vic')).context().close();

  const context = await browser.newContext();
  const other = await context.newPage();
  const places = other.getByRole('navigation', { name: 'Main' });
  const form = other.getByRole('dialog', { name: 'New API key', exact: true });
  const begin = async () => {
    await places.getByRole('link', { name: 'API keys' }).click();
    await other.getByRole('button', { name: 'New key' }).click();
    await expect(form).toBeVisible();
  };
  const loseSession = async () => {
    await page.goto(`${collector.console}/#/people/account`);
    await page.reload();
    const rows = page.getByRole('table', { name: 'Sessions' }).locator('tbody').getByRole('row');
    await rows.getByRole('button', { name: /^End the session of Chrome/ }).click();
    await expect(other.getByText(/^Your session has ended/)).toBeVisible();
  };
  await other.goto(collector.signIn);
  await openPrivacy(other);
  await other.getByRole('radio', { name: /^Detect/ }).click();
  await begin();
  await form.getByLabel('Name').fill('billing worker');
  await form.getByLabel('Allowed addresses').fill('10.2.0.0/16\n10.3.0.0/16');
  await form.getByRole('checkbox', { name: /^Read/ }).click();
  await form.getByRole('combobox', { name: 'Form of the key' }).click();
  await other.getByRole('option', { name: 'Public and secret key' }).click();
  await loseSession();
  await signInAgain(other, collector.signIn);
  await expect(other.getByText('“New API key” is kept')).toBeVisible();
  await begin();
  await expect(form.getByLabel('Name')).toHaveValue('billing worker');
  await expect(form.getByLabel('Allowed addresses')).toHaveValue('10.2.0.0/16\n10.3.0.0/16');
  await expect(form.getByRole('checkbox', { name: /^Read/ })).toBeChecked();
  await expect(form.getByRole('combobox', { name: 'Form of the key' })).toHaveText(
    'Public and secret key',
  );
  await expect(form.getByText(/before your session ended is here again/)).toBeVisible();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await openPrivacy(other);
  const unsaved = other.getByRole('region', { name: 'Unsaved changes' });
  await expect(unsaved).toBeVisible();

  // A form that is part of a screen too.
  for (const [address, label, text] of [
    ['people/account', 'Name', 'Olga of the night shift'],
    ['collector/settings', 'Host name', 'traces.example.org'],
  ] as const) {
    await other.goto(`${collector.console}/#/${address}`);
    const field = other.getByRole('textbox', { name: label, exact: true });
    await field.fill(text);
    await loseSession();
    await signInAgain(other, collector.signIn);
    await expect(field).toHaveValue(text);
  }
  await openPrivacy(other);

  // What one looked for last is one's own too.
  const project = /prj_\w+/.exec(other.url())![0];
  await other.goto(`${collector.console}/#/projects/${project}/traces?q=duration+%3E+1s`);
  const traces = places.getByRole('link', { name: 'Traces' });
  await places.getByRole('link', { name: 'API keys' }).click();
  await expect(traces).toHaveAttribute('href', /duration/);
  await begin();
  await form.getByLabel('Name').fill('billing worker');
  await loseSession();
  await other.getByRole('button', { name: 'Use e-mail and password' }).click();
  await other.getByLabel('E-mail').fill('vic@example.org');
  await other.getByLabel('Password').fill(PASSWORD);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await begin();
  await expect(form.getByLabel('Name')).toHaveValue('');
  await expect(other.getByText('“New API key” is kept')).toHaveCount(0);
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(traces).not.toHaveAttribute('href', /duration/);
  await openPrivacy(other);
  await expect(unsaved).toHaveCount(0);
  await context.close();
});

test('the second factor is set up, asked for at sign-in, and turned off', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const account = `${collector.console}/#/people/account`;
  await page.goto(account);
  await expect(page.getByRole('button', { name: 'Set up' })).toBeDisabled();
  await setPassword(page, account);
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill('not the password');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByText('Your current password is wrong.')).toBeVisible();
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const shown = dialog.getByRole('group', { name: 'Secret for the app' }).locator('code');
  const secret = (await shown.textContent())!.replaceAll(' ', '');
  const code = dialog.getByRole('img', { name: 'QR code for the authenticator app' });
  const address = new URL(await readQr(code));
  expect(address.href).toMatch(/^otpauth:\/\/totp\/Spanward:olga/);
  expect(address.searchParams.get('secret')).toBe(secret);
  await expectAccessible(page);
  await dialog.getByLabel('Code of the app').fill('nonsense');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByText(/The code is wrong/)).toBeVisible();
  await dialog.getByLabel('Code of the app').fill(codeOf(secret));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const codes = dialog.getByRole('group', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recovery = (await codes.first().textContent())!;
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'I have saved them' }).click();
  await expect(page.getByText('10 recovery codes left.')).toBeVisible();

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(account);
  await other.getByRole('button', { name: 'Use e-mail and password' }).click();
  await other.getByLabel('E-mail').fill('olga@example.org');
  await other.getByLabel('Password').fill(PASSWORD);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByLabel('Code').fill(recovery);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('9 recovery codes left.')).toBeVisible();

  await other.getByRole('button', { name: 'Turn off' }).click();
  await other.getByRole('dialog').getByLabel('Your password').fill(PASSWORD);
  await other.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await expect(other.getByRole('button', { name: 'Set up' })).toBeEnabled();
  await context.close();
});

test('a console that nobody touches says so of what it asks for by itself', async ({
  signedIn: page,
}) => {
  const asksFor = (attended: boolean) =>
    page.waitForRequest(
      (request) =>
        request.url().includes('/rpc/') &&
        (request.headers()['x-spanward-unattended'] === undefined) === attended,
    );
  await page.clock.install();
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  const alone = asksFor(false);
  await page.clock.runFor('03:00');
  await alone;
  const used = asksFor(true);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Audit' }).click();
  await used;
});
