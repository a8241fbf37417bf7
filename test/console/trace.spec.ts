import type { Locator, Page, Route } from '@playwright/test';
import { expect, test, type RunningCollector } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { goToTrace, sendSpans, type SpanSpec } from './send-spans.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

/** Sends a trace and opens it. */
async function openTrace(
  page: Page,
  collector: RunningCollector,
  specs: readonly SpanSpec[],
): Promise<{ traceId: string; startMs: number }> {
  const traceId = newTraceId();
  const startMs = Date.now() - 10_000;
  await sendSpans(collector.otlpHttp, traceId, startMs, specs);
  await goToTrace(page, collector, traceId);
  return { traceId, startMs };
}

const active = (page: Page) => page.getByRole('treegrid').getByRole('row', { selected: true });

const [ROOT, PLAN, CHAT, TOOL] = [newSpanId(), newSpanId(), newSpanId(), newSpanId()] as const;
const call = {
  role: 'assistant',
  parts: [{ type: 'tool_call', id: 'c1', name: 'refund', arguments: { order: 'A-1' } }],
};
const question = {
  role: 'user',
  parts: [
    { type: 'text', content: 'Refund for [EMAIL]\n<b>please</b>' },
    { type: 'uri', modality: 'image', uri: 'https://images.example.com/receipt.png' },
  ],
};
const AGENT: SpanSpec[] = [
  { name: 'support.answer', spanId: ROOT, ms: 400, service: 'api' },
  { name: 'plan', spanId: PLAN, parentId: ROOT, at: 10, ms: 200 },
  {
    name: 'chat gpt-4.1',
    spanId: CHAT,
    parentId: PLAN,
    at: 20,
    ms: 150,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.usage.input_tokens': 1204,
      'gen_ai.usage.output_tokens': 186,
      'gen_ai.input.messages': JSON.stringify([question]),
      'gen_ai.output.messages': JSON.stringify([call]),
    },
  },
  {
    name: 'refund order',
    spanId: TOOL,
    parentId: ROOT,
    at: 220,
    ms: 90,
    error: 'card refused',
    attributes: { 'order.note': 'needle-in-attributes', 'order.cents': 1_732_345 },
  },
];

test('a trace is walked through with the keyboard alone', async ({ signedIn: page, collector }) => {
  await openTrace(page, collector, AGENT);
  const grid = page.getByRole('treegrid', { name: 'Spans of support.answer' });
  await expect(grid).toBeFocused();
  await expect(active(page)).toHaveAccessibleName(/support\.answer/);
  await page.keyboard.press('ArrowDown');
  await expect(active(page)).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('ArrowLeft');
  await expect(active(page)).toHaveAttribute('aria-expanded', 'false');
  await expect(grid.getByRole('row', { name: /chat gpt-4.1/ })).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(active(page)).toHaveAccessibleName(/chat gpt-4.1/);
  await page.keyboard.press('e');
  await expect(active(page)).toHaveAccessibleName(/refund order.*error/);
  await expect(page).toHaveURL(new RegExp(`span=${TOOL}`));
  await expect(page.getByRole('region', { name: 'Span details' })).toContainText('card refused');
  await page.keyboard.press('+');
  await expect(page.getByRole('toolbar', { name: 'Waterfall' })).toContainText('200 ms shown');
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Reset' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /Attributes/ })).toBeFocused();
});

test('the tree has own and whole times in columns, and keeps what is selected', async ({
  signedIn: page,
  collector,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTrace(page, collector, AGENT);
  await expect(page.getByRole('treegrid')).toBeFocused();
  await page.keyboard.press('e');
  await expect(active(page)).toHaveAccessibleName(/refund order/);
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Tree' }).click();
  const tree = page.getByRole('treegrid', { name: 'Spans of support.answer as a tree' });
  await expect(tree).toBeFocused();
  await expect(page).toHaveURL(/look=tree/);
  await expect(active(page)).toHaveAccessibleName(/refund order/);
  await page.keyboard.press('Home');
  await expect(active(page)).toHaveAccessibleName(/support\.answer.*110 ms.*400 ms/);
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('row')).toHaveCount(2);
  // Until the chosen span has come the details of the one before are pale.
  const details = page.getByRole('region', { name: 'Span details' });
  await expect(details.getByRole('heading', { name: 'support.answer', level: 2 })).toBeVisible();
  await expect(details.locator('[data-stale]')).toHaveCount(0);
  await expectAccessible(page);
});

