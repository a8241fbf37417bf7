import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';

const PASSWORD = 'correct horse battery';

/** Invites Ann on the People screen and lets her join in a window of her own. */
async function letAnnJoin(page: Page, ann: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { name: '1 person' })).toBeVisible();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('ann@example.org');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const shown = dialog.getByRole('group', { name: 'One-time link' }).locator('code');
  const link = (await shown.textContent())!;
  await dialog.getByRole('button', { name: 'I have handed it over' }).click();
  await ann.goto(link);
  await expect(ann.getByRole('heading', { name: 'Join My organization' })).toBeVisible();
  await ann.getByLabel('Your name').fill('Ann');
  await ann.getByLabel('New password').fill(PASSWORD);
  await ann.getByRole('button', { name: 'Join' }).click();
  await expect(ann.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '2 people' })).toBeVisible();
}

test('a person gets another role and is disabled, with reasons that the audit log shows', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const context = await browser.newContext();
  const ann = await context.newPage();
  await letAnnJoin(page, ann, `${collector.console}/#/people`);
  const row = page
    .getByRole('table', { name: 'People', exact: true })
    .getByRole('row', { name: /ann@example\.org/ });

  await row.getByRole('combobox', { name: 'Role of Ann' }).click();
  await page.getByRole('option', { name: /^Admin/ }).click();
  // Not the messages in the corner, which are dialogs too.
  const dialog = page.locator('[role="dialog"]:not([aria-modal="false"])');
  await expect(dialog.getByRole('heading', { name: 'Make Ann Admin?' })).toBeVisible();
  await dialog.getByLabel('Reason (optional)').fill('Ticket 7: leads the team – für alle');
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row.getByRole('combobox', { name: 'Role of Ann' })).toHaveText('Admin');

  await row.getByRole('button', { name: 'More about Ann' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await expect(dialog.getByRole('heading', { name: 'Disable Ann?' })).toBeVisible();
  await dialog.getByLabel('Reason (optional)').fill('On leave');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row.getByText('disabled', { exact: true })).toBeVisible();
  await expect(ann.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await expectAccessible(page);
  await row.getByRole('button', { name: 'More about Ann' }).click();
  await page.getByRole('menuitem', { name: 'Enable' }).click();
  await dialog.getByRole('button', { name: 'Enable' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row.getByText('disabled', { exact: true })).toHaveCount(0);

  await page.goto(`${collector.console}/#/audit?text=Ticket+7`);
  const log = page.getByRole('grid', { name: 'Audit log' });
  await log.getByText('person.role_changed').click();
  const entry = page.getByRole('region', { name: 'person.role_changed' });
  await expect(entry.getByText('Ticket 7: leads the team – für alle')).toBeVisible();
  await context.close();
});

test('who has a permission, and what a person may do and because of what', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const context = await browser.newContext();
  const ann = await context.newPage();
  await letAnnJoin(page, ann, `${collector.console}/#/people`);
  await page.getByRole('tab', { name: 'Access' }).click();
  const holders = page.getByRole('table', { name: 'Holders' });
  await expect(holders.getByRole('row')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Where' }).click();
  await page.getByRole('option', { name: 'Default Project' }).click();
  await expect(holders.getByRole('row', { name: /Ann/ })).toContainText(
    'Everybody in the Default Project',
  );
  await page.getByRole('combobox', { name: 'Permission' }).click();
  await page.getByRole('option', { name: /keys:manage/ }).click();
  await expect(holders.getByRole('row', { name: /Ann/ })).toHaveCount(0);
  await expectAccessible(page);

  await page
    .getByRole('table', { name: 'People to look at' })
    .getByRole('link', { name: 'Ann' })
    .click();
  await expect(page.getByRole('heading', { name: 'What Ann may do' })).toBeVisible();
  const own = page.getByRole('table', { name: 'Permissions in The organization' });
  await expect(own.getByRole('row', { name: /people:read/ })).toContainText(
    'Member of the organization',
  );
  await page.locator('summary', { hasText: 'Default Project' }).click();
  const home = page.getByRole('table', { name: 'Permissions in Default Project' });
  await expect(home.getByRole('row', { name: /traces:read/ })).toContainText(
    'Everybody in the Default Project',
  );
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save permissions as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('person-access.csv');
  await context.close();
});

test('roles are compared: some left out, and only what differs', async ({
  signedIn: page,
  collector,
}) => {
  await page.goto(`${collector.console}/#/people/roles`);
  const matrix = page.getByRole('table', { name: 'Roles and permissions' });
  await expect(matrix.getByRole('columnheader')).toHaveCount(8);
  await page.getByRole('button', { name: 'Compare roles' }).click();
  for (const name of ['Owner', 'Admin', 'Member']) {
    await page.getByRole('menuitemcheckbox', { name: `${name} (organization)` }).click();
  }
  await page.keyboard.press('Escape');
  await expect(matrix.getByRole('columnheader')).toHaveCount(5);
  await expect(matrix.getByRole('row', { name: /people:manage/ })).toHaveCount(1);
  await page.getByRole('switch', { name: 'Only differences' }).click();
  await expect(matrix.getByRole('row', { name: /people:manage/ })).toHaveCount(0);
  await expect(matrix.getByRole('row', { name: /keys:manage/ }).getByText('yes')).toHaveCount(2);
  await expectAccessible(page);
});
