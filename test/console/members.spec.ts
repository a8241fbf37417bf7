import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { expectReason } from './expect-reason.ts';

test('somebody is added to a project, given another role, and removed', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await page.goto(`${collector.console}/#/people`);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('ann@example.org');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = (await dialog
    .getByRole('group', { name: 'One-time link' })
    .locator('code')
    .textContent())!;
  await dialog.getByRole('button', { name: 'I have handed it over' }).click();
  const context = await browser.newContext();
  const ann = await context.newPage();
  await ann.goto(link);
  await ann.getByLabel('Your name').fill('Ann');
  await ann.getByLabel('New password').fill('correct horse battery');
  await ann.getByRole('button', { name: 'Join' }).click();
  await expect(ann.getByRole('navigation', { name: 'Main' })).toBeVisible();

  await expect(page.getByRole('heading', { name: '2 people' })).toBeVisible();
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nobody was added yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a member' }).click();
  await dialog.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: /^Ann/ }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const row = page.getByRole('table', { name: 'Members' }).getByRole('row', { name: /Ann/ });
  const role = row.getByRole('combobox', { name: 'Role of Ann' });
  await expect(role).toHaveText('Member');

  await expect(dialog).toHaveCount(0);
  await expectAccessible(page);

  await role.click();
  await page.getByRole('option', { name: /^Admin/ }).click();
  await expect(dialog.getByRole('heading', { name: 'Make Ann Admin?' })).toBeVisible();
  await dialog.getByLabel('Reason (optional)').fill('Looks after the keys');
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(role).toHaveText('Admin');
  await row.getByRole('button', { name: 'Remove Ann' }).click();
  await expect(dialog.getByRole('heading', { name: 'Remove Ann from the project?' })).toBeVisible();
  await dialog.getByLabel('Reason (optional)').fill('Left the team');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nobody was added yet' })).toBeVisible();

  await expectReason(page, collector.console, 'member.role_changed', 'Looks after the keys');
  await expectReason(page, collector.console, 'member.removed', 'Left the team');
  await context.close();
});
