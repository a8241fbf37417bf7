import type { Page } from '@playwright/test';
import { expect, test as base } from './console.ts';
import { sendTraces } from './send-traces.ts';

const test = base.extend<{ signedIn: Page }>({
  // Its first screen is the list, or the first trace where the page was quicker than the counting of spans.
  signedIn: async ({ signedIn: page }, use) => {
    const places = page.getByRole('navigation', { name: 'Main' });
    await places.getByRole('link', { name: 'Traces' }).click();
    await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
    await use(page);
  },
});

test.beforeEach(async ({ collector }) => {
  const many = Array.from({ length: 150 }, (_, i) => ({
    name: `job ${String(i).padStart(3, '0')}`,
    service: i % 3 === 0 ? 'billing' : 'shop',
    environment: i % 2 === 0 ? 'production' : 'staging',
    agoMs: 60_000 + i * 10_000,
    durationMs: 10 + i,
    error: i % 10 === 0,
    attributes: { 'order.id': `o-${i}` },
  }));
  await sendTraces(collector.otlpHttp, many);
});

test('lists all traces page by page, with totals of everything', async ({ signedIn: page }) => {
  await expect(page.getByLabel('Totals')).toContainText('150 traces');
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toHaveAttribute('aria-rowcount', '151');
  await expect(page.getByRole('row').nth(1)).toContainText('job 000');
  await grid.focus();
  // Each press goes to the end of what is loaded, and that loads the next page.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(grid).toContainText('job 149', { timeout: 500 });
  }).toPass();
});

test('filters by suggested values, attributes and typed text, and keeps it in the address', async ({
  signedIn: page,
}) => {
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  const totals = page.getByLabel('Totals');
  await expect(totals).toContainText('150 traces');
  await page.keyboard.press('/');
  await expect(filter).toBeFocused();
  await page.keyboard.type('serv');
  await expect(page.getByRole('option').first()).toContainText('service');
  await page.keyboard.press('Enter');
  await expect(filter).toHaveValue('service ');
  await page.getByRole('option', { name: '= is', exact: true }).click();
  await expect(page.getByRole('option', { name: /billing/ })).toContainText('50');
  await page.getByRole('option', { name: /billing/ }).click();
  await expect(totals).toContainText('50 traces');
  await expect(page).toHaveURL(/q=service\+%3D\+billing/);

  await filter.fill('service = billing and status = error');
  await filter.press('Enter');
  await expect(totals).toContainText('5 traces');
  await page.reload();
  await expect(totals).toContainText('5 traces');
  await expect(filter).toHaveValue('service = billing and status = error');

  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(totals).toContainText('150 traces');
  await filter.fill('order.id = o-7');
  await filter.press('Enter');
  await expect(totals).toContainText('1 trace');
  await expect(page.getByRole('grid')).toContainText('job 007');
  await page.goBack();
  await expect(filter).toHaveValue('');
  await expect(totals).toContainText('150 traces');

  // The way up from a trace leads to the list as it was left.
  await filter.fill('order.id = o-7');
  await filter.press('Enter');
  await expect(totals).toContainText('1 trace');
  await page.getByRole('grid').getByText('job 007').dblclick();
  await expect(page.getByRole('heading', { name: 'job 007', level: 1 })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Traces' }).click();
  await expect(filter).toHaveValue('order.id = o-7');
  await expect(totals).toContainText('1 trace');
});

test('offers attributes and their values with counts, and what was asked before', async ({
  signedIn: page,
}) => {
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  await filter.click();
  await filter.pressSequentially('order');
  await page.getByRole('option', { name: /order\.id/ }).click();
  await expect(filter).toHaveValue('order.id ');
  await filter.pressSequentially('= o-14');
  await page.getByRole('option', { name: /o-142/ }).click();
  await expect(page.getByLabel('Totals')).toContainText('1 trace');
  await expect(filter).toHaveValue('order.id = o-142');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByLabel('Totals')).toContainText('150 traces');
  await filter.click();
  await page.getByRole('option', { name: 'order.id = o-142' }).click();
  await expect(page.getByLabel('Totals')).toContainText('1 trace');
});

