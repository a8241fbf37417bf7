import { expect, type Page } from '@playwright/test';

/**
 * Saves the first key of a first start, on the screen that opens then.
 *
 * That screen asks for the key: who leaves it sooner than that has none to save anywhere.
 */
export async function saveFirstKey(page: Page): Promise<void> {
  const card = page.getByRole('group', { name: 'New API key' });
  await card.getByRole('button', { name: 'I have saved it' }).click();
  await expect(card).toHaveCount(0);
}
