import { expect } from '@playwright/test';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { collectorReady, test } from './app.ts';

const DAY = 86_400_000;

test('rules are set, a sweep removes what is older, and everything of a user is deleted', async ({
  app,
}) => {
  const { page } = app;
  await collectorReady(app);
  const key = await page.getByRole('group', { name: 'New API key' }).locator('code').innerText();
  const listening = page.getByRole('heading', { name: /^Listening on 127\.0\.0\.1:\d+$/ });
  const address = (await listening.innerText()).replace('Listening on', '').trim();
  const spans = [
    { name: 'old', startMs: Date.now() - 60 * DAY },
    { name: 'hers', attributes: { 'user.id': 'u-1' } },
    { name: 'his', attributes: { 'user.id': 'u-2' } },
  ];
  const sent = await postTraces(`http://${address}`, exportRequest(spans), { 'x-api-key': key });
  expect(sent.status).toBe(200);

  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Retention', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Edit rules' }).click();
  const rules = page.getByRole('dialog', { name: 'Edit rules' });
  await rules.getByLabel('Days of traces').fill('30');
  await rules.getByRole('button', { name: 'Save', exact: true }).click();
  await rules.getByRole('button', { name: 'Save anyway' }).click();
  await expect(rules).toHaveCount(0);
  await page.getByRole('button', { name: 'Dry run' }).click();
  const preview = page.getByRole('dialog', { name: 'What a sweep would remove now' });
  await expect(preview.getByRole('region', { name: 'What would go' })).toBeVisible();
  await preview.getByRole('button', { name: 'Sweep now' }).click();
  await expect(preview).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Last sweeps' })).toContainText('On request');

  await page.getByRole('button', { name: 'Delete by attribute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete by attribute' });
  await dialog.getByLabel('Value').fill('u-1');
  await dialog.getByRole('button', { name: 'Count' }).click();
  await expect(dialog.getByText('Spans')).toBeVisible();
  await dialog.getByLabel('Type the name of the project').fill('Default Project');
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(dialog).toHaveCount(0);

  await navigation.getByRole('link', { name: 'Traces', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Totals')).toContainText('1 trace');
  await expect(page.getByRole('row', { name: /his/ })).toBeVisible();
});
