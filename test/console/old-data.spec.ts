import { exportRequest, postTraces } from '../support/export-request.ts';
import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';

test('stored data is scanned, reported on, and rewritten once the project was named', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const attributes = { 'user.id': 'ada@before-the-rules.org', note: 'from 8.8.4.4' };
  await page.getByRole('link', { name: 'Privacy', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Privacy', level: 1 })).toBeVisible();
  await page.getByRole('tab', { name: 'Stored data' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Stored data' });
  // Where nothing is stored nothing is offered to look through it, until there is something.
  await expect(panel).toContainText('Nothing is stored');
  await expect(panel.getByRole('button')).toHaveText('Connect an app');
  await postTraces(collector.otlpHttp, exportRequest([{ name: 'checkout', attributes }], 'shop'));
  await expect(panel).toContainText('Nothing was looked through yet');

  // Another window, in which time stands all but still: it reads nothing anew by the clock.
  const other = await (await browser.newContext()).newPage();
  await other.clock.install();
  await other.goto(collector.signIn);
  await other.getByRole('link', { name: 'Privacy', exact: true }).click();
  await other.getByRole('tab', { name: 'Stored data' }).click();
  await expect(other.getByText('Nothing was looked through yet')).toBeVisible();
  await other.clock.pauseAt(Date.now() + 60_000);

  await panel.getByRole('button', { name: 'Scan', exact: true }).press('Enter');
  const scan = panel.getByRole('region', { name: 'Scan of stored data' });
  await expect(scan).toContainText('2 values would be replaced');
  await expect(async () => {
    await other.clock.runFor(20);
    await expect(other.getByRole('region', { name: 'Scan of stored data' })).toContainText(
      '2 values would be replaced',
      { timeout: 100 },
    );
  }).toPass({ timeout: 20_000 });
  await other.context().close();
  // Its end is read out, and the focus is where one pressed.
  const told = panel.getByRole('status');
  await expect(told).toHaveText('Scan of stored data complete: 2 values would be replaced.');
  await expect(panel.getByRole('button', { name: 'Scan again' })).toBeFocused();
  const rows = scan.getByRole('region', { name: 'Where in stored data' }).getByRole('row');
  await expect(rows.filter({ hasText: 'user.id' })).toContainText('E-mail');
  await expect(rows.filter({ hasText: 'note' })).toContainText('shop');
  await expect(panel).not.toContainText('before-the-rules');
  await expectAccessible(page, 'stored data');

  await panel.getByRole('button', { name: 'Rewrite' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rewrite stored data' });
  await expect(dialog).toContainText('2 values would be replaced');
  await expect(dialog).toContainText('Redaction is off. Everything is stored as it arrives.');
  await expect(dialog).toContainText('backups and exports');
  const rewrite = dialog.getByRole('button', { name: 'Rewrite for good' });
  await expect(rewrite).toBeDisabled();
  const name = dialog.getByLabel('Type the name of the project');
  await name.fill('Default');
  await name.press('Enter');
  await expect(rewrite).toBeDisabled();
  await name.fill('Default Project');
  await name.press('Enter');
  await expect(dialog).toHaveCount(0);
  const done = panel.getByRole('region', { name: 'Rewrite of stored data' });
  await expect(done).toContainText('2 values replaced');
  await expect(told).toHaveText('Rewrite of stored data complete: 2 values replaced.');
  await expect(panel.getByRole('button', { name: 'Scan', exact: true })).toBeFocused();

  await panel.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(scan).toContainText('Nothing that these rules would redact');
});
