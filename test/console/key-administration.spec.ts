import type { Page } from '@playwright/test';
import { expect, test, type RunningCollector } from './console.ts';
import { saveFirstKey } from './first-key.ts';
import { pressOn } from '../support/keys-only.ts';
import { sendTraces, statusOfSend } from './send-traces.ts';

async function openKeys(page: Page): Promise<void> {
  await saveFirstKey(page);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
}

/** Creates a key on the keys screen; its secret. */
async function createKey(page: Page, fields: Readonly<Record<string, string>>): Promise<string> {
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  for (const [label, value] of Object.entries(fields)) {
    await dialog.getByRole('textbox', { name: label }).fill(value);
  }
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const card = page.getByRole('group', { name: 'New API key' });
  const secret = await card.locator('code').innerText();
  await card.getByRole('button', { name: 'I have saved it' }).click();
  await expect(card).toHaveCount(0);
  return secret;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'API keys' }).getByRole('row', { name: new RegExp(name) });

const send = (collector: RunningCollector, secret: string) =>
  statusOfSend(collector.otlpHttp, { 'x-api-key': secret });

test('there is one way to a new key at a time, and its secret is a key press away', async ({
  page,
  collector,
}) => {
  // With a span there the first start is over, and nobody makes the first key but who asks for it.
  await sendTraces(collector.otlpHttp, [{ name: 'checkout' }]);
  let answer: (() => void) | undefined;
  const list = new Promise<void>((resolve) => (answer = resolve));
  const isAsked = page.waitForRequest('**/rpc/keys/list');
  await page.route('**/rpc/keys/list', async (route) => {
    await list;
    await route.fallback();
  });
  await page.goto(collector.signIn);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  const create = page.getByRole('button', { name: 'New key' });
  await isAsked;
  await expect(create).toHaveCount(0);
  answer?.();
  await expect(page.getByRole('heading', { name: 'No keys yet' })).toBeVisible();
  await expect(create).toHaveCount(1);

  await pressOn(page, create);
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(create).toBeFocused();
  for (const [nth, name] of ['first', 'second'].entries()) {
    await pressOn(page, create);
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    const card = page.getByRole('group', { name: 'New API key' });
    await expect(card.getByRole('button', { name: 'Copy', exact: true })).toBeFocused();
    await expect(rowOf(page, name)).toBeVisible();
    await expect(page.getByRole('table', { name: 'API keys' }).getByRole('row')).toHaveCount(
      nth + 2,
    );
    await expect(create).toHaveCount(1);
    await pressOn(page, card.getByRole('button', { name: 'I have saved it' }));
    await expect(card).toHaveCount(0);
    await expect(page.getByRole('main')).toBeFocused();
  }
});

