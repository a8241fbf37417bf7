import { expect, test } from './console.ts';

const PASSWORD = 'correct horse battery';

test('somebody is invited, joins, signs in, and is removed from an open window', async ({
  signedIn: page,
  browser,
}) => {
  const failed = { code: 'internal', status: 500, message: 'That did not work.' };
  await page.route('**/rpc/invitations/list', (route) =>
    route.fulfill({ status: 500, json: { json: failed } }),
  );
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'People' })
    .click();
  await expect(page.getByRole('heading', { name: '1 person' })).toBeVisible();
  const unread = page.getByRole('heading', { name: 'The invitations could not be read' });
  await expect(unread).toBeVisible();
  await page.unroute('**/rpc/invitations/list');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(unread).toHaveCount(0);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('ann@example.org');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = (await dialog
    .getByRole('group', { name: 'One-time link' })
    .locator('code')
    .textContent())!;
  expect(link).toContain('#invitation=spi_');
  await dialog.getByRole('button', { name: 'I have handed it over' }).click();
  await expect(page.getByRole('table', { name: 'Invitations' })).toContainText('ann@example.org');

  const context = await browser.newContext();
  const ann = await context.newPage();
  await ann.goto(link);
  await expect(ann.getByRole('heading', { name: 'Join My organization' })).toBeVisible();
  expect(await ann.title()).not.toContain('spi_');
  await ann.getByLabel('Your name').fill('Ann');
  await ann.getByLabel('New password').fill('short');
  await ann.getByRole('button', { name: 'Join' }).click();
  await expect(ann.getByRole('alert')).toContainText('10 characters');
  await ann.getByLabel('New password').fill(PASSWORD);
  await ann.getByRole('button', { name: 'Join' }).click();
  const navigation = ann.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: /^Listening/ })).toBeVisible();
  expect(ann.url()).not.toContain('spi_');
  await ann.goto(`${new URL(ann.url()).origin}/#/people/account`);
  await expect(ann.getByLabel('E-mail')).toHaveValue('ann@example.org');
  await ann.getByRole('button', { name: 'Sign out' }).click();
  await expect(ann.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await ann.getByRole('button', { name: 'Use e-mail and password' }).click();
  await ann.getByLabel('E-mail').fill('ann@example.org');
  await ann.getByLabel('Password').fill('not the password');
  await ann.getByRole('button', { name: 'Sign in' }).click();
  await expect(ann.getByRole('alert')).toContainText('E-mail or password is wrong');
  await ann.getByLabel('Password').fill(PASSWORD);
  await ann.keyboard.press('Enter');
  await expect(
    ann.getByRole('heading', { name: 'Your account' }).or(ann.getByLabel('Name')),
  ).toBeVisible();

  await expect(page.getByRole('heading', { name: '2 people' })).toBeVisible();
  await page.getByRole('button', { name: 'More about Ann' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: '1 person' })).toBeVisible();
  // Her open window shows nothing more of it, without a reload.
  await expect(ann.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await expect(ann.getByRole('navigation')).toHaveCount(0);
  await context.close();
});

test('roles are shown as a matrix, and the owner can ask for passwords', async ({
  signedIn: page,
  collector,
}) => {
  await page.goto(`${collector.console}/#/people/roles`);
  const matrix = page.getByRole('table', { name: 'Roles and permissions' });
  const row = matrix.getByRole('row', { name: /keys:manage/ });
  await expect(row.getByText('yes')).toHaveCount(4);
  await page.getByRole('tab', { name: 'Your account' }).click();
  const required = page.getByRole('switch', { name: /^Require sign-in/ });
  await required.click();
  await expect(page.getByRole('alert')).toContainText('No owner has a password yet');
  await page.getByLabel('E-mail').fill('olga@example.org');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByLabel('Current password')).toBeVisible();
  await required.click();
  await expect(page.getByRole('heading', { name: 'Sign in to Spanward' })).toBeVisible();
  await page.goto(collector.signIn);
  await expect(page.getByText(/Links are off here/)).toBeVisible();
});
