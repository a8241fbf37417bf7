import { expect, type Locator, type Page } from '@playwright/test';

/*
 * What a person does to look at a trace, in the browser console and in the app's window alike.
 */

/** Waits until somebody is in, on some screen of a project: the entries of the navigation come all at once. */
export async function expectNavigation(page: Page): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: 'Manage project' })).toBeVisible();
}

/** Goes to the list of traces; returns the one row that holds `name`. */
export async function findInList(page: Page, name: string): Promise<Locator> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Traces' })
    .click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  return page.getByRole('grid', { name: 'Traces' }).getByRole('row').filter({ hasText: name });
}

/** Opens a trace of the list. */
export async function openFromList(row: Locator, name: string): Promise<void> {
  await row.click();
  await expect(row.page().getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
}

/** Selects the span of that name (the `nth` one, from 0) in the waterfall; returns its details. */
export async function openSpan(page: Page, name: string, nth = 0): Promise<Locator> {
  const rows = page.getByRole('treegrid').getByRole('row').filter({ hasText: name });
  await rows.nth(nth).click();
  await expect(rows.nth(nth)).toHaveAttribute('aria-selected', 'true');
  const details = page.getByRole('region', { name: 'Span details' });
  await expect(details.getByRole('heading', { name, level: 2, exact: true })).toBeVisible();
  return details;
}

/** Opens a tab of a span's details. */
export async function openTab(details: Locator, name: string): Promise<Locator> {
  const tab = details.getByRole('tab', { name });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  return details.getByRole('tabpanel', { name });
}

/** What stands beside a name in a list of facts or attributes. */
export function valueOf(within: Locator, name: string): Locator {
  return within
    .locator('dt', { hasText: new RegExp(`^${name}$`) })
    .locator('xpath=following-sibling::dd');
}

/** Switches to the conversation; expects its messages, all of them in this order, to hold these texts. */
export async function expectConversation(page: Page, texts: readonly string[]): Promise<void> {
  await page
    .getByRole('group', { name: 'View' })
    .getByRole('button', { name: 'Conversation' })
    .click();
  const messages = page.getByRole('list', { name: 'Conversation' }).getByRole('article');
  await expect(messages).toContainText(texts.map((text) => new RegExp(text, 's')));
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Timeline' }).click();
}
