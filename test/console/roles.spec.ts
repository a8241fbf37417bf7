import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';

test('a role is made, changed, and deleted with a role named for its holders', async ({
  signedIn: page,
  collector,
}) => {
  await page.goto(`${collector.console}/#/people/roles`);
  const own = page.getByRole('table', { name: 'Roles of your own' });
  const matrix = page.getByRole('table', { name: 'Roles and permissions' });
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New role' }).click();
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('Auditor');
  await dialog.getByLabel('Description').fill('Reads the log');
  await dialog.getByRole('checkbox', { name: /audit:read/ }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(own.getByRole('row', { name: /Auditor/ })).toContainText('1 permission');

  await own.getByRole('button', { name: 'Edit Auditor' }).click();
  await dialog.getByRole('checkbox', { name: /traces:read/ }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Reviewer');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(own.getByRole('row', { name: /Reviewer/ })).toContainText('2 permissions');
  await expect(matrix.getByRole('columnheader', { name: /Reviewer/ })).toBeVisible();

  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Add a member' }).click();
  await dialog.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: /^Local owner/ }).click();
  await dialog.getByRole('combobox', { name: 'Role in the project' }).click();
  await page.getByRole('option', { name: /^Reviewer/ }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const given = page.getByRole('combobox', { name: 'Role of Local owner' });
  await expect(given).toHaveText('Reviewer');

  await navigation.getByRole('link', { name: 'People' }).click();
  await page.getByRole('tab', { name: 'Roles', exact: true }).click();
  await own.getByRole('button', { name: 'Delete Reviewer' }).click();
  // By its name: what just happened is still told in a corner, which is a dialog too.
  const asked = page.getByRole('dialog', { name: 'Delete the role Reviewer?' });
  await expect(asked).toContainText('1 holder');
  await asked.getByRole('combobox', { name: 'Role they get instead' }).click();
  await page.getByRole('option', { name: /^Admin/ }).click();
  await asked.getByRole('button', { name: 'Delete role' }).click();
  await expect(own).toHaveCount(0);
  await expect(matrix.getByRole('columnheader', { name: /Reviewer/ })).toHaveCount(0);
  await navigation.getByRole('link', { name: 'Members' }).click();
  await expect(given).toHaveText('Admin');
});
