import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { statusOfSend } from './send-traces.ts';

/** Creates a project, confirms its key, and comes back to the list; the key's secret. */
async function createProject(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await expect(dialog).toContainText('By customer');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  const card = page.getByRole('group', { name: 'New API key' });
  const secret = await card.locator('code').innerText();
  await card.getByRole('button', { name: 'I have saved it' }).click();
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  return secret;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Projects' }).getByRole('row', { name: new RegExp(name) });

async function act(page: Page, project: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${project}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('renames a project, archives it, restores it', async ({ signedIn: page, collector }) => {
  const secret = await createProject(page, 'Shop');
  const send = () => statusOfSend(collector.otlpHttp, { 'x-api-key': secret });
  await act(page, 'Shop', 'Edit…');
  const edit = page.getByRole('dialog', { name: 'Edit Shop' });
  await edit.getByLabel('Name', { exact: true }).fill('default project');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByRole('alert')).toContainText('Choose another name');
  await edit.getByLabel('Name', { exact: true }).fill('Web shop');
  await edit.getByLabel('Description (optional)').fill('Everything customers see');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toHaveCount(0);
  await expect(rowOf(page, 'Web shop')).toContainText('Everything customers see');

  await act(page, 'Web shop', 'Archive…');
  const archive = page.getByRole('dialog', { name: 'Archive Web shop?' });
  await archive.getByRole('button', { name: 'Archive project' }).click();
  await expect(archive).toHaveCount(0);
  await expect(rowOf(page, 'Web shop')).toHaveCount(0);
  expect(await send()).toBe(403);
  await page.getByRole('combobox', { name: 'Show projects' }).click();
  await page.getByRole('option', { name: /^Archived/ }).click();
  await expect(rowOf(page, 'Web shop')).toContainText('archived');
  await act(page, 'Web shop', 'Restore');
  await expect(page.getByRole('heading', { name: 'No project is archived' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all in use' }).click();
  await expect(rowOf(page, 'Web shop')).toBeVisible();
  expect(await send()).toBe(200);
});

test('deletes a project after its name was typed; the Default Project stays', async ({
  signedIn: page,
  collector,
}) => {
  const secret = await createProject(page, 'Old shop');
  const send = () => statusOfSend(collector.otlpHttp, { 'x-api-key': secret });
  expect(await send()).toBe(200);
  await act(page, 'Old shop', 'Delete…');
  const dialog = page.getByRole('dialog', { name: 'Delete Old shop?' });
  const contents = dialog.getByLabel('What is deleted');
  await expect(contents).toContainText('Spans1');
  await expect(contents).toContainText('API keys1');
  const confirm = dialog.getByRole('button', { name: 'Delete project' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type the name of the project to confirm').fill('old shop');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type the name of the project to confirm').fill('Old shop');
  await confirm.click();
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, 'Old shop')).toHaveCount(0);
  expect(await send()).toBe(401);

  await expect(rowOf(page, 'Default Project')).toContainText('not for sensitive data');
  await page.getByRole('button', { name: 'More about Default Project' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toBeDisabled();
  await expect(page.getByRole('menuitem', { name: 'Archive…' })).toBeDisabled();
});
