import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';
import { expectReason } from './expect-reason.ts';
import { dialogOf, goByKeys, pressOn, tabTo } from '../support/keys-only.ts';
import { openPrivacy, openTab, save, typeRow } from './privacy-screen.ts';
import { sendTraces } from './send-traces.ts';

test('rules are edited with live examples, saved with a reason, and undone', async ({
  signedIn: page,
  collector,
}) => {
  await openPrivacy(page);
  await expect(typeRow(page, 'E-mail')).toContainText('[EMAIL]');
  // What is set is seen while redaction is off, and not taken for what happens.
  const email = page.getByRole('switch', { name: 'E-mail' });
  await expect(email).toBeChecked();
  await expect(email).toHaveAccessibleDescription('Not in effect while redaction is off');
  const ofIdle = await email.evaluate((track) => getComputedStyle(track).backgroundColor);
  await page.getByLabel('Replacement of Credit card').click();
  await page.getByRole('option', { name: /^Mask/ }).click();
  await expect(typeRow(page, 'Credit card')).toContainText('**** **** **** 1111');
  await page.getByLabel('Text in place of everything by default').fill('<gone {type}>');
  await expect(typeRow(page, 'E-mail')).toContainText('<gone EMAIL>');
  await page.getByRole('switch', { name: 'IP address' }).click();
  await expect(typeRow(page, 'IP address')).toContainText('stays');
  await page.getByRole('radio', { name: /^Redact/ }).click();
  await expect(email).toHaveAccessibleDescription('');
  await expect(email).not.toHaveCSS('background-color', ofIdle);

  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(bar).toContainText('4 unsaved changes');
  await openTab(page, 'Redactions');
  await expect(bar).toBeVisible();
  await openTab(page, 'Rules');
  await save(page, 'asked for by Ada');

  await sendTraces(collector.otlpHttp, [
    { name: 'to ada@corp.io', attributes: { 'client.address': '8.8.4.4' } },
  ]);
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  const list = page.getByRole('grid', { name: 'Traces' });
  await expect(list).toContainText('to <gone EMAIL>');
  await expect(list).not.toContainText('corp.io');

  await expectReason(page, collector.console, 'redaction.changed', 'asked for by Ada');
});

