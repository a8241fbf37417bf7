import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { sendTraces } from './send-traces.ts';

const paletteField = (page: Page) =>
  page
    .getByRole('dialog', { name: 'Search and commands' })
    .getByRole('combobox', { name: 'Search' });

test('works without a mouse: move, open, go back, find by id', async ({
  signedIn: page,
  collector,
}) => {
  // Spans that are stored before this screen is up lead to the list instead.
  await expect(page.getByText('Waiting for the first span')).toBeVisible();
  const [first = ''] = await sendTraces(collector.otlpHttp, [
    { name: 'older', agoMs: 30_000 },
    { name: 'newer', agoMs: 10_000 },
  ]);
  // The first trace of a project opens by itself.
  await expect(page.getByRole('heading', { name: /older|newer/, level: 1 })).toBeVisible();
  // Both keys within a second: a busy machine may need another try.
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await expect(page.getByRole('grid', { name: 'Traces' })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('older');
  await page.keyboard.press('j');
  await expect(page.getByRole('row', { selected: true })).toContainText('newer');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('row', { selected: true })).toContainText('older');
  await page.keyboard.press('k');
  await expect(page.getByRole('row', { selected: true })).toContainText('newer');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'newer', level: 1 })).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(paletteField(page)).toBeFocused();
  await page.keyboard.insertText(`trace ${first.toUpperCase()}`);
  await expect(page.getByRole('option', { name: /Open trace/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'older', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(first));
});

test('the palette goes anywhere and gives the focus back', async ({ signedIn: page }) => {
  await expect(page.getByRole('link', { name: 'API keys' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(paletteField(page)).toBeFocused();
  await page.keyboard.type('api keys');
  await expect(page.getByRole('option').first()).toContainText('API keys');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
  const create = page.getByRole('button', { name: 'New key' });
  await create.focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(create).toBeFocused();
});

test('skips the navigation, and lists the shortcuts of the screen', async ({ signedIn: page }) => {
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Search and commands');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a key typed into a field is text, not a command', async ({ signedIn: page }) => {
  await page.getByRole('link', { name: 'Projects' }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search projects' });
  await search.fill('');
  await search.pressSequentially('gt?');
  await expect(search).toHaveValue('gt?');
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
});

test('back from a trace the list is where it was left', async ({ signedIn: page, collector }) => {
  const traces = Array.from({ length: 90 }, (_, i) => ({
    name: `job ${i}`,
    agoMs: 60_000 + i * 1000,
  }));
  await sendTraces(collector.otlpHttp, traces);
  // The first span opens its trace by itself, which must not come after the click.
  await expect(page.getByRole('heading', { name: /^job/, level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('job 0');
  await page.keyboard.press('End');
  await expect(page.getByRole('row', { selected: true })).toContainText('job 89');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'job 89', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('row', { selected: true })).toContainText('job 89');
  await expect(page.getByRole('row', { selected: true })).toBeInViewport();
});