test('says why nothing matches and how to get everything back', async ({ signedIn: page }) => {
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  await filter.fill('name ~ nothing-like-this');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No trace matches' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('150 traces are stored');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByLabel('Totals')).toContainText('150 traces');
});

test('refuses a filter it cannot read, with a hint', async ({ signedIn: page }) => {
  await page.getByRole('combobox', { name: 'Filter traces' }).fill('duration > soon');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('position 12, "soon": expected a duration such as 1.5s');
  await expect(page.locator('[data-wrong]')).toHaveText('soon');
  await page.getByRole('combobox', { name: 'Filter traces' }).fill('duration > 1.5s');
  await expect(alert).toHaveCount(0);
});

test('facets count what each value would list, and pick or leave out', async ({
  signedIn: page,
}) => {
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  const totals = page.getByLabel('Totals');
  await page.getByRole('button', { name: 'Show the facets' }).click();
  const services = page.getByRole('complementary', { name: 'Facets' }).getByRole('region', {
    name: 'Service',
  });
  const billing = services.getByRole('button', { name: /^billing/ });
  await expect(billing).toContainText('50');
  // Columns that others tell as well give way, so that the list need not be scrolled sideways.
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid.getByRole('columnheader', { name: 'Errors' })).toHaveCount(0);
  expect(await grid.evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0);
  const columns = page.getByRole('button', { name: 'Columns' });
  // Its own picture, and the caret of all that open a list.
  await expect(columns.locator('svg')).toHaveCount(2);
  await columns.click();
  await expect(page.getByRole('menuitemcheckbox', { name: /^Errors/ })).toContainText(
    'no room now',
  );
  await page.keyboard.press('Escape');
  await billing.click();
  await expect(totals).toContainText('50 traces');
  await expect(filter).toHaveValue('service = billing');
  await expect(billing).toHaveAttribute('aria-pressed', 'true');
  // The other value is still there to be picked beside it.
  await services.getByRole('button', { name: /^shop/ }).click();
  await expect(filter).toHaveValue('service in (billing, shop)');
  await expect(totals).toContainText('150 traces');
  await services.getByRole('button', { name: 'Leave out billing' }).focus();
  await page.keyboard.press('Enter');
  await expect(filter).toHaveValue('service = shop and service != billing');
  await expect(totals).toContainText('100 traces');
});

test('saves the filter under a name, and applies it again', async ({ signedIn: page }) => {
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  await filter.fill('status = error and duration > 50ms');
  await filter.press('Enter');
  await expect(page.getByLabel('Totals')).toContainText('10 traces');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  const dialog = page.getByRole('dialog', { name: 'Saved filters' });
  const name = dialog.getByRole('textbox', { name: 'Name of the filter' });
  await expect(name).toBeFocused();
  await name.fill('Slow errors');
  await dialog.getByRole('checkbox').check();
  const save = dialog.getByRole('button', { name: 'Save', exact: true });
  await save.press('Enter');
  await expect(dialog.getByRole('listitem')).toContainText('shared by you');
  // There is nothing to save any more, and whoever works by keyboard is still where they were.
  await expect(save).toBeDisabled();
  await expect(save).toBeFocused();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByLabel('Totals')).toContainText('150 traces');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await dialog.getByRole('button', { name: /^Slow errors/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(filter).toHaveValue('status = error and duration > 50ms');
  await expect(page.getByLabel('Totals')).toContainText('10 traces');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await dialog.getByRole('button', { name: 'Remove the filter Slow errors' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(0);
});

test('sorts by a header, both ways', async ({ signedIn: page }) => {
  const header = page.getByRole('columnheader', { name: 'Duration' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('row').nth(1)).toContainText('job 149');
  await header.getByRole('button').click();
  await expect(page.getByRole('row').nth(1)).toContainText('job 000');
  await expect(page).toHaveURL(/sort=duration&direction=up/);
});

test('a brushed part of the histogram becomes the time range', async ({ signedIn: page }) => {
  await expect(page.getByLabel('Totals')).toContainText('150 traces');
  const plot = page.getByRole('group', { name: /traces over time/ });
  await plot.hover();
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect(page.getByLabel('Totals')).not.toContainText('150 traces');
  await expect(page.getByLabel('Totals')).toContainText(/[67]\d traces/);
  await page.getByRole('combobox', { name: 'Time range' }).click();
  await page.getByRole('option', { name: 'Any time' }).click();
  await expect(page.getByLabel('Totals')).toContainText('150 traces');
});

test('remembers the chosen columns, and a link shows them and the order to another person', async ({
  signedIn: page,
}) => {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Environment' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Cost' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Environment' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Cost' })).toHaveCount(0);
  await expect(page).toHaveURL(/columns=[^&]*environment/);
  // What is cut where there is little room is told on hover.
  const row = page.getByRole('grid', { name: 'Traces' }).getByRole('row').nth(1);
  await expect(row.getByTitle(/^(production|staging)$/)).toBeVisible();
  await page.getByRole('button', { name: 'Duration', exact: true }).click();
  await expect(page).toHaveURL(/sort=duration/);
  const link = page.url();
  const places = page.getByRole('navigation', { name: 'Main' });
  await places.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions', level: 1 })).toBeVisible();
  await places.getByRole('link', { name: 'Traces' }).click();
  await expect(page).toHaveURL(link);

  // As in a window that never chose anything.
  await page.evaluate(() => {
    localStorage.removeItem('spanward.columns');
    localStorage.removeItem('spanward.order');
  });
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Environment' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Cost' })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Duration' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
});