test('switching off asks, and can be undone', async ({ signedIn: page }) => {
  await openPrivacy(page);
  await page.getByRole('radio', { name: /^Redact/ }).click();
  await save(page);
  const off = page.getByRole('radio', { name: /^Off/ });
  await off.click();
  await page
    .getByRole('region', { name: 'Unsaved changes' })
    .getByRole('button', { name: 'Save', exact: true })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Switch redaction off' });
  await expect(dialog).toContainText('stored as they arrive');
  await dialog.getByRole('button', { name: 'Switch off' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(off).toBeChecked();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(page.getByRole('radio', { name: /^Redact/ })).toBeChecked();
});

test('a draft is discarded, and lists say what they do not take', async ({ signedIn: page }) => {
  await openPrivacy(page);
  const domains = page.getByRole('region', { name: 'E-mail domains' });
  await domains.getByLabel('Domain to allow').fill('not a domain');
  await domains.getByRole('button', { name: 'Allow domain' }).click();
  await expect(domains).toContainText('Write a domain such as');
  await domains.getByLabel('Domain to allow').fill('@Corp.io');
  await domains.getByRole('button', { name: 'Allow domain' }).click();
  await expect(domains.getByRole('listitem')).toHaveText('corp.io');
  await expect(typeRow(page, 'E-mail')).toContainText('stays');
  // What had the focus goes; whoever works by keyboard goes on beside it.
  await domains.getByLabel('Domain to allow').fill('two.example');
  await domains.getByLabel('Domain to allow').press('Enter');
  await domains.getByRole('button', { name: 'Remove corp.io' }).press('Enter');
  await expect(domains.getByRole('button', { name: 'Remove two.example' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(domains.getByLabel('Domain to allow')).toBeFocused();
  await domains.getByLabel('Domain to allow').fill('corp.io');
  await domains.getByLabel('Domain to allow').press('Enter');
  // What is typed and left there would not be saved.
  await domains.getByLabel('Domain to allow').fill('three.example');
  await page.keyboard.press('Tab');
  await expect(domains).not.toContainText('Not added yet');
  await page.keyboard.press('Tab');
  await expect(domains).toContainText('Not added yet: press Enter');
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await bar.getByRole('button', { name: 'Discard' }).press('Enter');
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole('tabpanel', { name: 'Rules' })).toBeFocused();
  await expect(typeRow(page, 'E-mail')).toContainText('[EMAIL]');
});

test('a rule of one’s own is tried on a text and on recent spans before it is kept', async ({
  signedIn: page,
  collector,
}) => {
  await sendTraces(collector.otlpHttp, [
    { attributes: { note: 'EMP-104422 and EMP-104423' } },
    { service: 'checkout', attributes: { note: 'EMP-104424' } },
  ]);
  await openPrivacy(page);
  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByLabel('Name', { exact: true }).fill('employee-number');
  const pattern = dialog.getByLabel('Pattern', { exact: true });
  await pattern.fill('EMP-[0-9');
  await expect(dialog).toContainText('The pattern cannot be used');
  await pattern.fill('EMP-[0-9]{6}');
  await dialog.getByLabel('Text to try the rule on').fill('of EMP-104422, not of EMP-1');
  const trial = dialog.getByRole('region', { name: 'Try the rule' });
  await expect(trial).toContainText('1 hit: of [EMPLOYEE_NUMBER], not of EMP-1');
  await expect(dialog.getByRole('status', { name: 'Hits in recent data' })).toContainText(
    '3 hits in the newest 2 records: note (3)',
  );
  // That the collector is away says nothing of the pattern, and keeps no rule from being added.
  await page.route('**/rpc/redaction/testFields', (route) => route.abort());
  await dialog.getByLabel('Text to try the rule on').fill('EMP-104422');
  await expect(trial).toContainText('The collector does not answer');
  await expect(dialog).not.toContainText('The pattern cannot be used');
  await page.unroute('**/rpc/redaction/testFields');
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog).toHaveCount(0);
  const rules = page.getByRole('table', { name: 'Your rules' });
  await expect(rules).toContainText('[EMPLOYEE_NUMBER]');

  await page.getByLabel('Text to try the rules on').fill('I am EMP-104422');
  await expect(page.getByRole('region', { name: 'What would be stored' })).toHaveText(
    'I am [EMPLOYEE_NUMBER]',
  );
  await page.getByRole('button', { name: 'Add rule' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('employee-number');
  await dialog.getByLabel('Pattern', { exact: true }).fill('x');
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog).toContainText('There is a rule of this name.');
});

test('the playground shows a text and a span before and after, by the rules as edited', async ({
  signedIn: page,
  collector,
}) => {
  await sendTraces(collector.otlpHttp, [
    { name: 'checkout', attributes: { 'user.email': 'ada@corp.io', note: 'nothing' } },
  ]);
  await openPrivacy(page);
  await page.getByLabel('Replacement of E-mail').click();
  await page.getByRole('option', { name: /^Pseudonym/ }).click();
  await openTab(page, 'Playground');
  await page.route('**/rpc/redaction/testFields', (route) => route.abort());
  await page
    .getByLabel('Text to try', { exact: true })
    .fill('{"to":"ada@corp.io","card":4111111111111111}');
  await expect(page.getByRole('alert')).toContainText('The rules could not be tried');
  await page.unroute('**/rpc/redaction/testFields');
  await page.getByRole('button', { name: 'Try again' }).click();
  const found = page.getByRole('table', { name: 'What was found' });
  await expect(found.getByRole('row')).toHaveCount(3);
  await expect(found).toContainText('card.visa');
  await expect(page.locator('mark[data-show="after"]').first()).toHaveText(/^\[EMAIL:[a-z]{12}\]$/);

  await page.getByRole('button', { name: 'Pick a recent span' }).click();
  const picker = page.getByRole('dialog', { name: 'Pick a recent span' });
  const newest = picker.getByRole('list', { name: 'Newest traces' }).getByRole('button').first();
  await expect(newest).toBeFocused();
  await picker
    .getByRole('list', { name: 'Spans of the trace' })
    .getByRole('button')
    .first()
    .click();
  await expect(picker).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Span checkout' })).toBeVisible();
  await expect(found.getByRole('row')).toHaveCount(2);
  await expect(found).toContainText('user.email');

  // That the collector is away is said over no tab.
  await collector.stop();
  await expect(
    page.getByText(/^Collector restarting|^The collector does not answer/),
  ).toBeVisible();
  for (const name of ['Redactions', 'Stored data', 'Playground']) await openTab(page, name);
});

test('a value of a span is taken to the playground', async ({ signedIn: page, collector }) => {
  const [traceId] = await sendTraces(collector.otlpHttp, [
    { name: 'checkout', attributes: { 'user.email': 'ada@corp.io' } },
  ]);
  await expect(page.getByRole('link', { name: 'Privacy', exact: true })).toBeVisible();
  const project = /prj_\w+/.exec(page.url())![0];
  await page.goto(`${collector.console}#/projects/${project}/traces/${traceId}`);
  await page.getByRole('link', { name: 'Try redaction on this user.email' }).click();
  await expect(page.getByRole('heading', { name: 'Privacy', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Text to try', { exact: true })).toHaveValue('ada@corp.io');
  await expect(page.getByRole('table', { name: 'What was found' })).toContainText('user.email');
});

test('recent data is counted, redactions are charted, filtered and saved', async ({
  signedIn: page,
  collector,
}) => {
  await openPrivacy(page);
  await openTab(page, 'Redactions');
  await expect(page.getByText('Redaction is off')).toBeVisible();
  await expect(page.getByRole('button', { name: 'CSV', exact: true })).toBeDisabled();
  await page.getByRole('link', { name: 'Go to the rules' }).click();
  await page.getByRole('radio', { name: /^Detect only/ }).click();
  await save(page);
  await sendTraces(collector.otlpHttp, [
    { attributes: { 'user.email': 'ada@corp.io' } },
    { service: 'checkout', attributes: { 'client.address': '8.8.4.4' } },
  ]);
  await page.route('**/rpc/redaction/watchCoverage', (route) => route.abort());
  await openTab(page, 'Recent data');
  await expect(page.getByRole('alert')).toContainText('Recent data could not be looked through');
  // Whoever works by keyboard stays where they pressed, and goes on there once it worked.
  const again = page.getByRole('button', { name: 'Try again' });
  const asked = page.waitForRequest('**/rpc/redaction/watchCoverage');
  await again.press('Enter');
  await asked;
  await expect(again).toBeFocused();
  await page.unroute('**/rpc/redaction/watchCoverage');
  await again.press('Enter');
  await expect(page.getByRole('tabpanel', { name: 'Recent data' })).toBeFocused();
  const where = page.getByRole('region', { name: 'Where it was found' });
  await expect(where).toContainText('user.email');
  await expect(where).toContainText('checkout');

  await openTab(page, 'Redactions');
  const audit = page.getByRole('region', { name: 'Redaction audit' });
  await expect(audit.getByRole('row')).toHaveCount(3);
  await expect(audit).toContainText('counted only');
  await page.getByRole('combobox', { name: 'Service' }).click();
  await page.getByRole('option', { name: 'checkout' }).click();
  await expect(audit.getByRole('row')).toHaveCount(2);
  await expect(audit).toContainText('client.address');
  const chart = page.getByRole('group', { name: /^Redactions by hour/ });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart).toContainText('IP address 1');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/^redactions-.*\.csv$/);
});

test('what the instance requires is locked in every project', async ({
  signedIn: page,
  collector,
}) => {
  const project = /prj_\w+/.exec(page.url())![0];
  await page.goto(`${collector.console}#/collector/settings`);
  await page.getByRole('checkbox', { name: 'E-mail' }).click();
  await expect(page.getByText('E-mail is required everywhere').first()).toBeVisible();
  await expect(
    page.getByRole('radio', {
      name: 'Off Only what the instance requires is replaced: E\u2011mail.',
    }),
  ).toBeChecked();
  await page.goto(`${collector.console}#/projects/${project}/privacy`);
  await expect(typeRow(page, 'E-mail')).toContainText('Required');
  await expect(page.getByRole('switch', { name: 'E-mail' })).toHaveCount(0);
  const only = 'Only what the instance requires is replaced: E\u2011mail.';
  await expect(page.getByRole('radio', { name: `Off ${only}` })).toBeChecked();
  await expect(page.getByText('Off, but for required kinds', { exact: true })).toBeVisible();
  await openTab(page, 'Redactions');
  await expect(page.getByText(only)).toBeVisible();
  await sendTraces(collector.otlpHttp, [{ name: 'to ada@corp.io' }]);
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('to [EMAIL]');
});

test('everything is reached by keys alone', async ({ signedIn: page, collector }) => {
  const { keyboard } = page;
  await sendTraces(collector.otlpHttp, [{ attributes: { note: 'EMP-104422' } }]);
  await goByKeys(page, 'r', 'Privacy');
  await tabTo(page, page.getByRole('radio', { name: /^Off/ }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: /^Detect only/ })).toBeChecked();
  await tabTo(page, page.getByRole('switch', { name: 'Phone' }));
  await keyboard.press('Space');
  await expect(typeRow(page, 'Phone')).toContainText('stays');

  await pressOn(page, page.getByRole('button', { name: 'Add rule' }));
  const dialog = dialogOf(page);
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  await keyboard.type('emp');
  await tabTo(page, dialog.getByLabel('Pattern', { exact: true }));
  await keyboard.type('EMP-[0-9]+');
  await tabTo(page, dialog.getByLabel('Text to try the rule on'));
  await keyboard.type('EMP-17');
  await expect(dialog.getByRole('region', { name: 'Try the rule' })).toContainText('1 hit: [EMP]');
  await pressOn(page, dialog.getByRole('button', { name: 'Add rule' }));
  await expect(dialog).toHaveCount(0);
  await tabTo(page, page.getByLabel('Key to drop'));
  await keyboard.type('internal.*');
  await keyboard.press('Enter');
  await expect(
    page.getByRole('region', { name: 'Drop these attributes' }).getByRole('listitem'),
  ).toHaveText('internal.*');
  await pressOn(page, page.getByRole('button', { name: 'Save', exact: true }));
  await expect(
    dialog.getByRole('list', { name: 'What is changed' }).getByRole('listitem'),
  ).toHaveCount(4);
  await tabTo(page, dialog.getByLabel('Reason (optional)'));
  await keyboard.type('by keys');
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  await expect(page.getByRole('tabpanel', { name: 'Rules' })).toBeFocused();
  const drop = page.getByRole('button', { name: 'Delete rule emp' });
  await pressOn(page, drop);
  await expect(page.getByRole('button', { name: 'Add rule' })).toBeFocused();
  await pressOn(page, page.getByRole('button', { name: 'Discard' }));
  await expect(drop).toBeVisible();

  await tabTo(page, page.getByRole('tab', { name: 'Rules', exact: true }));
  await keyboard.press('ArrowRight');
  await tabTo(page, page.getByLabel('Text to try', { exact: true }));
  await keyboard.type('of EMP-17');
  await expect(page.getByRole('table', { name: 'What was found' })).toContainText('emp');
  await pressOn(page, page.getByRole('button', { name: 'Pick a recent span' }));
  const spans = dialog.getByRole('list', { name: 'Spans of the trace' });
  await pressOn(page, spans.getByRole('button').first());
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'What was found' })).toContainText('EMP-104422');
});

test('axe finds nothing in privacy', async ({ signedIn: page, collector }) => {
  test.setTimeout(180_000);
  await sendTraces(collector.otlpHttp, [{ attributes: { 'user.email': 'ada@corp.io' } }]);
  await openPrivacy(page);
  await expect(typeRow(page, 'E-mail')).toContainText('[EMAIL]');
  await expectAccessibleInBothThemes(page, 'rules');
  await page.getByRole('radio', { name: /^Detect only/ }).click();
  await page.getByRole('button', { name: 'Add rule' }).click();
  await expect(page.getByRole('dialog', { name: 'New rule' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'new rule');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'New rule' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Save rules' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'save');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Save rules' })).toHaveCount(0);
  await sendTraces(collector.otlpHttp, [{ attributes: { 'user.email': 'ada@corp.io' } }]);
  await openTab(page, 'Playground');
  await page.getByLabel('Text to try', { exact: true }).fill('to ada@corp.io');
  await expect(page.getByRole('table', { name: 'What was found' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'playground');
  await page.getByRole('button', { name: 'Pick a recent span' }).click();
  await expect(page.getByRole('list', { name: 'Spans of the trace' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'picker');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Pick a recent span' })).toHaveCount(0);
  await openTab(page, 'Recent data');
  await expect(page.getByRole('region', { name: 'Where it was found' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'coverage');
  await openTab(page, 'Redactions');
  await expect(page.getByRole('region', { name: 'Redaction audit' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'redactions');
});