test('a skewed clock is said, and taken out when asked for', async ({
  signedIn: page,
  collector,
}) => {
  const call = newSpanId();
  await openTrace(page, collector, [
    { name: 'call', spanId: call, ms: 100, service: 'web' },
    { name: 'serve', parentId: call, at: -500, ms: 60, service: 'api' },
  ]);
  const serve = page.getByRole('treegrid').getByRole('row', { name: /serve/ });
  await expect(serve).toHaveAccessibleName(/Starts 500 ms before its parent/);
  await page.getByRole('button', { name: 'Adjust clocks' }).click();
  await expect(page.getByRole('button', { name: 'Clocks adjusted' })).toBeVisible();
  await expect(serve).not.toHaveAccessibleName(/before its parent/);
  await page.getByRole('button', { name: 'Clocks adjusted' }).click();
  await expect(serve).toHaveAccessibleName(/Starts 500 ms before its parent/);
});

test('an export says that it is under way', async ({ signedIn: page, collector }) => {
  const { traceId } = await openTrace(page, collector, AGENT);
  const held: Route[] = [];
  await page.route('**/rpc/traces/otlp', (route) => void held.push(route));
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Exporting…' })).toBeFocused();
  await expect.poll(() => held.length).toBe(1);
  await held[0]!.continue();
  expect((await started).suggestedFilename()).toBe(`trace-${traceId}.json`);
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
});

test('a span without a start time and a ring of parents are said, and stretch nothing', async ({
  signedIn: page,
  collector,
}) => {
  const [root, first, second] = [newSpanId(), newSpanId(), newSpanId()] as const;
  await openTrace(page, collector, [
    { name: 'work', spanId: root, ms: 100 },
    { name: 'timeless', parentId: root, at: null },
    { name: 'ring one', spanId: first, parentId: second, at: 10, ms: 5 },
    { name: 'ring two', spanId: second, parentId: first, at: 20, ms: 5 },
  ]);
  const grid = page.getByRole('treegrid', { name: 'Spans of' });
  await expect(grid.getByRole('row', { name: /work/ })).toHaveAccessibleName(/100 ms, starts at 0/);
  const timeless = grid.getByRole('row', { name: /timeless/ });
  await expect(timeless).toHaveAccessibleName(/gave no start time/);
  await expect(timeless).not.toHaveAccessibleName(/starts at/);
  await expect(grid.getByRole('row', { name: /ring one/ })).toHaveAccessibleName(/parent loop/);
  await expect(page.getByText('Duration 100 ms')).toBeVisible();
  await timeless.click();
  const details = page.getByRole('region', { name: 'Span details' });
  await expect(details.getByRole('heading', { name: 'timeless', level: 2 })).toBeVisible();
  await expect(details).toContainText('how long it took is not known');
});

test('finds text in names at once and in attributes through the collector', async ({
  signedIn: page,
  collector,
}) => {
  await openTrace(page, collector, AGENT);
  await expect(page.getByRole('treegrid')).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Find in this trace' })).toBeFocused();
  await page.keyboard.type('CHAT');
  const count = page.getByRole('search').getByRole('status');
  await expect(count).toHaveText('1');
  await page.getByRole('textbox', { name: 'Find in this trace' }).fill('needle-in-attr');
  await expect(count).toHaveText('1');
  await page.keyboard.press('Enter');
  await expect(active(page)).toHaveAccessibleName(/refund order/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('treegrid')).toBeFocused();
  // Digits of long numbers stand in groups for the eye alone.
  const cents = page
    .getByRole('region', { name: 'Span details' })
    .getByTitle('int', { exact: true });
  await expect(cents.locator('span')).toHaveText(['732', '345']);
  const copied = await cents.evaluate((element) => {
    getSelection()?.selectAllChildren(element);
    return String(getSelection());
  });
  expect(copied).toBe('1732345');
});

