import { expect, test } from './console.ts';
import { saveFirstKey } from './first-key.ts';
import { sendTraces, statusOfSend } from './send-traces.ts';

test('creates a project whose key is shown once and leads to it', async ({
  signedIn: page,
  collector,
}) => {
  await page.getByRole('link', { name: 'Projects' }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByText('Give the project a name.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Support bot');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: 'Connect an app', level: 1 })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByRole('button', { name: /^Support bot/ })).toBeVisible();
  const shown = page.getByRole('group', { name: 'New API key' }).locator('code');
  const secret = await shown.innerText();
  // Leaving the screen does not lose the only chance to copy it.
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await expect(shown).toHaveText(secret);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  await sendTraces(collector.otlpHttp, [{ name: 'answer' }], { 'x-api-key': secret });
  await page.getByRole('link', { name: 'Traces' }).first().click();
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('answer');
  await page.getByRole('link', { name: 'Projects' }).click();
  const row = page.getByRole('row', { name: /Support bot/ });
  await expect(row).toContainText(secret.slice(0, 10));
  // A small window has no column for it.
  const prefix = row.getByText(secret.slice(0, 10)).filter({ visible: true });
  await expect(prefix).toHaveCount(1);
  await page.setViewportSize({ width: 900, height: 700 });
  await expect(page.getByRole('columnheader', { name: 'Keys' })).toBeHidden();
  await expect(prefix).toHaveCount(1);
});

test('creates a pair, rotates a key and revokes it with immediate effect', async ({
  signedIn: page,
  collector,
}) => {
  await saveFirstKey(page);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name', { exact: true }).fill('worker');
  await page.getByRole('combobox', { name: 'Form of the key' }).click();
  await page.getByRole('option', { name: 'Public and secret key' }).click();
  await page.getByRole('button', { name: 'Create key' }).click();
  const codes = page.getByRole('group', { name: 'New API key' }).locator('code');
  await expect(codes).toHaveCount(2);
  const [publicKey = '', secret = ''] = await codes.allInnerTexts();
  const pair = { 'x-public-key': publicKey, 'x-secret-key': secret };
  expect(await statusOfSend(collector.otlpHttp, pair)).toBe(200);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await expect(codes).toHaveCount(0);

  const row = page.getByRole('row', { name: /worker/ });
  await expect(row).toContainText('active');
  await row.getByRole('button', { name: /^Rotate/ }).click();
  await page.getByRole('button', { name: 'Rotate key' }).click();
  await expect(codes).toHaveCount(2);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await expect(page.getByRole('row', { name: /worker/ })).toHaveCount(2);
  // The old one works on for its overlap, until somebody revokes it.
  expect(await statusOfSend(collector.otlpHttp, pair)).toBe(200);
  await page.reload();
  await expect(page.getByRole('row', { name: /worker.*replaced/ })).toContainText(
    'still used: 1 request',
  );
  await page
    .getByRole('row', { name: /worker.*replaced/ })
    .getByRole('button', { name: /^End .* now$/ })
    .click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('Key revoked')).toBeVisible();
  expect(await statusOfSend(collector.otlpHttp, pair)).toBe(401);
  await page.getByRole('combobox', { name: 'Show keys' }).click();
  await page.getByRole('option', { name: /^Ended/ }).click();
  await expect(page.getByRole('row', { name: /worker.*revoked/ })).toBeVisible();
});

test('an address of an unknown project says so', async ({ signedIn: page, collector }) => {
  await page.goto(`${collector.console}#/projects/prj_000000000000/connect`);
  await expect(page.getByRole('heading', { name: 'There is no such project' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to the start' }).click();
  await expect(page.getByRole('heading', { name: /^Listening on/ })).toBeVisible();
});
