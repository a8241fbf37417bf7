import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { addMember, createProject, joinOrganization } from './invite.ts';
import { openPrivacy, save, typeRow } from './privacy-screen.ts';
import { sendTraces } from './send-traces.ts';

test('who may not change anything is offered nothing to change, until given a role that may', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await page.goto(`${collector.console}/#/people`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'More about My organization' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await dialog.getByLabel('Name').fill('');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(dialog.getByText('Give the organization a name.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Acme');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More about Acme' })).toBeVisible();

  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog.getByLabel('E-mail').fill('ann@example.org');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const once = dialog.getByRole('group', { name: 'One-time link' });
  const link = (await once.locator('code').textContent())!;
  await dialog.getByRole('button', { name: 'I have handed it over' }).click();

  const context = await browser.newContext();
  const ann = await context.newPage();
  await ann.goto(link);
  await expect(ann.getByRole('heading', { name: 'Join Acme' })).toBeVisible();
  await ann.getByLabel('Your name').fill('Ann');
  await ann.getByLabel('New password').fill('correct horse battery');
  await ann.getByRole('button', { name: 'Join' }).click();
  const places = ann.getByRole('navigation', { name: 'Main' });
  await places.getByRole('link', { name: 'People' }).click();
  await expect(ann.getByRole('heading', { name: '2 people' })).toBeVisible();
  await expect(places.getByRole('link', { name: 'Audit' })).toHaveCount(0);
  const people = ann.getByRole('table', { name: 'People' });
  await expect(ann.getByRole('button', { name: 'Invite', exact: true })).toHaveCount(0);
  await expect(ann.getByRole('button', { name: 'More about Acme' })).toHaveCount(0);
  await expect(people.getByRole('combobox')).toHaveCount(0);
  await people.getByRole('button', { name: 'More about Ann' }).click();
  await expect(ann.getByRole('menuitem')).toHaveText(['What they may do']);
  await ann.keyboard.press('Escape');
  await expect(ann.getByRole('menuitem')).toHaveCount(0);
  await ann.getByRole('tab', { name: 'Roles' }).click();
  await expect(ann.getByRole('table', { name: 'Roles and permissions' })).toBeVisible();
  await expect(ann.getByRole('button', { name: 'New role' })).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Role of Ann' }).click();
  await page.getByRole('option', { name: /^Admin/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('combobox', { name: 'Role of Ann' })).toHaveText('Admin');
  // Her open window offers it at once, the log of the project she is in among it.
  await expect(ann.getByRole('button', { name: 'New role' })).toBeVisible();
  await places.getByRole('link', { name: 'Audit' }).click();
  await expect(ann.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible();
  await expect(ann.getByRole('grid', { name: 'Audit log' })).toBeVisible();
  await context.close();
});

test('an organization more has people and roles of its own', async ({
  signedIn: page,
  collector,
}) => {
  await page.goto(`${collector.console}/#/people`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'More about My organization' }).click();
  await page.getByRole('menuitem', { name: 'New organization…' }).click();
  await dialog.getByLabel('Name').fill('my ORGANIZATION');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(dialog.getByText(/There is an organization named .* already/)).toBeVisible();
  await dialog.getByLabel('Name').fill('Second');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(page.getByRole('combobox', { name: 'Organization' })).toHaveText('Second');
  await expect(page.getByRole('heading', { name: '1 person' })).toBeVisible();
});

test('who may only read chooses traces to compare and export, and nothing that changes them', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const key = await createProject(page, collector.console, 'Shop');
  await sendTraces(collector.otlpHttp, [{ name: 'first' }, { name: 'second', agoMs: 5_000 }], {
    authorization: `Bearer ${key}`,
  });
  const ann = await joinOrganization(page, collector.console, browser, 'Ann');
  await page.goto(`${collector.console}/#/projects`);
  await addMember(page, 'Shop', 'Ann', /^Read-only/);

  await ann.goto(`${collector.console}/#/projects`);
  const projects = ann.getByRole('table', { name: 'Projects' });
  await projects.getByRole('link', { name: 'Shop', exact: true }).click();
  const grid = ann.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('second');
  await grid.focus();
  await ann.keyboard.press('j');
  await ann.keyboard.press('x');
  const bar = ann.getByRole('toolbar', { name: 'Selected traces' });
  await expect(bar).toContainText('1 selected');
  await grid.getByRole('checkbox', { name: 'Select second' }).click();
  await expect(bar).toContainText('2 selected');
  const actions = [/Compare/, /Export/, /Select nothing/];
  await expect(bar.getByRole('button')).toHaveCount(actions.length);
  for (const name of actions) await expect(bar.getByRole('button', { name })).toBeVisible();
  await bar.getByRole('button', { name: 'Export' }).click();
  await expect(ann.getByRole('dialog')).toContainText('2 traces of Shop');
  await ann.keyboard.press('Escape');
  await expect(ann.getByRole('dialog')).toHaveCount(0);
  await bar.getByRole('button', { name: 'Compare' }).click();
  await expect(ann.getByRole('treegrid', { name: 'Spans of both traces' })).toBeVisible();
  await ann.context().close();
});

test('who may only look at redaction reads it in the words of its form', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await createProject(page, collector.console, 'Shop');
  const ann = await joinOrganization(page, collector.console, browser, 'Ann');
  await page.goto(`${collector.console}/#/people/roles`);
  await page.getByRole('button', { name: 'New role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New role' });
  await dialog.getByLabel('Name', { exact: true }).fill('Reviewer');
  for (const name of [/projects:read/, /redaction:read/]) {
    await dialog.getByRole('checkbox', { name }).click();
  }
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog).toHaveCount(0);
  await page.goto(`${collector.console}/#/projects`);
  await addMember(page, 'Shop', 'Ann', /^Reviewer/);
  await openPrivacy(page);
  await page.getByLabel('Replacement of Credit card').click();
  await page.getByRole('option', { name: /^Mask/ }).click();
  await save(page);

  await ann.goto(page.url());
  await expect(ann.getByText('You may look at the rules and try them')).toBeVisible();
  const replacement = (type: string) => typeRow(ann, type).getByRole('cell').nth(2);
  await expect(replacement('Credit card')).toHaveText('Mask');
  await expect(replacement('E-mail')).toHaveText('Default');
  await expect(ann.getByText('Fixed text [{type}]')).toBeVisible();
  await expectAccessible(ann);
  await ann.context().close();
});
