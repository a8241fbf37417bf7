import type { Locator, Page } from '@playwright/test';
import { seedAdministration } from '../../src/main/collector/bench/seed-administration.ts';
import { expect, test as base } from './console.ts';
import { dialogOf } from '../support/keys-only.ts';

const SIZES = { people: 1000, members: 700, keys: 10_000, entries: 2000 };

/** A collector whose folder was filled before it started. */
const test = base.extend({
  collector: async ({ start, dataDir }, use) => {
    const empty = await start();
    await empty.stop();
    await seedAdministration(dataDir, SIZES);
    await use(await start());
  },
});

const rowsOf = (page: Page, table: string): Locator =>
  page.getByRole('table', { name: table }).locator('tbody').getByRole('row');

/** Goes to a screen by the navigation, past whatever number stands behind its name. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** The next page, and the last row of the one before is no longer there. */
async function turnPage(page: Page, place: string): Promise<void> {
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(pages).toContainText(place);
}

test('a thousand people are listed by page, found and added to a project', async ({
  signedIn: page,
}) => {
  await goTo(page, 'People');
  await expect(page.getByRole('heading', { name: '1,001 people' })).toBeVisible();
  const people = rowsOf(page, 'People');
  await expect(people).toHaveCount(50);
  await turnPage(page, '51 to 100 of 1,001');
  await expect(people).toHaveCount(50);
  await expect(people.first()).toContainText('.50@example.org');
  const searched = page.getByRole('searchbox', { name: 'Search people' });
  await searched.fill('not there at all');
  await expect(page.getByRole('heading', { name: 'No person matches' })).toBeVisible();
  await searched.fill('.777@');
  await expect(people).toHaveCount(1);
  await expect(people).toContainText('.777@example.org');

  // The way back leads to what was looked at.
  await people.getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('menuitem', { name: 'What they may do' }).click();
  await expect(page.getByRole('heading', { name: /^What .* may do$/ })).toBeVisible();
  await page.goBack();
  await expect(people).toHaveCount(1);
  await expect(searched).toHaveValue('.777@');

  await goTo(page, 'Members');
  const members = rowsOf(page, 'Members');
  await expect(members).toHaveCount(50);
  await turnPage(page, '51 to 100 of 7');
  await expect(members).toHaveCount(50);
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('51 to 100 of 7');
  const search = page.getByRole('searchbox', { name: 'Search members' });
  await search.fill('.777@');
  await expect(page.getByRole('heading', { name: 'No member matches' })).toBeVisible();

  await page.getByRole('button', { name: 'Add a member' }).click();
  const dialog = dialogOf(page);
  const picker = dialog.getByRole('combobox', { name: 'Person' });
  await picker.click();
  await expect(page.getByRole('option')).toHaveCount(50);
  await expect(page.getByText(/^And 25\d more: type to find them\.$/)).toBeVisible();
  await picker.fill('.777@');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.getByRole('option').click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(members).toHaveCount(1);
  await expect(members).toContainText('.777@example.org');
});

test('ten thousand keys are listed by page, sorted by use and found', async ({
  signedIn: page,
}) => {
  await goTo(page, 'API keys');
  const keys = rowsOf(page, 'API keys');
  await expect(keys).toHaveCount(100);
  await turnPage(page, '101 to 200 of 10,0');
  await expect(keys).toHaveCount(100);
  await page.getByRole('button', { name: 'Last used' }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('1 to 100 of 10,0');
  await page.getByRole('searchbox', { name: 'Search keys' }).fill('service 777');
  // 777 and 7770 to 7779.
  await expect(keys).toHaveCount(11);
  await expect(keys.filter({ hasText: /service 777(?!\d)/ })).toHaveCount(1);
});
