import type { Page } from '@playwright/test';
import { expect, test, type RunningCollector } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { goToTrace, sendSpans, type SpanSpec } from './send-spans.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

const say = (content: string) =>
  JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content }] }]);

/** An agent run: with another model, answer and tool in the second one. */
function agentRun(second: boolean): SpanSpec[] {
  const [root, tool] = [newSpanId(), newSpanId()];
  const model = second ? 'gpt-4.1' : 'gpt-4o';
  return [
    { name: 'support.answer', spanId: root, ms: second ? 900 : 400, service: 'api' },
    {
      name: `chat ${model}`,
      parentId: root,
      at: 10,
      ms: second ? 500 : 100,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': model,
        'gen_ai.usage.input_tokens': second ? 300 : 100,
        'gen_ai.usage.output_tokens': 20,
        'gen_ai.output.messages': say(
          `Your order arrives on ${second ? 'Friday' : 'Monday'} for sure.`,
        ),
        ...(second ? { 'app.retry': 1 } : { 'app.cache': 'hit' }),
      },
    },
    {
      name: 'lookup order',
      spanId: tool,
      parentId: root,
      at: 250,
      ms: 50,
      ...(second ? { error: 'no such order' } : {}),
    },
    ...(second
      ? [{ name: 'apologize', parentId: root, at: 800, ms: 20 }]
      : [{ name: 'store', parentId: root, at: 380, ms: 10 }]),
  ];
}

async function sendBoth(collector: RunningCollector): Promise<[string, string]> {
  const ids: [string, string] = [newTraceId(), newTraceId()];
  await sendSpans(collector.otlpHttp, ids[0], Date.now() - 20_000, agentRun(false));
  await sendSpans(collector.otlpHttp, ids[1], Date.now() - 10_000, agentRun(true));
  return ids;
}

const table = (page: Page) => page.getByRole('treegrid', { name: 'Spans of both traces' });
const panel = (page: Page) => page.getByRole('region', { name: 'Differences of a span' });

test('a trace is compared with another one of its name, number by number and span by span', async ({
  signedIn: page,
  collector,
}) => {
  const [first] = await sendBoth(collector);
  await goToTrace(page, collector, first);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Compare “support.answer” with…' })).toBeVisible();
  const offered = page.getByRole('list', { name: 'Traces' }).getByRole('button');
  await expect(offered).toHaveCount(1);
  await expectAccessible(page, 'choosing');
  await offered.click();

  const totals = page.getByRole('region', { name: 'Totals of both traces' });
  await expect(totals.getByRole('row', { name: /^Difference/ })).toContainText('+200');
  await expect(page.getByRole('toolbar', { name: 'Differences' }).getByRole('status')).toHaveText(
    /3 changed.*1 added.*1 missing.*0 alike in name, status, model/,
  );
  await expect(table(page).getByRole('row', { name: /apologize added.*only in B/ })).toBeVisible();
  await expect(table(page).getByRole('row', { name: /store missing.*only in A/ })).toBeVisible();
  await expect(
    table(page).getByRole('row', { name: /lookup order changed.*error in B/ }),
  ).toBeVisible();
  await expectAccessible(page, 'comparison');
  // In the smallest window the app can have names keep their room: the times, which are beside them too, give way.
  await page.setViewportSize({ width: 760, height: 520 });
  const missing = table(page).getByRole('row', { name: /store missing.*only in A/ });
  await expect(missing.getByRole('gridcell')).toHaveCount(2);
  expect((await missing.getByRole('gridcell').first().boundingBox())!.width).toBeGreaterThan(80);
});

test('messages and attributes of two spans are shown as differences', async ({
  signedIn: page,
  collector,
}) => {
  const [first, second] = await sendBoth(collector);
  await goToTrace(page, collector, first);
  const project = /prj_\w+/.exec(page.url())![0];
  await page.goto(`${collector.console}#/projects/${project}/compare?a=${first}&b=${second}`);
  await expect(table(page)).toBeFocused();
  await page.keyboard.press('n');
  await expect(table(page).getByRole('row', { selected: true })).toHaveAccessibleName(
    /chat gpt-4o.*chat gpt-4.1/,
  );
  const output = panel(page).getByRole('region', { name: 'Output' });
  await expect(output.locator('del')).toHaveText('Monday');
  await expect(output.locator('ins')).toHaveText('Friday');
  const attributes = panel(page).getByRole('region', { name: 'Attributes' });
  await expect(attributes.getByText('app.retry')).toBeVisible();
  await expect(attributes.locator('del').filter({ hasText: /^hit$/ })).toBeVisible();
  await expectAccessible(page, 'pair');

  await page.keyboard.press('End');
  await expect(panel(page)).toContainText('Only');
  await page.getByRole('checkbox', { name: 'Only differences' }).click();
  await expect(table(page).getByRole('row')).toHaveCount(6);
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(page).toHaveURL(new RegExp(`a=${second}&b=${first}`));
  await expect(table(page).getByRole('row', { name: /apologize missing/ })).toBeVisible();
});

test('what cannot be compared is said', async ({ signedIn: page, collector }) => {
  const [first] = await sendBoth(collector);
  await goToTrace(page, collector, first);
  const project = /prj_\w+/.exec(page.url())![0];
  const compare = `${collector.console}#/projects/${project}/compare`;
  await page.goto(`${compare}?a=${first}&b=${first}`);
  await expect(page.getByRole('heading', { name: 'Both are the same trace' })).toBeVisible();
  await page.goto(`${compare}?a=${first}&b=${newTraceId()}`);
  await expect(page.getByRole('alert')).toContainText('is not stored in this project');
  await page.goto(compare);
  await page.getByRole('searchbox', { name: 'Name or id of a trace' }).fill('no such name');
  await expect(page.getByRole('heading', { name: 'No other trace of this name' })).toBeVisible();
});
