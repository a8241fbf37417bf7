import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';
import { sendTraces } from './send-traces.ts';

test('axe finds nothing on any screen', async ({ signedIn: page, collector }) => {
  test.setTimeout(300_000);
  const problems: string[] = [];
  // The content security policy reports what it blocks here.
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await expect(page.getByRole('group', { name: 'New API key' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'first minutes');

  const [traceId = ''] = await sendTraces(collector.otlpHttp, [
    { name: 'checkout', children: 6, error: true },
    { name: 'search', agoMs: 90_000, durationMs: 900 },
  ]);
  await expect(page.getByRole('heading', { name: /checkout|search/, level: 1 })).toBeVisible();
  const project = /projects\/(prj_\w+)/.exec(page.url())?.[1] ?? '';
  const screens: [address: string, landmark: string][] = [
    [`projects/${project}/traces`, 'Traces'],
    [`projects/${project}/traces/${traceId}`, 'checkout'],
    [`projects/${project}/keys`, 'API keys'],
    [`projects/${project}/connect`, 'Connect an app'],
    [`projects/${project}/traces?service=nobody`, 'Traces'],
    ['projects', 'Projects'],
    ['collector', 'Collector'],
    ['collector/settings', 'Collector'],
    ['collector/prices', 'Collector'],
    ['collector/appearance', 'Collector'],
    ['nowhere/at/all', 'Not found'],
  ];
  for (const [address, heading] of screens) {
    await page.goto(`${collector.console}#/${address}`);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByText('Loading…')).toHaveCount(0);
    await expectAccessibleInBothThemes(page, address);
  }
  expect(problems).toEqual([]);
});

test('axe finds nothing in what opens over a screen', async ({ signedIn: page, collector }) => {
  test.setTimeout(300_000);
  await sendTraces(collector.otlpHttp, [{ name: 'checkout' }]);
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Traces' }).first().click();
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('checkout');
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Filter traces' })).toBeFocused();
  await page.keyboard.type('status = ');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessibleInBothThemes(page, 'filter suggestions');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette).toBeVisible();
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessibleInBothThemes(page, 'palette');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts).toBeVisible();
  await expectAccessibleInBothThemes(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(shortcuts).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'columns');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Time range' }).click();
  await expect(page.getByRole('option', { name: 'Last hour' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'time range');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.goto(`${collector.console}#/projects`);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByText('Give the project a name.')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'new project');
});
