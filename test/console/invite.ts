import type { Browser, Page } from '@playwright/test';
import { expect } from './console.ts';
import { expectNavigation } from './seen-in-window.ts';

const PASSWORD = 'correct horse battery';

/** Opens the link of an invitation in a browser of its own and joins; signed in, on the first screen. */
export async function acceptIn(browser: Browser, link: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expectNavigation(page);
  return page;
}

/** The link in the dialog that shows it this once; confirms that it was handed over. */
export async function takeLink(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  const code = dialog.getByRole('group', { name: 'One-time link' }).locator('code');
  await expect(code).toContainText('#invitation=');
  const link = await code.innerText();
  await dialog.getByRole('button', { name: 'I have handed it over' }).click();
  await expect(dialog).toHaveCount(0);
  return link;
}

/** Invites somebody to the first organization and joins as them. */
export async function joinOrganization(
  page: Page,
  console: string,
  browser: Browser,
  name: string,
): Promise<Page> {
  await page.goto(`${console}/#/people`);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  return acceptIn(browser, await takeLink(page), name);
}

/** Creates a project and comes back to the list of them, as a table; its first key. */
export async function createProject(page: Page, console: string, name: string): Promise<string> {
  await page.goto(`${console}/#/projects`);
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  const card = page.getByRole('group', { name: 'New API key' });
  const key = await card.locator('code').innerText();
  await card.getByRole('button', { name: 'I have saved it' }).click();
  await page.goto(`${console}/#/projects`);
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  return key;
}

/** Gives somebody of the organization a role in a project, from the list of projects on. */
export async function addMember(
  page: Page,
  project: string,
  person: string,
  role: RegExp,
): Promise<void> {
  await page.getByRole('button', { name: `More about ${project}` }).click();
  await page.getByRole('menuitem', { name: 'Manage project' }).click();
  const places = page.getByRole('navigation', { name: 'Main' });
  await places.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: `Members of ${project}` })).toBeVisible();
  await page.getByRole('button', { name: 'Add a member' }).click();
  const add = page.getByRole('dialog', { name: 'Add a member' });
  await add.getByRole('combobox', { name: 'Person' }).fill(person);
  await page.getByRole('option', { name: new RegExp(person) }).click();
  await add.getByRole('combobox', { name: 'Role in the project' }).click();
  await page.getByRole('option', { name: role }).click();
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(add).toHaveCount(0);
}
