import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './console.ts';

/** Axe's rules of colors: all that a theme decides. */
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

/** A script that does nothing. Axe's own is 600 KB, and is else given to the page twice each time it is asked. */
const NOTHING = '0';

/** Whether axe is in the page from an earlier look at it. */
const hasAxe = (page: Page): Promise<boolean> => page.evaluate(() => 'axe' in window);

/** Resolves when nothing moves any more: what is half faded in has other colors than what is read. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/**
 * What axe finds on the page, by all its rules or by some. Leaves motion reduced: a message that began to fade away while
 * axe looks would have colors that nobody reads.
 */
async function findings(page: Page, where: string, rules?: string[]): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await settled(page);
  // There are no frames here; without them axe need not open a page of its own to put its findings together.
  const axe = new AxeBuilder({ page, ...((await hasAxe(page)) ? { axeSource: NOTHING } : {}) })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode();
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${where}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
}

/** Fails with what axe finds on the page, and `where` it was. Leaves motion reduced. */
export async function expectAccessible(page: Page, where = 'page'): Promise<void> {
  expect(await findings(page, where)).toEqual([]);
}

/**
 * Fails with what axe finds on the page in the light theme, and of colors in the dark one: its page is
 * the same. Leaves the light one on, and motion reduced.
 */
export async function expectAccessibleInBothThemes(page: Page, where = 'page'): Promise<void> {
  const change = async (colorScheme: 'light' | 'dark'): Promise<void> => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
  };
  await change('light');
  const found = await findings(page, `${where}, light`);
  await change('dark');
  found.push(...(await findings(page, `${where}, dark`, OF_COLORS)));
  await change('light');
  expect(found).toEqual([]);
}