test('limits a key to addresses, changes them and its end later', async ({
  signedIn: page,
  collector,
}) => {
  await openKeys(page);
  await page.getByRole('button', { name: 'New key' }).click();
  const create = page.getByRole('dialog', { name: 'New API key' });
  await create.getByRole('textbox', { name: 'Name' }).fill('batch');
  await create.getByRole('textbox', { name: /Allowed addresses/ }).fill('10.0.0.0/8, nonsense');
  await create.getByRole('button', { name: 'Create key' }).click();
  await expect(create).toContainText('“nonsense” is neither an IP address nor a range');
  await create.getByRole('textbox', { name: /Allowed addresses/ }).fill('10.0.0.0/8');
  await create.getByRole('textbox', { name: /Environment/ }).fill('staging');
  await create.getByRole('button', { name: 'Create key' }).click();
  const card = page.getByRole('group', { name: 'New API key' });
  const secret = await card.locator('code').innerText();
  await card.getByRole('button', { name: 'I have saved it' }).click();
  expect(await send(collector, secret)).toBe(403);
  await expect(rowOf(page, 'batch')).toContainText('staging');
  await expect(rowOf(page, 'batch')).toContainText('never ends');

  await rowOf(page, 'batch')
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit batch' });
  await expect(edit.getByRole('textbox', { name: /Allowed addresses/ })).toHaveValue('10.0.0.0/8');
  await edit.getByRole('textbox', { name: /Allowed addresses/ }).fill('127.0.0.1\n::1');
  await edit.getByRole('combobox', { name: 'Expires' }).click();
  await page.getByRole('option', { name: 'In 7 days' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toHaveCount(0);
  await expect(rowOf(page, 'batch')).toContainText('ends in 6 days');
  await expect(page.getByText('1 key will end within 7 days')).toBeVisible();
  expect(await send(collector, secret)).toBe(200);
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('table', { name: 'API keys' }).getByRole('row')).toHaveCount(2);
  // In a small window too one reads which key it is, and stops it without looking for how.
  await page.setViewportSize({ width: 900, height: 700 });
  const row = rowOf(page, 'batch');
  expect((await row.getByText('batch', { exact: true }).boundingBox())!.width).toBeGreaterThan(30);
  await expect(row.getByRole('button', { name: /^Revoke/ })).toBeInViewport({ ratio: 1 });
});

test('searches, sorts, and revokes several keys at once', async ({ signedIn: page, collector }) => {
  await openKeys(page);
  const secrets = [];
  for (const name of ['alpha', 'beta', 'gamma'])
    secrets.push(await createKey(page, { Name: name }));
  const search = page.getByRole('searchbox', { name: 'Search keys' });
  // To a page that comes over plain HTTP from another machine the browser gives no clipboard.
  await page.evaluate(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
  await rowOf(page, 'beta')
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Copy id' }).click();
  await expect(page.getByText('Id copied')).toBeVisible();
  await search.press('ControlOrMeta+v');
  await expect(search).toHaveValue(/^[\w-]{8,}$/);
  await search.clear();
  const names = page.getByRole('table', { name: 'API keys' }).locator('tbody tr');
  await page.getByRole('button', { name: 'Key', exact: true }).click();
  await expect(names).toContainText([/alpha/, /beta/, /First key|gamma/]);
  await search.fill(secrets[1]!);
  await expect(names).toHaveCount(1);
  await expect(names).toContainText('beta');
  // Addresses are remembered and handed on: a secret is in none, anything else is there again after a reload.
  expect(page.url()).toMatch(/keys\?sort=name&direction=up$/);
  await search.fill('no such key');
  await expect(page.getByRole('heading', { name: 'No key matches' })).toBeVisible();
  await search.fill('a');
  await page.reload();
  await expect(search).toHaveValue('a');
  for (const name of ['alpha', 'beta']) {
    await rowOf(page, name).getByRole('checkbox').click();
  }
  const chosen = page.getByRole('group', { name: 'Chosen keys' });
  await expect(chosen).toContainText('2 chosen');
  await chosen.getByRole('button', { name: 'Revoke chosen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke 2 keys?' });
  await expect(dialog.getByRole('list', { name: 'Keys to revoke' })).toContainText('beta');
  await dialog.getByRole('button', { name: 'Revoke 2 keys' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, 'alpha')).toHaveCount(0);
  expect(await Promise.all(secrets.map((secret) => send(collector, secret)))).toEqual([
    401, 401, 200,
  ]);
});

test('regenerates a key, and finds a leaked one in a log and stops it there', async ({
  signedIn: page,
  collector,
}) => {
  await openKeys(page);
  const old = await createKey(page, { Name: 'worker' });
  await rowOf(page, 'worker')
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Regenerate…' }).click();
  await page
    .getByRole('dialog', { name: 'Regenerate worker?' })
    .getByRole('button', { name: 'Regenerate key' })
    .click();
  const card = page.getByRole('group', { name: 'New API key' });
  const fresh = await card.locator('code').innerText();
  await card.getByRole('button', { name: 'I have saved it' }).click();
  expect([await send(collector, old), await send(collector, fresh)]).toEqual([401, 200]);

  await page.getByRole('button', { name: 'Check for leaked keys' }).click();
  const dialog = page.getByRole('dialog', { name: 'Check for leaked keys' });
  await dialog.getByRole('textbox', { name: 'Text to check' }).fill('nothing here');
  await dialog.getByRole('button', { name: 'Check', exact: true }).click();
  const result = dialog.getByRole('status', { name: 'Result of the check' });
  await expect(result).toContainText('No key in this text.');
  await dialog
    .getByRole('textbox', { name: 'Text to check' })
    .fill(`POST /v1/traces\nx-api-key: ${old}\nauthorization: Bearer ${fresh}`);
  await dialog.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(result.getByRole('listitem')).toContainText([/does not work/, /line 3/]);
  await result.getByRole('button', { name: 'Revoke now' }).click();
  await expect(result.getByRole('button', { name: 'Revoke now' })).toHaveCount(0);
  await expect(result.getByRole('listitem')).toContainText([/does not work/, /does not work/]);
  expect(await send(collector, fresh)).toBe(401);
});
