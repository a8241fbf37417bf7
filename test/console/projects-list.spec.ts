import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { addMember, createProject, joinOrganization } from './invite.ts';

test('projects are cards or a table, searched and sorted, and the choice is remembered', async ({
  signedIn: page,
  collector,
}) => {
  for (const name of ['Shop 10', 'Shop 9']) await createProject(page, collector.console, name);
  const rows = page.getByRole('table', { name: 'Projects' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await page.getByRole('button', { name: 'Project', exact: true }).click();
  await expect(rows.nth(2)).toContainText('Shop 9');
  await expect(rows.nth(3)).toContainText('Shop 10');
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Members' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await page.getByRole('button', { name: 'Project', exact: true }).click();

  await page.getByRole('button', { name: 'Cards' }).click();
  const cards = page.getByRole('article');
  await expect(cards).toHaveCount(3);
  await expect(cards.nth(1)).toHaveAccessibleName('Shop 9');
  await expect(cards.nth(0)).toContainText('not for sensitive data');
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect(page.getByRole('article').nth(1)).toHaveAccessibleName('Shop 9');

  await page.getByLabel('Search projects').fill('10');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('heading', { name: '1 of 3 projects' })).toBeVisible();
  // Whoever opens one and comes back finds the list as it was left.
  await page.getByRole('link', { name: 'Shop 10', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Search projects')).toHaveValue('10');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByLabel('Search projects').fill('x'.repeat(10_000));
  await expect(page.getByRole('heading', { name: 'No project matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all in use' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(rows).toHaveCount(4);
});

test('projects of several organizations stand apart, and a new one goes where one says', async ({
  signedIn: page,
  collector,
}) => {
  await page.goto(`${collector.console}/#/people`);
  await page.getByRole('button', { name: 'More about My organization' }).click();
  await page.getByRole('menuitem', { name: 'New organization…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Acme');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(dialog).toHaveCount(0);
  await page.goto(`${collector.console}/#/projects`);
  const list = page.getByRole('table', { name: 'Projects' });
  await expect(list.getByRole('rowheader')).toHaveText([/^My organization/, /^Acme/]);
  await page.getByRole('button', { name: 'New project' }).click();
  const create = page.getByRole('dialog', { name: 'New project' });
  await create.getByRole('combobox', { name: 'Organization of the project' }).click();
  await page.getByRole('option', { name: 'Acme' }).click();
  await create.getByLabel('Name', { exact: true }).fill('Rockets');
  await create.getByRole('button', { name: 'Create project' }).click();
  const card = page.getByRole('group', { name: 'New API key' });
  await card.getByRole('button', { name: 'I have saved it' }).click();
  await page.goto(`${collector.console}/#/projects`);
  await expect(list.getByRole('rowheader')).toHaveText([/^My organization ?1/, /^Acme ?2/]);
  await expect(list.getByRole('row').last()).toContainText('Rockets');
});

test('a Read-only member is offered nothing that would be refused', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await createProject(page, collector.console, 'Shop');
  const ann = await joinOrganization(page, collector.console, browser, 'Ann');
  await page.goto(`${collector.console}/#/projects`);
  await addMember(page, 'Shop', 'Ann', /^Read-only/);

  await ann.goto(`${collector.console}/#/projects`);
  const row = ann.getByRole('table', { name: 'Projects' }).getByRole('row', { name: /Shop/ });
  await expect(row).toBeVisible();
  await expect(ann.getByRole('button', { name: 'New project' })).toHaveCount(0);
  await row.getByRole('button', { name: 'More about Shop' }).click();
  await expect(ann.getByRole('menuitem')).toHaveText(['Manage project']);
  await ann.getByRole('menuitem', { name: 'Manage project' }).click();
  await expect(ann.getByRole('heading', { name: 'Manage project', level: 1 })).toBeVisible();
  await expect(ann.getByRole('heading', { name: 'General' })).toBeVisible();
  await expect(ann.getByRole('textbox')).toHaveCount(0);
  await expect(ann.getByRole('switch')).toHaveCount(0);
  await expect(ann.getByRole('heading', { name: 'Danger zone' })).toHaveCount(0);
  const hers = ann.getByRole('navigation', { name: 'Main' });
  await expect(hers.getByRole('link', { name: 'Traces' })).toBeVisible();
  for (const name of ['API keys', 'Connect an app', 'Audit', 'Privacy']) {
    await expect(hers.getByRole('link', { name })).toHaveCount(0);
  }
  // A file is opened beside the projects, which everybody may.
  await expect(hers.getByRole('button', { name: 'Open a file' })).toBeVisible();
  await hers.getByRole('link', { name: 'Members' }).click();
  const members = ann.getByRole('table', { name: 'Members' });
  await expect(members.getByRole('row', { name: /Ann/ })).toContainText('Read-only');
  await expect(members.getByRole('combobox')).toHaveCount(0);
  await expect(ann.getByRole('button', { name: 'Add a member' })).toHaveCount(0);

  await hers.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(ann.getByRole('heading', { name: 'Retention', level: 1 })).toBeVisible();
  await expect(ann.getByRole('heading', { name: 'Sweeps' })).toBeVisible();
  await expect(ann.getByText('You may look at the rules')).toBeVisible();
  await expect(ann.getByRole('button', { name: /Change|Delete|Forget|now/ })).toHaveCount(0);

  // By links from somebody who may.
  const retention = ann.url();
  for (const [address, meaning] of [
    [retention.replace(/retention$/, 'privacy'), 'See what is redacted before it is stored'],
    [retention.replace(/retention$/, 'keys'), 'See the keys of the project'],
    [`${collector.console}/#/audit`, 'See, check and export what was done'],
  ] as const) {
    await ann.goto(address);
    await expect(ann.getByRole('heading', { name: 'No permission' })).toBeVisible();
    await expect(ann.getByRole('alert')).toContainText(`a role that allows “${meaning}`);
    await expect(ann.getByRole('button', { name: /^(Try again|Export)$/ })).toHaveCount(0);
  }

  await ann.keyboard.press('ControlOrMeta+k');
  await ann.getByRole('combobox', { name: 'Search' }).fill('go to');
  await expect(ann.getByRole('option', { name: /Go to traces/ })).toBeVisible();
  for (const name of [/API keys/, /settings/, /audit log/]) {
    await expect(ann.getByRole('option', { name })).toHaveCount(0);
  }
  await ann.getByRole('combobox', { name: 'Search' }).fill('new project');
  await expect(ann.getByRole('option', { name: /^New project/ })).toHaveCount(0);
  await ann.keyboard.press('Escape');

  // In the Default Project she is a Member: sees its keys, and changes none.
  await hers.getByRole('link', { name: 'Collector' }).click();
  await expect(ann.getByRole('tab', { name: 'Status' })).toBeVisible();
  await expect(ann.getByRole('tab', { name: 'Settings' })).toHaveCount(0);
  await ann.getByRole('tab', { name: 'Prices' }).click();
  await expect(ann.getByRole('columnheader', { name: 'Cached input' })).toBeVisible();
  await expect(ann.getByRole('button', { name: /^Edit the price/ })).toHaveCount(0);
  await expect(ann.getByRole('button', { name: 'Add a model' })).toHaveCount(0);
  await ann.context().close();
});

test('who may only see what is redacted is shown the rules, and nothing to change them with', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const ann = await joinOrganization(page, collector.console, browser, 'Ann');
  await page.goto(`${collector.console}/#/people/roles`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New role' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Privacy officer');
  for (const name of [/projects:read/, /redaction:read/]) {
    await dialog.getByRole('checkbox', { name }).click();
  }
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog).toHaveCount(0);
  await createProject(page, collector.console, 'Shop');
  await addMember(page, 'Shop', 'Ann', /^Privacy officer/);

  await ann.goto(`${collector.console}/#/projects`);
  await ann.getByRole('button', { name: 'More about Shop' }).click();
  await ann.getByRole('menuitem', { name: 'Manage project' }).click();
  const hers = ann.getByRole('navigation', { name: 'Main' });
  await hers.getByRole('link', { name: 'Privacy', exact: true }).click();
  const rules = ann.getByRole('tabpanel', { name: 'Rules' });
  await expect(rules.getByRole('table', { name: 'What to redact' })).toBeVisible();
  await expect(rules.getByText('You may look at the rules and try them')).toBeVisible();
  for (const role of ['switch', 'checkbox', 'radio', 'combobox'] as const) {
    await expect(rules.getByRole(role, { disabled: false })).toHaveCount(0);
  }
  await expect(rules.getByRole('button', { name: /Add|Edit|Remove|Delete/ })).toHaveCount(0);
  await expect(ann.getByRole('tab')).toHaveText(['Rules', 'Playground', 'Redactions']);

  // In the organization she may see nothing: what is left of its people is her own account.
  await hers.getByRole('link', { name: 'People' }).click();
  await expect(ann.getByRole('tab', { name: 'Access' })).toBeVisible();
  await page.goto(`${collector.console}/#/people/roles`);
  await page.getByRole('button', { name: 'New role' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Guest');
  await dialog.getByRole('combobox', { name: 'Holds in' }).click();
  await page.getByRole('option', { name: /organization/i }).click();
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('tab', { name: 'People' }).click();
  await page.getByRole('combobox', { name: 'Role of Ann' }).click();
  await page.getByRole('option', { name: /^Guest/ }).click();
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await expect(ann.getByRole('tab')).toHaveText(['Your account']);
  await expect(ann.getByLabel('E-mail')).toHaveValue('ann@example.org');
  await ann.context().close();
});
