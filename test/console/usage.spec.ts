import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { sendSpans } from './send-spans.ts';
import { newTraceId } from '../support/ids.ts';

const spans = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `work ${index}`, at: index, ms: 1 }));

test('usage is shown, limits are set, warn, refuse, and are raised again', async ({
  signedIn: page,
  collector,
}) => {
  const send = (count: number) =>
    sendSpans(collector.otlpHttp, newTraceId(), Date.now(), spans(count));
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const entry = navigation.getByRole('link', { name: /^Usage/ });
  await entry.click();
  await expect(page.getByRole('heading', { name: 'Usage and limits', level: 1 })).toBeVisible();
  const today = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Today' }) });
  await expect(today.getByRole('group', { name: 'Spans today' })).toContainText('No limit');
  await expect(page.getByRole('heading', { name: 'Nothing was sent in these days' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect an app' })).toBeVisible();
  await expect(page.getByText('What each key sends is listed here')).toBeVisible();

  await send(8);
  await page.reload();
  const card = today.getByRole('group', { name: 'Spans today' });
  await expect(card).toContainText('8');
  const chart = page.getByRole('group', { name: /^Spans by day/ });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart.getByText(/: 8$/)).toBeVisible();
  const senders = page.getByRole('region', { name: 'Usage by key' });
  await expect(senders.getByRole('row', { name: /^Without a key 8 1/ })).toBeVisible();

  await today.getByRole('button', { name: 'Edit limits' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit limits' });
  await dialog.getByLabel('Spans a day').fill('lots');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Write a number')).toBeVisible();
  await dialog.getByLabel('Spans a day').fill('10');
  await dialog.getByLabel('Bytes kept').fill('2 GB');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(today.getByText('This project has used 80 % of 10 spans a day.')).toBeVisible();
  await expect(entry).toContainText('80 %');
  await expect(card.getByRole('meter')).toHaveAttribute('aria-valuenow', '80');
  await expectAccessible(page);

  // The rest comes in while the window is open: it says so by itself.
  await send(2);
  await expect(entry).toContainText('limit');
  await navigation.getByRole('link', { name: 'Traces' }).click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  const banner = page.getByText('This project has used up 10 spans a day');
  await expect(banner).toBeVisible();
  const refused = await fetch(`${collector.otlpHttp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(refused.status).toBe(429);

  await page.getByRole('status').getByRole('link', { name: 'Usage and limits' }).click();
  await expect(page.getByRole('heading', { name: 'Usage and limits', level: 1 })).toBeVisible();
  await today.getByRole('button', { name: 'Edit limits' }).click();
  await dialog.getByLabel('Spans a day').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('No limit');
  await expect(entry).toHaveText('Usage');
  await send(1);
});

test('a key gets limits of its own, and usage is taken along as CSV', async ({
  signedIn: page,
  collector,
}) => {
  await page.goto(`${collector.console}/#/projects`);
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('checkout');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await navigation.getByRole('link', { name: /^Usage/ }).click();
  await expect(page.getByRole('heading', { name: 'Usage and limits', level: 1 })).toBeVisible();
  const today = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Today' }) });
  await today.getByRole('button', { name: 'Edit limits' }).click();
  await dialog.getByRole('combobox', { name: 'Limits of' }).click();
  await page.getByRole('option', { name: /^checkout/ }).click();
  await expect(dialog.getByLabel('Bytes kept')).toHaveCount(0);
  await dialog.getByLabel('Requests a second').fill('25');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  const row = page
    .getByRole('region', { name: 'Usage by key' })
    .getByRole('row', { name: /^checkout/ });
  await expect(row).toContainText('25 requests a second');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^usage-\d{4}-\d\d-\d\d-.*\.csv$/);
});
