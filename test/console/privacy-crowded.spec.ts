import { expect, test } from './console.ts';
import { openPrivacy, openTab, save, typeRow } from './privacy-screen.ts';
import { sendTraces } from './send-traces.ts';

test('long rules and texts stay in sight in a small window', async ({ page, collector }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(collector.signIn);
  await openPrivacy(page);
  await page.getByLabel('Replacement of E-mail').click();
  await page.getByRole('option', { name: /^Fixed text/ }).click();
  await page.getByLabel('Text in place of E-mail').fill('<taken out by us: {type}>');
  await expect(typeRow(page, 'E-mail')).toContainText('<taken out by us: EMAIL>');
  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog).toContainText('Write a name.');
  await expect(dialog).toContainText('Write a pattern.');
  await dialog.getByLabel('Name', { exact: true }).fill('numbers-of-employees-and-of-contractors');
  await dialog
    .getByLabel('Pattern', { exact: true })
    .fill(String.raw`\b(?:EMPLOYEE|CONTRACTOR|INTERN|VISITOR|SUPPLIER)-[0-9]{6}-[A-Z]{2}\b`);
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog).toHaveCount(0);

  await expect(page.getByRole('button', { name: /^Delete rule numbers/ })).toBeInViewport({
    ratio: 1,
  });
  for (const name of ['What to redact', 'Your rules']) {
    const overflow = await page
      .getByRole('table', { name })
      .evaluate((table) => table.scrollWidth - table.parentElement!.clientWidth);
    expect([name, overflow <= 0]).toEqual([name, true]);
  }
});

test('many rules are searched by what they are called and what they find', async ({
  signedIn: page,
}) => {
  await openPrivacy(page);
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  const search = page.getByRole('searchbox', { name: 'Search your rules' });
  for (let rule = 1; rule <= 8; rule++) {
    await expect(search).toHaveCount(0);
    await page.getByRole('button', { name: 'Add rule' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill(`rule-${rule}`);
    await dialog.getByLabel('Pattern', { exact: true }).fill(`EMP-${rule}[0-9]+`);
    await dialog.getByRole('button', { name: 'Add rule' }).click();
    await expect(dialog).toHaveCount(0);
  }
  const rows = page.getByRole('table', { name: 'Your rules' }).getByRole('row');
  await expect(rows).toHaveCount(9);
  await search.fill('emp-3');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('rule-3');
  await search.fill('nowhere');
  await expect(page.getByText('No rule matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(9);
});

test('a long environment is read to its end, and leaves room for what was found where', async ({
  page,
  collector,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(collector.signIn);
  await openPrivacy(page);
  await page.getByRole('radio', { name: /^Detect only/ }).click();
  await save(page);
  const environment = 'production-eu-central-1-customer-facing-blue-green-deployment';
  const keys = ['user.email', ...Array.from({ length: 15 }, (_, i) => `contact.mail.${i}`)];
  const attributes = Object.fromEntries(keys.map((key) => [key, 'ada@corp.io']));
  await sendTraces(collector.otlpHttp, [{ service: 'checkout', environment, attributes }]);
  await openTab(page, 'Redactions');
  const audit = page.getByRole('region', { name: 'Redaction audit' });
  for (const text of ['user.email', 'checkout', environment, 'email']) {
    const cut = await audit
      .getByRole('cell', { name: text, exact: true })
      .first()
      .evaluate((cell) => cell.scrollWidth - cell.clientWidth);
    expect([text, cut <= 0]).toEqual([text, true]);
  }
  const count = audit.getByRole('columnheader', { name: 'Count' });
  await expect(count).toBeInViewport({ ratio: 1 });
  // What has no room for a column of its own is below what it belongs to.
  await page.setViewportSize({ width: 900, height: 700 });
  await expect(count).toBeInViewport({ ratio: 1 });
  await expect(
    audit.getByRole('cell', { name: `checkout ${environment}`, exact: true }).first(),
  ).toBeVisible();
  await expect(audit.getByRole('cell', { name: 'E-mail email' }).first()).toBeVisible();

  // Of many attributes one is found by typing; what is chosen narrows the list.
  const attribute = page.getByRole('combobox', { name: 'Attribute', exact: true });
  await attribute.click();
  await page.getByRole('combobox', { name: 'Find in Attribute' }).fill('mail.1');
  await expect(page.getByRole('option')).toHaveCount(6);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(attribute).toHaveText('contact.mail.10');
  await expect(attribute).toBeFocused();
  await expect(audit.getByRole('row')).toHaveCount(2);

  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'Last 7 days' }).click();
  await openTab(page, 'Rules');
  await openTab(page, 'Redactions');
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveText('Last 7 days');
});
