import {
  hideAttributes,
  inviteAndMakeRole,
  makeProjectAndKey,
  readAuditLog,
} from '../support/administer-by-keys.ts';
import { pressOn, tabTo } from '../support/keys-only.ts';
import { expect, test } from './console.ts';

test('projects and API keys', async ({ signedIn: page }) => {
  await makeProjectAndKey(page);
});

test('people and roles', async ({ signedIn: page }) => {
  await inviteAndMakeRole(page);
});

test('audit: verify, filter, read an entry, export', async ({ signedIn: page }) => {
  await readAuditLog(page);
  await pressOn(page, page.getByRole('button', { name: 'Export' }));
  await expect(page.getByRole('menuitem', { name: 'JSON', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export of the audit log' });
  const started = page.waitForEvent('download');
  await pressOn(page, dialog.getByRole('button', { name: 'Save file' }));
  expect((await started).suggestedFilename()).toMatch(/^audit-.*\.json$/);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('attribute visibility: make, change, delete, undo, view as a role', async ({
  signedIn: page,
}) => {
  await hideAttributes(page);
});

test('backup', async ({ signedIn: page }) => {
  const { keyboard } = page;
  await keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused();
  await keyboard.type('back up');
  await expect(page.getByRole('option').first()).toContainText('Back up or restore');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Back up now' })).toBeVisible();
  await tabTo(page, page.getByRole('checkbox', { name: /Seal the audit key/ }));
  await keyboard.press('Space');
  await tabTo(page, page.getByRole('textbox', { name: 'Passphrase' }));
  await keyboard.type('correct horse battery');
  const started = page.waitForEvent('download');
  await keyboard.press('Enter');
  expect((await started).suggestedFilename()).toMatch(/\.tar$/);
  const result = page.getByRole('region', { name: 'Backup made' });
  await pressOn(page, result.getByRole('button', { name: 'Dismiss' }));
  await expect(result).toHaveCount(0);
});