test('the environment in the navigation narrows the list', async ({ signedIn: page }) => {
  await page.getByRole('combobox', { name: 'Environment' }).click();
  await page.getByRole('option', { name: 'staging' }).click();
  await expect(page.getByLabel('Totals')).toContainText('75 traces');
  await expect(
    page.getByRole('button', { name: /Edit filter environment = staging/ }),
  ).toBeVisible();
});

test('groups by a field and by an attribute; a group leads to its traces', async ({
  signedIn: page,
}) => {
  const totals = page.getByLabel('Totals');
  await expect(totals).toContainText('150 traces');
  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Service', exact: true }).click();
  const groups = page.getByRole('region', { name: 'Groups' });
  await expect(groups.getByRole('row').nth(1)).toContainText('shop100');
  await expect(groups.getByRole('row').nth(2)).toContainText('billing50');
  await expect(page).toHaveURL(/group=service/);
  await groups.getByRole('button', { name: 'Errors' }).click();
  await expect(groups.getByRole('columnheader', { name: 'Errors' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await page.reload();
  await expect(groups.getByRole('row').nth(1)).toContainText('shop');
  await page.keyboard.press('j');
  await expect(groups.getByRole('button', { name: 'shop' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Filter traces' })).toHaveValue('service = shop');
  await expect(totals).toContainText('100 traces');

  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Other attribute…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Group by an attribute' });
  await dialog.getByLabel('Key').fill('order.id');
  await dialog.getByRole('button', { name: 'Group' }).click();
  await expect(groups.getByRole('row', { name: /^o-1\b/ }).first()).toContainText('1');
});

test('pins and tags are filters: in the bar with counts, among the facets, from a row', async ({
  signedIn: page,
}) => {
  const totals = page.getByLabel('Totals');
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(totals).toContainText('150 traces');
  const row = grid.getByRole('row').filter({ hasText: 'job 000' });
  await page.keyboard.press('j');
  await expect(page.getByRole('row', { selected: true })).toContainText('job 000');
  await page.keyboard.press('p');
  await row.getByRole('button', { name: 'Pinned' }).click();
  await expect(filter).toHaveValue('pinned = true');
  await expect(totals).toContainText('1 trace');

  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(totals).toContainText('150 traces');
  await page.getByRole('button', { name: 'Show the facets' }).click();
  const facet = page.getByRole('region', { name: 'Pinned', exact: true });
  await expect(facet.getByRole('button', { name: 'Pinned 1' })).toBeVisible();
  await facet.getByRole('button', { name: 'Leave out Pinned' }).click();
  await expect(totals).toContainText('149 traces');
  await filter.fill('pinn');
  await expect(page.getByRole('option', { name: 'pinned 1' })).toBeVisible();
});