const RULES = `Be kind. ${'Never promise a refund. '.repeat(4_000)}The end of the rules.`;
const IN_HEBREW: SpanSpec = {
  name: 'chat in Hebrew',
  parentId: ROOT,
  at: 320,
  ms: 20,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: RULES }]),
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'ראשון A-20418 אחרון' }] },
    ]),
  },
};

/** How much further right `first` stands than `last` in the text of an element, pixels. */
const rightOf = (element: Locator, first: string, last: string): Promise<number> =>
  element.evaluate(
    (node, words) => {
      const text = node.firstChild!;
      const [a, b] = words.map((word) => {
        const range = document.createRange();
        const at = text.textContent!.indexOf(word);
        range.setStart(text, at);
        range.setEnd(text, at + word.length);
        return range.getBoundingClientRect();
      });
      return a!.left - b!.left;
    },
    [first, last],
  );

test('messages are text, and nothing is loaded from elsewhere', async ({
  signedIn: page,
  collector,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(collector.console) && !request.url().startsWith('data:'))
      elsewhere.push(request.url());
  });
  await openTrace(page, collector, [...AGENT, IN_HEBREW]);
  await page.getByRole('row', { name: /chat gpt-4.1/ }).click();
  const details = page.getByRole('region', { name: 'Span details' });
  await expect(details.getByRole('tab', { name: 'Messages' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(details).toContainText('<b>please</b>');
  await expect(details.locator('mark')).toHaveText('[EMAIL]');
  await expect(details).toContainText('https://images.example.com/receipt.png');
  await expect(details).toContainText('1,204');
  await expect(details.getByRole('group', { name: 'Arguments of refund' })).toContainText('A-1');
  await page.getByRole('button', { name: 'Conversation' }).click();
  await expect(page.getByRole('list', { name: 'Conversation' })).toContainText(
    'Refund for [EMAIL]',
  );
  await expectAccessible(page);

  // A text reads in the direction of its script, and what was too long to be shown is copied to its end.
  await page.getByRole('button', { name: 'Timeline' }).click();
  await page.getByRole('row', { name: /chat in Hebrew/ }).click();
  const hebrew = details.getByText('ראשון A-20418 אחרון');
  expect(await rightOf(hebrew, 'ראשון', 'אחרון')).toBeGreaterThan(0);
  await expect(details.getByText(/^Beginning of [\d,]+ characters/)).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copy = details.getByRole('button', { name: 'Copy message of System' });
  await copy.click();
  await expect(details.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(RULES);
  expect(elsewhere).toEqual([]);
});

test('a growing trace keeps the selected span and its place', async ({
  signedIn: page,
  collector,
}) => {
  const steps = Array.from({ length: 80 }, (_, i) => ({
    name: `step ${i}`,
    parentId: ROOT,
    at: 10 + i * 4,
    ms: 3,
  }));
  const { traceId, startMs } = await openTrace(page, collector, steps);
  await expect(page.getByText('80 without parent')).toBeVisible();
  await page.getByRole('row', { name: /step 5 / }).click();
  const grid = page.getByRole('treegrid');
  await grid.evaluate((element) => element.scrollTo({ top: 28 * 40 }));
  const row = grid.getByRole('row', { name: /step 45 / });
  const before = (await row.boundingBox())!.y;
  await sendSpans(collector.otlpHttp, traceId, startMs, [
    { name: 'late root', spanId: ROOT, ms: 500 },
    { name: 'first', parentId: ROOT, at: 1 },
  ]);
  await expect(page.getByRole('heading', { name: 'late root', level: 1 })).toBeVisible();
  await expect.poll(async () => (await row.boundingBox())!.y).toBe(before);
  await expect(
    page.getByRole('region', { name: 'Span details' }).getByRole('heading', { level: 2 }),
  ).toHaveText('step 5');
});
