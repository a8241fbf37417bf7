import type { Page } from '@playwright/test';
import { expect, test, type RunningCollector } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { goToTrace, sendSpans } from './send-spans.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

const [ROOT, AGENT, TOOL] = [newSpanId(), newSpanId(), newSpanId()] as const;
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4.1',
  'gen_ai.usage.input_tokens': 100,
  'gen_ai.usage.output_tokens': 20,
};

async function openGraph(page: Page, collector: RunningCollector): Promise<void> {
  const traceId = newTraceId();
  await sendSpans(collector.otlpHttp, traceId, Date.now() - 10_000, [
    { name: 'POST /answer', spanId: ROOT, ms: 400, service: 'api' },
    {
      name: 'invoke_agent support',
      spanId: AGENT,
      parentId: ROOT,
      at: 5,
      ms: 380,
      attributes: { 'gen_ai.operation.name': 'invoke_agent' },
    },
    { name: 'first chat', parentId: AGENT, at: 10, ms: 50, attributes: chat },
    { name: 'second chat', parentId: AGENT, at: 200, ms: 50, attributes: chat },
    {
      name: 'execute_tool refund',
      spanId: TOOL,
      parentId: AGENT,
      at: 70,
      ms: 90,
      error: 'card refused',
      attributes: { 'gen_ai.operation.name': 'execute_tool' },
    },
    { name: 'POST /refunds', parentId: TOOL, at: 75, ms: 60, service: 'payments' },
  ]);
  await goToTrace(page, collector, traceId);
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Graph' }).click();
  await expect(graph(page)).toBeVisible();
}

const graph = (page: Page) => page.getByRole('group', { name: 'Graph of POST /answer' });
const node = (page: Page, name: RegExp) => graph(page).getByRole('button', { name });
const details = (page: Page) => page.getByRole('region', { name: 'Span details' });

test('the graph says who called whom, how often, and what it took, and is seen whole', async ({
  signedIn: page,
  collector,
}) => {
  await openGraph(page, collector);
  await expect(page).toHaveURL(/look=graph/);
  await expect(page.getByRole('toolbar', { name: 'Graph' })).toContainText('5 nodes · 6 calls');
  await expect(node(page, /^Agent support: 1 call, 380 ms, 240 tokens/)).toBeVisible();
  await expect(node(page, /^Model gpt-4.1: 2 calls, 100 ms, 240 tokens/)).toBeVisible();
  await expect(node(page, /^Tool refund: 1 call, 90.0 ms, 1 error/)).toBeVisible();
  await expect(node(page, /^Service payments: 1 call/)).toBeVisible();
  await expect(node(page, /^2 calls from support to gpt-4.1/)).toBeVisible();
  await expectAccessible(page, 'graph');

  // One that calls many stands beside them where there is no room above; Fit shows all, however small.
  const traceId = newTraceId();
  await sendSpans(collector.otlpHttp, traceId, Date.now() - 10_000, [
    { name: 'POST /answer', spanId: ROOT, ms: 400, service: 'api' },
    ...['cart', 'users', 'search', 'stock', 'prices', 'mail', 'audit'].map((service) => ({
      name: 'GET /',
      parentId: ROOT,
      service,
    })),
  ]);
  await goToTrace(page, collector, traceId);
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Graph' }).click();
  const boxes = graph(page).getByRole('button', { name: /^Service/ });
  const fit = page.getByRole('toolbar', { name: 'Graph' }).getByRole('button', { name: 'Fit' });
  await expect(boxes).toHaveCount(8);
  for (const box of await boxes.all()) await expect(box).toBeInViewport({ ratio: 1 });
  await expect(fit).toBeDisabled();
  await page.setViewportSize({ width: 700, height: 400 });
  await fit.click();
  for (const box of await boxes.all()) await expect(box).toBeInViewport({ ratio: 1 });
  await expect(fit).toBeDisabled();
});

test('a node lists its calls, and a call is shown in the details and in the timeline', async ({
  signedIn: page,
  collector,
}) => {
  await openGraph(page, collector);
  await node(page, /^Model gpt-4.1/).click();
  const calls = page.getByRole('region', { name: 'Calls of gpt-4.1' });
  await expect(calls.getByRole('option')).toHaveCount(2);
  await expect(details(page).getByRole('heading', { level: 2 })).toHaveText('first chat');
  await calls.getByRole('option', { name: /second chat/ }).click();
  await expect(details(page).getByRole('heading', { level: 2 })).toHaveText('second chat');
  await expectAccessible(page, 'graph');
  await calls.getByRole('button', { name: 'Show in timeline' }).click();
  await expect(
    page.getByRole('treegrid').getByRole('row', { selected: true }),
  ).toHaveAccessibleName(/second chat/);
});

test('the graph is walked with the keyboard alone', async ({ signedIn: page, collector }) => {
  await openGraph(page, collector);
  await node(page, /^Service api/).focus();
  await page.keyboard.press('ArrowDown');
  await expect(node(page, /^Agent support/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(node(page, /^Agent support/)).toHaveAttribute('aria-pressed', 'true');
  const calls = page.getByRole('region', { name: /^Calls of/ });
  await calls.getByRole('button', { name: /→ refund/ }).focus();
  await page.keyboard.press('Enter');
  const made = page.getByRole('region', { name: 'Calls of support → refund' });
  await expect(made.getByRole('option')).toHaveCount(1);
  await expect(details(page)).toContainText('card refused');
  await made.getByRole('listbox', { name: 'Calls' }).focus();
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('treegrid').getByRole('row', { selected: true }),
  ).toHaveAccessibleName(/execute_tool refund/);
});
