import { EventEmitter, once } from 'node:events';
import { copyFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { readArchive } from '../../src/main/collector/backup/read-archive.ts';
import { expect, test } from './console.ts';
import { sendTraces } from './send-traces.ts';

const PASSPHRASE = 'correct horse battery';

async function openBackup(page: Page) {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Collector' }).click();
  await page.getByRole('tab', { name: 'Backup' }).click();
  await expect(page.getByRole('heading', { name: 'Back up now' })).toBeVisible();
}

test('a backup is downloaded whole, goes on when the screen is left, and is listed', async ({
  signedIn: page,
  collector,
  dataDir,
}) => {
  await sendTraces(collector.otlpHttp, [{ name: 'saved', children: 4 }]);
  await expect(page.getByRole('heading', { name: 'saved', level: 1 })).toBeVisible();
  await openBackup(page);
  await expect(page.getByText('None yet.')).toBeVisible();
  // Held back until the screen was left.
  const screen = new EventEmitter();
  await page.route('**/rpc/backup/create', async (route) => {
    await once(screen, 'left');
    await route.continue();
  });
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByRole('group', { name: 'Backup', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  const foot = page.getByRole('group', { name: 'Backup being made' });
  await expect(foot).toBeVisible();
  screen.emit('left');
  const download = await started;
  expect(download.suggestedFilename()).toMatch(/^spanward-\d{4}-\d{2}-\d{2}T\d{4}\.tar$/);
  const file = `${dataDir}/downloaded.tar`;
  copyFileSync(await download.path(), file);
  const { manifest } = await readArchive(file, null);
  expect(manifest.summary).toMatchObject({ spans: 5, secrets: false });
  await expect(foot).toHaveCount(0);

  await openBackup(page);
  const result = page.getByRole('region', { name: 'Backup made' });
  await expect(result.getByRole('heading', { name: 'Saved' })).toBeVisible();
  await expect(result).toContainText('Without the audit key and second factors.');
  await expect(result).toContainText('spanward restore --check spanward-');
  const list = page.getByRole('table', { name: 'Backups made' });
  await expect(list.getByRole('row').nth(1)).toContainText('complete');
  await expect(list.getByRole('row').nth(1)).toContainText('in the console');
  await result.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('button', { name: 'Back up now' })).toBeVisible();
});

test('a passphrase seals the secrets; a short one is refused; a backup can be cancelled', async ({
  signedIn: page,
  dataDir,
}) => {
  await openBackup(page);
  await page.getByRole('checkbox', { name: /Seal the audit key/ }).click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('short');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText('At least 12 characters.')).toBeVisible();

  await page.route('**/rpc/backup/create', () => {});
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Back up now' }).click();
  const making = page.getByRole('group', { name: 'Backup', exact: true });
  await making.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Backup cancelled')).toBeVisible();
  await expect(making).toHaveCount(0);
  await page.unroute('**/rpc/backup/create');

  await page.getByRole('checkbox', { name: /Seal the audit key/ }).click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up now' }).click();
  const file = `${dataDir}/sealed.tar`;
  copyFileSync(await (await started).path(), file);
  expect((await readArchive(file, null)).manifest.summary.secrets).toBe(true);
  await expect(page.getByRole('region', { name: 'Backup made' })).toContainText(
    'sealed with the passphrase',
  );
  await expect(
    page.getByRole('table', { name: 'Backups made' }).getByRole('row').nth(1),
  ).toContainText('sealed inside');
});
