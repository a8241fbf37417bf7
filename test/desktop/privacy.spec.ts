import { expect } from '@playwright/test';
import { sendTraces } from '../console/send-traces.ts';
import { findInList, openFromList } from '../console/seen-in-window.ts';
import { dialogOf, goByKeys, pressOn, tabTo } from '../support/keys-only.ts';
import { collectorReady, test } from './app.ts';

test('redaction is switched on by keys alone, and what arrives then shows what was taken out', async ({
  app,
}) => {
  const { page } = app;
  const { keyboard } = page;
  await collectorReady(app);
  const key = await page.getByRole('group', { name: 'New API key' }).locator('code').innerText();
  const listening = page.getByRole('heading', { name: /^Listening on 127\.0\.0\.1:\d+$/ });
  const address = (await listening.innerText()).replace('Listening on', '').trim();
  await goByKeys(page, 'r', 'Privacy');
  await tabTo(page, page.getByRole('radio', { name: /^Off/ }));
  await keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: /^Redact/ })).toBeChecked();
  await pressOn(page, page.getByRole('button', { name: 'Save', exact: true }));
  const dialog = dialogOf(page);
  await pressOn(page, dialog.getByRole('button', { name: 'Save', exact: true }));
  await expect(dialog).toHaveCount(0);

  await sendTraces(
    `http://${address}`,
    [{ name: 'mail to ada@corp.io', attributes: { 'user.email': 'ada@corp.io' } }],
    { 'x-api-key': key },
  );
  await goByKeys(page, 't', 'Traces');
  const row = await findInList(page, 'mail to [EMAIL]');
  await openFromList(row, 'mail to [EMAIL]');
  const attributes = page.getByLabel('attributes', { exact: true });
  await expect(attributes).toContainText('user.email');
  await expect(attributes.locator('mark')).toHaveText('[EMAIL]');
  await expect(page.locator('body')).not.toContainText('ada@corp.io');
});
