import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { expectReason } from './expect-reason.ts';
import { acceptIn, createProject, joinOrganization, takeLink } from './invite.ts';

test('a project is handed over by its page, with the keyboard only, once its name was typed', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await createProject(page, collector.console, 'Shop');
  const ann = await joinOrganization(page, collector.console, browser, 'Ann');
  await page.goto(`${collector.console}/#/projects`);
  await page.getByRole('button', { name: 'More about Shop' }).click();
  await page.getByRole('menuitem', { name: 'Manage project' }).click();
  await expect(page.getByRole('heading', { name: 'Manage project', level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Transfer', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Transfer Shop' });
  const confirm = dialog.getByRole('button', { name: 'Transfer project' });
  await expect(confirm).toBeDisabled();
  const picker = dialog.getByRole('combobox', { name: 'New owner' });
  await picker.focus();
  await page.keyboard.type('ann@');
  await expect(page.getByRole('option', { name: /Ann/ })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(picker).toHaveValue('Ann');
  await dialog.getByLabel('Type the name of the project to confirm').fill('Shop');
  await page.keyboard.press('Tab');
  await expect(confirm).toBeEnabled();
  await confirm.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Shop belongs to Ann now')).toBeVisible();

  // Her open window has it at once, with everything an owner may do.
  await ann.goto(`${collector.console}/#/projects`);
  await ann.getByRole('button', { name: 'More about Shop' }).click();
  await expect(ann.getByRole('menuitem', { name: 'Delete…' })).toBeEnabled();
  await ann.context().close();
});

test('a project is opened to people from outside, and closed with the names of who goes', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await createProject(page, collector.console, 'Shop');
  await page.getByRole('button', { name: 'More about Shop' }).click();
  await page.getByRole('menuitem', { name: 'Manage project' }).click();
  const door = page.getByRole('switch', { name: 'Allow external collaborators' });
  await expect(door).not.toBeChecked();
  await door.click();
  await expect(door).toBeChecked();

  const places = page.getByRole('navigation', { name: 'Main' });
  await places.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Add a member' }).click();
  const add = page.getByRole('dialog', { name: 'Add a member' });
  await add.getByRole('combobox', { name: 'Where from' }).click();
  await page.getByRole('option', { name: /^From outside/ }).click();
  await add.getByLabel('E-mail').fill('eve@example.org');
  await add.getByRole('combobox', { name: 'Role in the project' }).click();
  await expect(page.getByRole('option', { name: /^Owner/ })).toHaveCount(0);
  await page.getByRole('option', { name: /^Read-only/ }).click();
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  const link = await takeLink(page);
  const open = page.getByRole('table', { name: 'Invitations to this project' });
  await expect(open.getByRole('row', { name: /eve@example\.org/ })).toContainText('Read-only');

  const eve = await acceptIn(browser, link, 'Eve');
  await expect(eve.getByRole('button', { name: /^Shop/ })).toBeVisible();
  await eve.goto(`${collector.console}/#/projects`);
  await expect(eve.getByRole('heading', { name: '1 project' })).toBeVisible();
  await expect(eve.getByRole('table', { name: 'Projects' }).getByRole('row')).toHaveCount(2);
  await expect(eve.getByRole('button', { name: 'New project' })).toHaveCount(0);
  await eve.goto(`${collector.console}/#/people`);
  await expect(eve.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
  await expect(eve.getByRole('tab')).toHaveText(['Your account']);

  const row = page.getByRole('table', { name: 'Members' }).getByRole('row', { name: /Eve/ });
  await expect(row).toContainText('external');
  await expect(open).toHaveCount(0);
  // She has no organization: she is let back in from here.
  await row.getByRole('button', { name: 'Reset the password of Eve' }).click();
  const reset = page.getByRole('dialog', { name: 'Reset the password of Eve' });
  await reset.getByLabel('Reason (optional)').fill('Forgot it');
  await reset.getByRole('button', { name: 'Make the link' }).click();
  const way = reset.getByRole('group', { name: 'One-time link' }).locator('code');
  await expect(way).toContainText('#reset=');
  const again = await (await browser.newContext()).newPage();
  await again.goto(await way.innerText());
  await again.getByLabel('New password').fill('another horse battery');
  await again.getByRole('button', { name: 'Set password' }).click();
  await expect(again.getByRole('button', { name: /^Shop/ })).toBeVisible();
  await eve.context().close();
  await reset.getByRole('button', { name: 'I have handed it over' }).click();
  await expect(reset).toHaveCount(0);

  await places.getByRole('link', { name: 'Manage project' }).click();
  await expect(page.getByRole('heading', { name: 'Manage project', level: 1 })).toBeVisible();
  await door.click();
  const close = page.getByRole('dialog', { name: 'Close Shop to people from outside?' });
  await expect(close.getByRole('list', { name: 'Who loses access' })).toContainText('Eve');
  await close.getByLabel('Reason (optional)').fill('The contract ended');
  await close.getByRole('button', { name: 'Remove 1 person' }).click();
  await expect(close).toHaveCount(0);
  await expect(door).not.toBeChecked();
  // Her window is shut out at once: there is nothing left she may see.
  await expect(again.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
  await again.context().close();
  await expectReason(page, collector.console, 'project.external_changed', 'The contract ended');
});
