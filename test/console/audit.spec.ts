import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Page } from '@playwright/test';
import { verifyExport } from '../../src/main/collector/audit/verify-export.ts';
import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';

async function openAudit(page: Page) {
  await page.getByRole('link', { name: 'Audit', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible();
  const log = page.getByRole('grid', { name: 'Audit log' });
  await expect(log.getByRole('row', { name: /audit\.read/ })).toHaveCount(1);
  return log;
}

async function createKey(page: Page, name: string) {
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible();
}

test('shows who did what and what changed, and finds it by filter and by text', async ({
  signedIn: page,
}) => {
  await createKey(page, 'night worker');
  const log = await openAudit(page);
  await log.getByRole('row', { name: /key\.created.*night worker/ }).click();
  const entry = page.getByRole('region', { name: 'key.created' });
  await expect(entry.getByRole('row', { name: /scopes/ })).toContainText('ingest');
  await expect(entry).toContainText('console · 127.0.0.1');
  await entry.getByRole('button', { name: 'All on this key' }).click();
  await expect(log.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear' }).click();

  await page.getByRole('combobox', { name: 'Action' }).click();
  await page.getByRole('option', { name: 'project.*' }).click();
  await expect(log.getByRole('row', { name: /night worker/ })).toHaveCount(0);
  await expect(log.getByRole('row', { name: /project\.created/ })).toHaveCount(1);
  await expect(page).toHaveURL(/#\/audit\?action=project/);
  await page.getByRole('button', { name: 'Clear' }).click();

  const search = page.getByRole('searchbox', { name: 'Search the audit log' });
  await search.fill('night work');
  await expect(log.getByRole('row')).toHaveCount(2);
  await search.fill('nobody ever did this');
  await expect(page.getByRole('heading', { name: 'No entry matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all entries' }).click();
  await expect(log.getByRole('row', { name: /night worker/ })).toBeVisible();

  // When an entry of an earlier day was made keeps clear of who made it.
  await page.clock.setFixedTime(Date.now() + 3 * 86_400_000);
  await page.reload();
  const when = log
    .getByRole('row', { name: /night worker/ })
    .getByRole('gridcell')
    .first();
  await expect(when).toHaveText(/^[A-Z][a-z]{2} \d/);
  expect(await when.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBe(0);
});

test('works by keyboard', async ({ signedIn: page }) => {
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible();
  const log = page.getByRole('grid', { name: 'Audit log' });
  await expect(log.getByRole('row', { name: /audit\.started/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'audit.read' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('region', { name: 'audit.started' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'audit.started' })).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search the audit log' })).toBeFocused();
});

test('says that all is in order, and names the entry that was changed', async ({
  signedIn: page,
  dataDir,
}) => {
  await openAudit(page);
  const result = page.getByRole('region', { name: 'Result of the check' });
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(result).toContainText('In order.');
  const db = new Database(`${dataDir}/catalog.db`);
  db.exec(`DROP TRIGGER audit_entry_unchanged;
    UPDATE audit_entry SET actor_name = 'somebody else' WHERE sequence = 2`);
  db.close();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(result.getByRole('alert')).toContainText('Wrong at entry 2. Entry 2 was changed');
});

test('exports a file that is verified with its signature and key', async ({ signedIn: page }) => {
  await openAudit(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Export of the audit log' });
  const save = async (name: string) => {
    const started = page.waitForEvent('download');
    await dialog.getByRole('button', { name }).click();
    return (await started).path();
  };
  const file = await save('Save file');
  const signature = await save('Save signature');
  const key = await save('Save public key');
  expect(await verifyExport(file, signature, key)).toMatchObject({ ok: true });
  expect(readFileSync(file, 'utf8')).toContain('"audit.exported"');
});

test('keeps entries as long as it is told to', async ({ signedIn: page }) => {
  const log = await openAudit(page);
  await page.getByRole('combobox', { name: 'Entries are kept for' }).click();
  await page.getByRole('option', { name: 'Kept for 90 days' }).click();
  const changed = log.getByRole('row', { name: /settings\.changed/ });
  await expect(changed).toHaveCount(1);
  await changed.click();
  const entry = page.getByRole('region', { name: 'settings.changed' });
  await expect(entry.getByRole('row', { name: /auditRetentionDays/ })).toContainText('90');

  // Who does not own the instance reads it, and is not offered what would be refused.
  await page.route('**/rpc/session/me', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { json: object };
    await route.fulfill({ response, json: { json: { ...answer.json, instanceOwner: false } } });
  });
  await page.reload();
  await expect(page.getByText('Kept for 90 days')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Entries are kept for' })).toHaveCount(0);
});

test('axe finds nothing', async ({ signedIn: page }) => {
  const log = await openAudit(page);
  await log.getByRole('row', { name: /project\.created/ }).click();
  await expect(page.getByRole('region', { name: 'project.created' })).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByRole('region', { name: 'Result of the check' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^JSON/ }).click();
  await expect(page.getByRole('button', { name: 'Save file' })).toBeVisible();
  await expectAccessibleInBothThemes(page);
});
