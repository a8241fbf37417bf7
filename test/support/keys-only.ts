import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any screen has. */
const MOST_STOPS = 120;

/** Presses Tab until the control has the focus, as somebody without a mouse does; fails when it cannot be reached. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await control.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(control, 'reached with the Tab key').toBeFocused({ timeout: 1 });
}

/** Tabs to a control and presses it. */
export async function pressOn(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

/** Presses an arrow key until an entry of a menu, or a tab, has the focus; fails when it cannot be reached. */
export async function arrowTo(
  page: Page,
  arrow: 'ArrowDown' | 'ArrowRight',
  entry: Locator,
): Promise<void> {
  await expect(entry).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await entry.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press(arrow);
  }
  await expect(entry, `reached with ${arrow}`).toBeFocused({ timeout: 1 });
}

/** Goes to a screen by its two keys, pressed within a second: a busy machine may need another try. */
export async function goByKeys(page: Page, second: string, heading: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(second);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
}

/** What is open over the screen; a toast is a dialog too, and none of these. */
export function dialogOf(page: Page): Locator {
  return page.getByRole('dialog').and(page.locator(':not([data-look])'));
}
