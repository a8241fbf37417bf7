import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { goToTrace, sendSpans } from './send-spans.ts';
import { openSpan, openTab, valueOf } from './seen-in-window.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

const SECRET = 'ada@example.com';
const PROMPT = 'What is the plan for Friday?';
const MODEL = 'gpt-4.1';

async function seed(otlpHttp: string): Promise<string> {
  const traceId = newTraceId();
  const root = newSpanId();
  await sendSpans(otlpHttp, traceId, Date.now() - 60_000, [
    {
      name: 'checkout',
      spanId: root,
      ms: 40,
      attributes: { 'user.email': SECRET, 'http.route': '/pay' },
    },
    {
      name: 'chat',
      parentId: root,
      at: 2,
      ms: 20,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': MODEL,
        'gen_ai.usage.input_tokens': 120,
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: PROMPT }] },
        ]),
      },
    },
  ]);
  return traceId;
}

async function openVisibility(page: Page): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Attribute visibility' }).click();
  await expect(page.getByRole('heading', { name: 'Attribute visibility', level: 1 })).toBeVisible();
}

const rules = (page: Page) => page.getByRole('table', { name: 'Visibility rules' });
const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Viewing as' });

async function createRule(page: Page, pattern: string, match?: string): Promise<void> {
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  if (match) {
    await dialog.getByRole('combobox', { name: 'How keys are compared' }).click();
    await page.getByRole('option', { name: match }).click();
  }
  await dialog.getByLabel('Key or pattern').fill(pattern);
  await dialog.getByRole('button', { name: 'Create rule' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rules(page).getByRole('row').filter({ hasText: pattern })).toHaveCount(1);
}

async function viewAs(page: Page, role: string): Promise<void> {
  await page.getByRole('button', { name: 'View as' }).click();
  await page.getByRole('menuitem', { name: role }).click();
  await expect(banner(page)).toContainText(`Viewing as ${role}`);
}

test('a rule is previewed, made, changed, refused twice, deleted and brought back', async ({
  signedIn: page,
  collector,
}) => {
  await seed(collector.otlpHttp);
  await openVisibility(page);
  await expect(
    page.getByRole('heading', { name: 'Everybody in the project sees everything' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByRole('button', { name: 'Create rule' }).click();
  await expect(dialog.getByText('Name an attribute.', { exact: true })).toBeVisible();
  await dialog.getByRole('combobox', { name: 'How keys are compared' }).click();
  await page.getByRole('option', { name: 'begins with' }).click();
  await dialog.getByLabel('Key or pattern').fill('user.');
  await expect(dialog.getByRole('list', { name: 'Covered keys' })).toContainText('user.email');
  await expect(dialog.getByRole('list', { name: 'Covered keys' })).not.toContainText(SECRET);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create rule' }).click();
  await expect(dialog).toHaveCount(0);
  const row = rules(page).getByRole('row').filter({ hasText: 'user.' });
  await expect(row).toContainText('begins with');
  await expect(row).toContainText('Spans');

  // The same once more.
  await page.getByRole('button', { name: 'New rule' }).click();
  await dialog.getByRole('combobox', { name: 'How keys are compared' }).click();
  await page.getByRole('option', { name: 'begins with' }).click();
  await dialog.getByLabel('Key or pattern').fill('user.');
  await expect(dialog).toContainText('There is a rule for exactly this already');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);

  await row.getByRole('button', { name: 'Edit the rule for user.' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit rule' });
  await edit.getByRole('radio', { name: /Hide key and value/ }).click();
  await edit.getByRole('checkbox', { name: 'Member', exact: true }).first().click();
  await edit.getByLabel('Why (optional)').fill('Data protection');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('key and value');
  await expect(row).toContainText('Data protection');

  await row.getByRole('button', { name: 'Delete the rule for user.' }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toContainText('Data protection');

  await page.getByRole('button', { name: 'From a preset' }).click();
  await page.getByRole('menuitem', { name: 'User identity' }).click();
  const preset = page.getByRole('dialog', { name: 'Hide: User identity' });
  await preset.getByRole('checkbox', { name: /enduser\./ }).click();
  await preset.getByRole('button', { name: /^Create 5 rules$/ }).click();
  await expect(preset).toHaveCount(0);
  await expect(rules(page).getByRole('row').filter({ hasText: 'session.' }).first()).toBeVisible();
  await expect(rules(page).getByRole('row').filter({ hasText: 'enduser.' })).toHaveCount(0);
});

test('whoever views as a role sees what it sees, everywhere, until they leave', async ({
  signedIn: page,
  collector,
}) => {
  const traceId = await seed(collector.otlpHttp);
  await openVisibility(page);
  await createRule(page, 'user.email');
  await createRule(page, 'gen_ai.request.model');
  await page.getByRole('button', { name: 'From a preset' }).click();
  await page.getByRole('menuitem', { name: 'LLM messages' }).click();
  await page.getByRole('button', { name: 'Create 1 rule' }).click();
  await expect(rules(page).getByRole('row')).toHaveCount(4);

  // Seen as oneself.
  await goToTrace(page, collector, traceId);
  const details = await openSpan(page, 'checkout');
  await expect(valueOf(await openTab(details, 'Attributes'), 'user.email')).toContainText(SECRET);

  await viewAs(page, 'Read-only');
  const hidden = await openSpan(page, 'checkout');
  const value = valueOf(await openTab(hidden, 'Attributes'), 'user.email');
  await expect(value).toHaveText('hidden');
  await expect(value.getByTitle(/from Read-only by the rule “is user\.email”/)).toBeVisible();
  await expect(value.getByRole('button')).toHaveCount(0);
  await expect(value.getByRole('link')).toHaveCount(0);
  await expect(page.getByRole('main')).not.toContainText(SECRET);
  await expect((await openTab(hidden, 'Raw')).getByText('[hidden]').first()).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(SECRET);

  const chat = await openSpan(page, 'chat');
  await expect(chat).not.toContainText(PROMPT);
  await expect(chat).not.toContainText(MODEL);

  // It goes along to the list, through a reload, and into what is filtered.
  await page.getByRole('link', { name: 'Traces' }).first().click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('checkout');
  await expect(banner(page)).toBeVisible();
  await expect(grid.getByTitle(/^Model is hidden from Read-only/)).toBeVisible();
  await page.reload();
  await expect(banner(page)).toBeVisible();
  await expect(grid.getByTitle(/^Model is hidden from Read-only/)).toBeVisible();
  const filter = page.getByRole('combobox', { name: 'Filter traces' });
  await filter.fill(`user.email = ${SECRET}`);
  await filter.press('Enter');
  await expect(page.getByRole('heading', { name: 'Not with this filter or order' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('user.email');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear the filters and the order' }).click();
  await expect(grid).toContainText('checkout');

  await banner(page).getByRole('button', { name: 'Exit' }).click();
  await expect(banner(page)).toHaveCount(0);
  await expect(grid).toContainText(MODEL);
});

test('a rule holds at once in the open window of somebody it hides from', async ({
  signedIn: page,
  collector,
  browser,
}) => {
  const traceId = await seed(collector.otlpHttp);
  await page.goto(`${collector.console}/#/people`);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const invite = page.getByRole('dialog', { name: 'Invite somebody' });
  await invite.getByLabel('E-mail').fill('ann@example.org');
  await invite.getByRole('button', { name: 'Make the link' }).click();
  const once = page.getByRole('dialog').getByRole('group', { name: 'One-time link' });
  const link = (await once.locator('code').textContent())!;
  await page.getByRole('button', { name: 'I have handed it over' }).click();
  const context = await browser.newContext();
  const ann = await context.newPage();
  await ann.goto(link);
  await ann.getByLabel('Your name').fill('Ann');
  await ann.getByLabel('New password').fill('correct horse battery');
  await ann.getByRole('button', { name: 'Join' }).click();
  await expect(ann.getByRole('grid', { name: 'Traces' })).toContainText('checkout');
  await goToTrace(ann, collector, traceId);
  const seen = valueOf(await openTab(await openSpan(ann, 'checkout'), 'Attributes'), 'user.email');
  await expect(seen).toContainText(SECRET);
  const places = ann.getByRole('navigation', { name: 'Main' });
  await expect(places.getByRole('link', { name: 'Members' })).toBeVisible();
  await expect(places.getByRole('link', { name: 'Attribute visibility' })).toHaveCount(0);
  await expect(ann.getByRole('button', { name: 'View as' })).toHaveCount(0);

  await openVisibility(page);
  await createRule(page, 'user.email');
  await expect(seen).toHaveText('hidden');
  await expect(ann.getByRole('main')).not.toContainText(SECRET);
  await page.getByRole('button', { name: 'Delete the rule for user.email' }).click();
  await expect(seen).toContainText(SECRET);
  await context.close();
});

test('what the window remembers of viewing as a role ends with it', async ({
  signedIn: page,
  collector,
  context,
}) => {
  await seed(collector.otlpHttp);
  await openVisibility(page);
  await viewAs(page, 'Read-only');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(
    other.getByRole('heading', { name: 'Attribute visibility', level: 1 }),
  ).toBeVisible();
  await expect(banner(other)).toHaveCount(0);
});
