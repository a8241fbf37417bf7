import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';
import { dialogOf } from '../support/keys-only.ts';
import { sendTraces } from './send-traces.ts';

/** Opens what a control opens, looks at it, and closes it again. */
async function lookAt(page: Page, opener: Locator, opened: Locator, where: string): Promise<void> {
  await opener.click();
  await expect(opened).toBeVisible();
  await expectAccessibleInBothThemes(page, where);
  await page.keyboard.press('Escape');
  await expect(opened).toHaveCount(0);
}

test('axe finds nothing in administration', async ({ signedIn: page, collector }) => {
  test.setTimeout(300_000);
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await sendTraces(collector.otlpHttp, [{ name: 'checkout', attributes: { 'user.id': 'u_1' } }]);
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
  const project = /projects\/(prj_\w+)/.exec(page.url())?.[1] ?? '';
  const dialog = dialogOf(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const open = async (address: string, heading: string): Promise<void> => {
    await page.goto(`${collector.console}#/${address}`);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByText('Loading…')).toHaveCount(0);
  };
  const screens: [address: string, heading: string, dialogs: (string | RegExp)[]][] = [
    ['projects', 'Projects', ['New project']],
    [`projects/${project}/keys`, 'API keys', ['New key', 'Check for leaked keys', /^Revoke/]],
    [`projects/${project}/members`, 'Members', ['Add a member']],
    ['people', 'People', ['Invite']],
    ['people/roles', 'People', ['New role']],
    ['people/account', 'People', []],
    ['audit', 'Audit', []],
    ['collector/settings', 'Collector', []],
    ['collector/backup', 'Collector', []],
  ];
  for (const [address, heading, dialogs] of screens) {
    await open(address, heading);
    await expectAccessibleInBothThemes(page, address);
    for (const name of dialogs) {
      await lookAt(page, button(name), dialog, `${address}: ${String(name)}`);
    }
  }

  await open('audit', 'Audit');
  await page.getByRole('grid', { name: 'Audit log' }).getByRole('row').nth(1).click();
  await expect(button('Close the entry (Escape)')).toBeVisible();
  await button('Verify').click();
  await expect(page.getByRole('region', { name: 'Result of the check' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'audit: entry and check');

  await open(`projects/${project}/visibility`, 'Attribute visibility');
  await expectAccessibleInBothThemes(page, 'no visibility rules');
  await button('New rule').click();
  await dialog.getByLabel('Key or pattern').fill('user.id');
  await expect(dialog.getByRole('list', { name: 'Covered keys' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'new visibility rule');
  await dialog.getByRole('button', { name: 'Create rule' }).click();
  await expect(page.getByRole('table', { name: 'Visibility rules' })).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expectAccessibleInBothThemes(page, 'visibility rules');
  await button('From a preset').click();
  await page.getByRole('menuitem', { name: 'User identity' }).click();
  await expect(dialog).toBeVisible();
  await expectAccessibleInBothThemes(page, 'preset');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await button('View as').click();
  await page.getByRole('menuitem', { name: 'Read-only' }).click();
  await open(`projects/${project}/traces`, 'Traces');
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('checkout');
  await expectAccessibleInBothThemes(page, 'traces as a role');

  await open('collector/backup', 'Collector');
  await button('Back up now').click();
  await expect(page.getByRole('region', { name: 'Backup made' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'backup made');
  expect(problems).toEqual([]);
});
