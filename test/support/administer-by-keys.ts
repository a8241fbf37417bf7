import { expect, type Page } from '@playwright/test';
import { dialogOf, goByKeys, pressOn, tabTo } from './keys-only.ts';

// Nothing here clicks, fills or focuses: all of it is keys, pressed where the focus is.

/** A project is made, its first key saved, another one made and revoked. */
export async function makeProjectAndKey(page: Page): Promise<void> {
  const { keyboard } = page;
  const dialog = dialogOf(page);
  await goByKeys(page, 'p', 'Projects');
  await pressOn(page, page.getByRole('button', { name: 'New project' }));
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await keyboard.type('Made with keys');
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await goByKeys(page, 'k', 'API keys');
  await pressOn(page, page.getByRole('button', { name: 'I have saved it' }));

  await pressOn(page, page.getByRole('button', { name: 'New key' }));
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await keyboard.type('typed');
  await tabTo(page, dialog.getByRole('checkbox', { name: /^Read/ }));
  await keyboard.press('Space');
  await pressOn(page, dialog.getByRole('button', { name: 'Create key' }));
  await expect(dialog).toHaveCount(0);
  const fresh = page.getByRole('group', { name: 'New API key' });
  await expect(fresh).toBeVisible();
  await pressOn(page, fresh.getByRole('button', { name: 'I have saved it' }));
  await expect(fresh).toHaveCount(0);
  const row = page.getByRole('row', { name: /typed/ });
  await pressOn(page, row.getByRole('button', { name: /^Revoke/ }));
  await pressOn(page, dialog.getByRole('button', { name: /^Revoke/ }));
  await expect(dialog).toHaveCount(0);
  await expect(row.getByRole('button', { name: /^Revoke/ })).toHaveCount(0);
}

/** Somebody is invited; a role is made and deleted. */
export async function inviteAndMakeRole(page: Page): Promise<void> {
  const { keyboard } = page;
  const dialog = dialogOf(page);
  await goByKeys(page, 'u', 'People');
  await pressOn(page, page.getByRole('button', { name: 'Invite' }));
  await expect(dialog.getByLabel('E-mail')).toBeFocused();
  await keyboard.type('ann@example.org');
  await keyboard.press('Enter');
  await pressOn(page, dialog.getByRole('button', { name: 'I have handed it over' }));
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: /ann@example\.org/ })).toBeVisible();

  await tabTo(page, page.getByRole('tab', { name: 'People' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Roles' })).toHaveAttribute('aria-selected', 'true');
  await pressOn(page, page.getByRole('button', { name: 'New role' }));
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await keyboard.type('Looker');
  await tabTo(page, dialog.getByRole('checkbox', { name: /traces:read/ }));
  await keyboard.press('Space');
  await pressOn(page, dialog.getByRole('button', { name: 'Create role' }));
  await expect(dialog).toHaveCount(0);
  const own = page.getByRole('table', { name: 'Roles of your own' });
  await expect(own.getByRole('row', { name: /Looker/ })).toContainText('1 permission');
  await pressOn(page, own.getByRole('button', { name: 'Delete Looker' }));
  await pressOn(page, dialog.getByRole('button', { name: 'Delete role' }));
  await expect(own).toHaveCount(0);
  await expect(
    page.getByRole('tabpanel').or(page.getByRole('main')).and(page.locator(':focus')),
  ).toHaveCount(1);
}

/** The log is verified, filtered, and an entry of it read. */
export async function readAuditLog(page: Page): Promise<void> {
  const { keyboard } = page;
  await goByKeys(page, 'a', 'Audit');
  const log = page.getByRole('grid', { name: 'Audit log' });
  await expect(log.getByRole('row', { name: /audit\.read/ })).toHaveCount(1);
  await pressOn(page, page.getByRole('button', { name: 'Verify' }));
  await expect(page.getByRole('region', { name: 'Result of the check' })).toContainText(
    'In order.',
  );
  await tabTo(page, page.getByRole('combobox', { name: 'Action' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'project.*' })).toBeVisible();
  await keyboard.type('project.c');
  await expect(page.getByRole('option')).toHaveText(['project.created']);
  await keyboard.press('Enter');
  await expect(log.getByRole('row', { name: /audit\./ })).toHaveCount(0);
  await expect(log.getByRole('row', { name: /project\.created/ })).toHaveCount(1);
  await tabTo(page, log);
  await keyboard.press('ArrowDown');
  const entry = page.getByRole('region', { name: 'project.created' });
  await expect(entry).toContainText('Default Project');
  await keyboard.press('Escape');
  await expect(entry).toHaveCount(0);
}

/** A rule is made, changed, deleted and brought back; the window looks as a role and back. */
export async function hideAttributes(page: Page): Promise<void> {
  const { keyboard } = page;
  const dialog = dialogOf(page);
  await goByKeys(page, 'v', 'Attribute visibility');
  await pressOn(page, page.getByRole('button', { name: 'New rule' }));
  await expect(dialog.getByLabel('Key or pattern')).toBeFocused();
  await keyboard.type('user.email');
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const row = page
    .getByRole('table', { name: 'Visibility rules' })
    .getByRole('row', { name: /user\.email/ });
  await expect(row).toContainText('the value');
  const adds = page.getByRole('button', { name: 'New rule' });
  await expect(adds).toBeFocused();

  await pressOn(page, row.getByRole('button', { name: 'Edit the rule for user.email' }));
  await tabTo(page, dialog.getByRole('radio', { name: /Hide the value/ }));
  await keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /Hide key and value/ })).toBeChecked();
  await pressOn(page, dialog.getByRole('button', { name: 'Save' }));
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText('key and value');

  await pressOn(page, row.getByRole('button', { name: 'Delete the rule for user.email' }));
  await expect(row).toHaveCount(0);
  await expect(adds).toBeFocused();
  await pressOn(page, page.getByRole('button', { name: 'Undo' }));
  await expect(row).toBeVisible();

  await pressOn(page, page.getByRole('button', { name: 'View as' }));
  await keyboard.type('Read');
  await expect(page.getByRole('menuitem', { name: 'Read-only' })).toBeFocused();
  await keyboard.press('Enter');
  const banner = page.getByRole('status').filter({ hasText: 'Viewing as Read-only' });
  await expect(banner).toBeVisible();
  await pressOn(page, banner.getByRole('button', { name: 'Exit' }));
  await expect(banner).toHaveCount(0);
}
