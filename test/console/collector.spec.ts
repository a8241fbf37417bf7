import { expect, test } from './console.ts';
import { statusOfHost, statusOfSend } from './send-traces.ts';

test('shows listeners, counters and what was refused', async ({ signedIn: page, collector }) => {
  expect(await statusOfSend(collector.otlpHttp, {})).toBe(200);
  expect(await statusOfSend(collector.otlpHttp, { 'x-api-key': 'spw_wrong' })).toBe(401);
  await page.getByRole('link', { name: 'Collector' }).click();
  await expect(page.getByRole('row', { name: /OTLP\/gRPC/ })).toContainText(
    new URL(collector.otlpGrpc).port,
  );
  // A cell of its own: the number may stand in the port of a listener too.
  await expect(page.getByRole('cell', { name: '401', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('list', { name: 'Checks' })).toContainText('ok');
});

test('keyless ingest and allowed origins take effect at once', async ({
  signedIn: page,
  collector,
}) => {
  const origin = 'https://app.example.com';
  expect(await statusOfSend(collector.otlpHttp, {})).toBe(200);
  expect(await statusOfSend(collector.otlpHttp, { origin })).toBe(403);
  await page.goto(`${collector.console}#/collector/settings`);
  await page.getByLabel('Web origin').fill('https://app.example.com/path');
  await page.getByRole('button', { name: 'Allow origin' }).click();
  await expect(page.getByText(/without a path/)).toBeVisible();
  await page.getByLabel('Web origin').fill(origin);
  await page.getByRole('button', { name: 'Allow origin' }).click();
  await expect(page.getByRole('button', { name: `Remove ${origin}` })).toBeVisible();
  expect(await statusOfSend(collector.otlpHttp, { origin })).toBe(200);
  await page.getByRole('switch', { name: /without a key/ }).click();
  await expect(page.getByRole('switch', { name: /without a key/ })).not.toBeChecked();
  await expect.poll(async () => statusOfSend(collector.otlpHttp, {})).toBe(401);
});

test('a host name is allowed and taken back', async ({ signedIn: page, collector }) => {
  const host = `traces.corp:${new URL(collector.otlpHttp).port}`;
  expect(await statusOfHost(collector.otlpHttp, host)).toBe(403);
  await page.goto(`${collector.console}#/collector/settings`);
  await page.getByLabel('Host name').fill('*.corp');
  await page.getByRole('button', { name: 'Allow name' }).click();
  await expect(page.getByText(/path or wildcard/)).toBeVisible();
  await page.getByLabel('Host name').fill('Traces.corp.');
  await page.getByRole('button', { name: 'Allow name' }).click();
  const remove = page.getByRole('button', { name: 'Remove traces.corp' });
  await expect(remove).toBeVisible();
  expect(await statusOfHost(collector.otlpHttp, host)).toBe(405);
  await remove.click();
  await expect(remove).toBeHidden();
  expect(await statusOfHost(collector.otlpHttp, host)).toBe(403);
});

test('prices are added, changed and reset', async ({ signedIn: page, collector }) => {
  await page.goto(`${collector.console}#/collector/prices`);
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByRole('textbox', { name: 'Model' }).fill('house-model');
  await page.getByLabel('Input, $ per million', { exact: true }).fill('0.4');
  await page.getByLabel('Output, $ per million').fill('two');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('A number from 0 on.')).toBeVisible();
  await page.getByLabel('Output, $ per million').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('searchbox', { name: 'Search models' }).fill('house');
  const row = page.getByRole('row', { name: /house-model/ });
  await expect(row).toContainText('$0.40');
  await row.getByRole('button', { name: /^Reset/ }).click();
  await expect(page.getByRole('heading', { name: 'No model matches' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a model' })).toHaveCount(1);
  await page.getByRole('button', { name: /^Show all \d+ models$/ }).click();
  await expect(page.getByRole('row', { name: /gpt-/ }).nth(1)).toBeVisible();
});

test('a chosen theme stays, and is there before the first paint', async ({ signedIn: page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.reload({ waitUntil: 'commit' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  const early = await page.evaluate(() => document.documentElement.dataset['theme']);
  expect(early).toBe('dark');
});
