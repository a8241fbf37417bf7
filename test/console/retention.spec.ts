import { copyFileSync, globSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';
import { sendTraces } from './send-traces.ts';

const DAY = 86_400_000;

test('rules are set, the dry run lists what would go, a sweep removes it', async ({
  signedIn: page,
  collector,
}) => {
  const old = Date.now() - 60 * DAY;
  await postTraces(collector.otlpHttp, exportRequest([{ startMs: old }, { startMs: old }, {}]));
  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Retention', level: 1 })).toBeVisible();
  const stored = page.getByRole('region', { name: 'Stored days' });
  await expect(stored).toContainText('Kept forever');
  // Some of it may go earlier: by environment, or as it is no error.
  await expect(stored.getByRole('columnheader', { name: 'Deleted by', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Edit rules' }).click();
  const rules = page.getByRole('dialog', { name: 'Edit rules' });
  await rules.getByLabel('Days of traces').fill('soon');
  await rules.getByRole('button', { name: 'Save' }).click();
  await expect(rules.getByRole('alert')).toContainText('Days of traces');
  await expect(rules.getByRole('alert')).toBeInViewport({ ratio: 1 });
  const days = rules.getByLabel('Days of traces');
  await expect(days).toBeFocused();
  await expect(days).toBeInViewport({ ratio: 1 });
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await days.fill('');
  const environments = rules.getByLabel('Days of environments');
  await environments.fill('dev');
  await rules.getByRole('button', { name: 'Save' }).click();
  await expect(environments).toBeFocused();
  await expect(environments).toHaveAccessibleDescription(/Write an environment and its days/);
  await expect(rules.getByText('Write an environment and its days')).toBeInViewport({ ratio: 1 });
  await rules.getByLabel('Days of traces').fill('30');
  await environments.fill('dev 7');
  const save = rules.getByRole('button', { name: 'Save', exact: true });
  const agree = rules.getByRole('button', { name: 'Save anyway' });
  await save.click();
  // What would go is shown first; what is changed then is looked at anew.
  await expect(rules).toContainText('The next sweep would remove 2 records');
  await expect(rules).toContainText('It cannot be undone.');
  await rules.getByLabel('Days of traces').fill('90');
  await expect(agree).toHaveCount(0);
  await rules.getByLabel('Days of traces').fill('30');
  await save.click();
  await expect(rules.getByRole('region', { name: 'What would go' })).toContainText('Older than');
  await agree.click();
  await expect(rules).toHaveCount(0);
  const kept = page.getByLabel('What is kept');
  await expect(kept).toContainText(/30 days.*Now .*3 spans/);
  await expect(page.getByLabel('Kept by environment')).toHaveText(/^dev\s*7 days$/);

  // Sweeping at once shows first what goes, as the dry run does.
  await page.getByRole('button', { name: 'Sweep now' }).click();
  const preview = page.getByRole('dialog', { name: 'What a sweep would remove now' });
  await expect(preview.getByRole('region', { name: 'What would go' })).toContainText(
    'Older than kept',
  );
  await preview.getByRole('button', { name: 'Sweep now' }).click();
  await expect(preview).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Last sweeps' })).toContainText('On request');
  await expect(page.getByRole('button', { name: 'Sweep now' })).toBeFocused();
  // What could not be read is tried again where that is said.
  const failed = { defined: false, code: 'internal', status: 500, message: 'A day is damaged.' };
  await page.route('**/rpc/retention/preview', (route) =>
    route.fulfill({ status: 500, json: { json: failed } }),
  );
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(preview.getByRole('alert')).toContainText('A day is damaged.');
  await page.unroute('**/rpc/retention/preview');
  await preview.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(preview).toContainText('Nothing would go.');
  await expect(preview).toBeFocused();
});

test('a dry run says that the collector is gone instead of looking on', async ({
  signedIn: page,
  collector,
}) => {
  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(page.getByText('Nothing is stored')).toBeVisible();
  await collector.stop();
  await page.getByRole('button', { name: 'Dry run' }).click();
  const preview = page.getByRole('dialog', { name: 'What a sweep would remove now' });
  await expect(preview).toContainText('The collector does not answer.');
  await expect(preview).not.toContainText('Looking for what would go');
  await expect(preview.getByRole('button', { name: 'Sweep now' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await expect(page.getByText('Waiting for the collector…')).toBeVisible();
});

test('everything of a user is deleted once it was counted and the project was named', async ({
  signedIn: page,
  collector,
  dataDir,
}) => {
  await postTraces(
    collector.otlpHttp,
    exportRequest([{ attributes: { 'user.id': 'u-1' } }, { attributes: { 'user.id': 'u-2' } }]),
  );
  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Retention', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Delete by attribute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete by attribute' });
  await dialog.getByLabel('Value').fill('u-1');
  await dialog.getByLabel('Value').press('Enter');
  await expect(dialog.getByText('Spans')).toBeVisible();
  // Another value has to be counted anew.
  await dialog.getByLabel('Value').fill('u-');
  await dialog.getByLabel('Value').fill('u-1');
  const remove = dialog.getByRole('button', { name: 'Delete for good' });
  await expect(remove).toBeDisabled();
  await dialog.getByRole('button', { name: 'Count' }).click();
  const name = dialog.getByLabel('Type the name of the project');
  await expect(name).toBeInViewport({ ratio: 1 });
  await name.fill('Default');
  await name.press('Enter');
  await expect(name).toBeVisible();
  await name.fill('Default Project');
  await expect(remove).toBeEnabled();
  await name.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('1 trace deleted').first()).toBeVisible();
  // Then the screen is read anew; a click while it moves would meet nothing.
  await expect(page.getByLabel('What is kept')).toContainText(/Now .* 1 span(?!s)/);
  await page.getByRole('button', { name: 'Delete by attribute' }).click();
  await dialog.getByLabel('Value').fill('u-1');
  await dialog.getByRole('button', { name: 'Count' }).click();
  await expect(dialog).toContainText('Nothing has this attribute with this value');
  await expect(remove).toBeDisabled();

  // One that the disk stops waits for the next sweep, and may be cancelled until then.
  const [file] = globSync(`${dataDir}/projects/*/traces/*.db`);
  mkdirSync(`${file}.rewrite`);
  await dialog.getByLabel('Value').fill('u-2');
  await dialog.getByRole('button', { name: 'Count' }).click();
  await name.fill('Default Project');
  await remove.click();
  const foot = page.getByRole('group', { name: 'Deleting 1 trace' });
  await expect(foot).toContainText('failed');
  await expect(foot).toContainText('Not all of it is deleted');
  const underWay = page.getByRole('list', { name: 'Deletions under way' });
  await expect(underWay).toContainText('Deletion by attribute');
  await expect(underWay).toContainText('0 of 1 file · 0 traces gone · the rest failed');
  await expectAccessibleInBothThemes(page, 'deletion-under-way');
  await underWay.getByRole('button', { name: 'Cancel: Deletion by attribute' }).click();
  await expect(page.getByText('Deletion cancelled').first()).toBeVisible();
  await expect(underWay).toHaveCount(0);
  // Whoever works by keyboard goes on at the screen, not at the start of the page.
  await expect(page.getByRole('main')).toBeFocused();
});

test('a deletion that goes on is cancelled at the foot of the window, a sweep on its screen', async ({
  page,
  start,
  dataDir,
}) => {
  const filling = await start();
  await sendTraces(filling.otlpHttp, [{ name: 'to-go' }]);
  await filling.stop();
  // A trace of so many days that nobody waits for its end.
  const [file] = globSync(`${dataDir}/projects/*/traces/*.db`);
  for (let day = 1; day <= 400; day++) {
    const name = new Date(Date.UTC(2025, 0, day)).toISOString().slice(0, 10);
    copyFileSync(file!, join(dirname(file!), `${name}.db`));
  }
  const { signIn } = await start();
  await page.goto(signIn);
  await page.getByRole('row', { name: /to-go/ }).getByRole('checkbox').click();
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: /^Delete/ });
  await dialog.getByLabel('Type the name of the project').fill('Default Project');
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  const foot = page.getByRole('group', { name: /^Deleting \d+ trace/ });
  await foot.getByRole('button', { name: /^Cancel deleting/ }).click();
  await expect(page.getByText('Deletion cancelled').first()).toBeVisible();
  await expect(page.getByText(/gone through \d+ of 401 files/).first()).toBeVisible();
  await expect(foot).toHaveCount(0);

  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  await page.getByRole('button', { name: 'Edit rules' }).click();
  const rules = page.getByRole('dialog', { name: 'Edit rules' });
  await rules.getByLabel('Records of traces').fill('1');
  await rules.getByRole('button', { name: 'Save', exact: true }).click();
  await rules.getByRole('button', { name: 'Save anyway' }).click();
  await expect(rules).toHaveCount(0);
  await page.getByRole('button', { name: 'Sweep now' }).click();
  const preview = page.getByRole('dialog', { name: 'What a sweep would remove now' });
  await expect(preview.getByLabel('Reason (optional)')).toBeVisible();
  await preview.getByRole('button', { name: 'Sweep now' }).click();
  // What is said of it follows what it does, and nothing is asked any more.
  const sweeping = page.getByRole('dialog', { name: 'Sweeping' });
  await expect(sweeping.getByRole('list', { name: 'Sweeps under way' })).toBeVisible();
  await expect(sweeping.getByLabel('Reason (optional)')).toHaveCount(0);
  await sweeping.getByRole('button', { name: 'Close' }).last().click();
  const underWay = page.getByRole('list', { name: 'Sweeps under way' });
  await expect(underWay).toContainText(
    /Sweep on request.* of \d+ files · Traces of .* [1-9]\d* records? removed/,
  );
  await underWay.getByRole('button', { name: 'Cancel: Sweep on request' }).click();
  await expect(page.getByText('Sweep cancelled').first()).toBeVisible();
  await expect(page.getByText(/Removed, and stays so: \d+ record/).first()).toBeVisible();
  await expect(underWay).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Last sweeps' })).toContainText('Cancelled');
  await expect(page.getByRole('main')).toBeFocused();
  // A day without an age at which it goes is not kept forever: the limit of records takes it.
  await expect(page.getByRole('region', { name: 'Stored days' })).toContainText(
    'When over its limit',
  );
  expect(globSync(`${dataDir}/projects/*/traces/*.db`).length).toBeGreaterThan(0);
});

test('on legal hold no deletion is begun, nor in a window that is open elsewhere', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  await sendTraces(collector.otlpHttp, [{ name: 'evidence' }]);
  await expect(page.getByRole('heading', { name: 'evidence', level: 1 })).toBeVisible();
  const trace = page.url();
  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  const forget = page.getByRole('button', { name: 'Delete by attribute' });
  await expect(forget).toBeEnabled();
  // Another window, in which time stands all but still: it reads nothing anew by the clock.
  const other = await (await browser.newContext()).newPage();
  await other.clock.install();
  await other.goto(collector.signIn);
  await other.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Delete by attribute' })).toBeEnabled();
  await other.getByRole('button', { name: 'Edit rules' }).click();
  await other.clock.pauseAt(Date.now() + 60_000);

  await page.getByRole('button', { name: 'Edit rules' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit rules' });
  await dialog.getByRole('checkbox', { name: /^Legal hold/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('nothing of it may be deleted')).toBeVisible();
  await expect(forget).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Sweep now' })).toBeDisabled();
  await expectAccessibleInBothThemes(page, 'retention, on hold');
  const theirs = other.getByRole('dialog', { name: 'Edit rules' });
  await expect(async () => {
    await other.clock.runFor(20);
    await expect(theirs).toContainText('changed elsewhere', { timeout: 100 });
  }).toPass({ timeout: 20_000 });
  await expect(theirs.getByRole('checkbox', { name: /^Legal hold/ })).toBeChecked();
  await other.context().close();

  await page.goto(trace);
  await page.getByRole('button', { name: 'More actions' }).click();
  const remove = page.getByRole('menuitem', { name: /^Delete this trace/ });
  await expect(remove).toContainText('on legal hold');
  await expect(remove).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await page
    .getByRole('row', { name: /evidence/ })
    .getByRole('checkbox')
    .click();
  await expect(page.getByRole('toolbar').getByRole('button', { name: 'Delete' })).toBeDisabled();
});

test('owners of the instance set the ceiling and the guard of the disk; what lets more go is asked about', async ({
  signedIn: page,
}) => {
  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Retention', level: 1 })).toBeVisible();
  const thresholds = page.getByRole('region', { name: 'Thresholds of free space' });
  // As all sizes, so that they compare with the free space above them.
  await expect(thresholds).toContainText(/Warn\s*2 GB.*200 MB/);
  await expect(thresholds.getByRole('row').nth(2)).toContainText('off');
  await page.getByRole('button', { name: 'Edit ceiling and disk' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ceiling and disk' });
  const save = dialog.getByRole('button', { name: 'Save', exact: true });
  await dialog.getByLabel('Warn below').fill('1 MB');
  await save.click();
  await expect(dialog.getByLabel('Warn below')).toBeFocused();
  await expect(dialog.getByText('at most the one above it')).toBeInViewport({ ratio: 1 });
  await dialog.getByLabel('Warn below').fill('5 GB');
  await dialog.getByLabel('Ceiling, days').fill('400');
  await dialog.getByRole('checkbox').click();
  await save.click();
  await expect(dialog.getByText('Everything older than 400 days goes')).toBeInViewport({
    ratio: 1,
  });
  await expect(dialog).toContainText('the oldest days of all projects are removed');
  await dialog.getByRole('button', { name: 'Save anyway' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(thresholds.getByRole('row').nth(1)).toContainText('5 GB');
  await expect(thresholds.getByRole('row').nth(2)).not.toContainText('off');
  await expect(page.getByLabel('Ceiling and free space')).toContainText('400 days');

  // What a full disk means is in sight wherever one is.
  const foot = page.getByRole('navigation', { name: 'Main' });
  await page.getByRole('button', { name: 'Edit ceiling and disk' }).click();
  for (const name of ['Warn', 'Remove the oldest', 'Refuse data']) {
    await dialog.getByLabel(`${name} below`).fill('900 TB');
  }
  await save.click();
  await dialog.getByRole('button', { name: 'Save anyway' }).click();
  await foot.getByRole('link', { name: /^Refusing data/ }).click();
  await expect(foot).toContainText('The disk is almost full');
  await expect(page.getByRole('alert')).toContainText('no data is taken until there is room');
});

test('axe finds nothing in retention', async ({ signedIn: page, collector }) => {
  await page.getByRole('link', { name: 'Retention', exact: true }).click();
  await expect(page.getByText('Nothing is stored')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect an app' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'retention, empty');
  const old = Date.now() - 60 * DAY;
  await postTraces(collector.otlpHttp, exportRequest([{ startMs: old }, {}]));
  await page.reload();
  await expect(page.getByRole('region', { name: 'Stored days' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'retention');
  for (const [opener, name] of [
    ['Edit rules', 'Edit rules'],
    ['Dry run', 'What a sweep would remove now'],
    ['Edit ceiling and disk', 'Ceiling and disk'],
    ['Delete by attribute', 'Delete by attribute'],
  ] as const) {
    await page.getByRole('button', { name: opener }).click();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await expectAccessibleInBothThemes(page, name);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }

  // Of thousands of days those in sight are drawn, and the last one is reached.
  const first = Date.UTC(2020, 0, 1);
  await page.route('**/rpc/retention/get', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { json: { days: { day: string }[] } };
    answer.json.days = Array.from({ length: 2_500 }, (_, index) => ({
      ...answer.json.days[0]!,
      day: new Date(first + index * DAY).toISOString().slice(0, 10),
    }));
    await route.fulfill({ response, json: answer });
  });
  await page.reload();
  const days = page.getByRole('region', { name: 'Stored days' });
  await expect(days).toContainText('Nov 4, 2026');
  expect(await days.getByRole('row').count()).toBeLessThan(60);
  await expectAccessibleInBothThemes(page, 'retention, thousands of days');
  await days.focus();
  await page.keyboard.press('End');
  await expect(days.getByRole('cell', { name: 'Jan 1, 2020' })).toBeInViewport({ ratio: 1 });
  expect(await days.getByRole('row').count()).toBeLessThan(60);
});
