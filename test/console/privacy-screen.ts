import type { Page } from '@playwright/test';
import { expect } from './console.ts';

/** Goes to Privacy from the navigation; its rules are there. */
export async function openPrivacy(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Privacy', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Privacy', level: 1 })).toBeVisible();
  await expect(page.getByRole('table', { name: 'What to redact' })).toBeVisible();
}

/** Chooses one of its tabs. */
export async function openTab(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** Saves the changes made so far. */
export async function save(page: Page, reason = ''): Promise<void> {
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await bar.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save rules' });
  if (reason !== '') await dialog.getByLabel('Reason (optional)').fill(reason);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(bar).toHaveCount(0);
}

/** The row of a kind, by the name it begins with. */
export const typeRow = (page: Page, name: string) =>
  page
    .getByRole('table', { name: 'What to redact' })
    .getByRole('row', { name: new RegExp(`^${name}`) });
