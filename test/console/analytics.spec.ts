import { expect, test } from './console.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './expect-accessible.ts';
import { sendSpans } from './send-spans.ts';
import { sendTraces } from './send-traces.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

const operation = (name: string) => ({ 'gen_ai.operation.name': name });

test('numbers over time are split, read by keyboard, and lead to their traces', async ({
  signedIn: page,
  collector,
}) => {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Analytics' }).click();
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeVisible();
  // Nothing has ever come: a longer time would not help.
  await expect(page.getByRole('heading', { name: 'No traces yet' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect an app' })).toBeVisible();

  // What arrives while the screen is open is counted by itself.
  const minute = 60_000;
  await sendTraces(collector.otlpHttp, [
    ...[1, 2, 3].map((n) => ({ name: 'checkout', service: 'shop', agoMs: n * minute })),
    { name: 'pay', service: 'bank', agoMs: minute, error: true, durationMs: 900 },
  ]);
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await expect(numbers.getByRole('row', { name: /^All 4 1 25%/ })).toBeVisible();
  const chart = page.getByRole('group', { name: /^Traces over time/ });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart.getByText('Without error')).toBeVisible();

  await page.getByRole('combobox', { name: 'Split by' }).click();
  await page.getByRole('option', { name: 'By service' }).click();
  await expect(numbers.getByRole('row', { name: /^shop 3 0 0%/ })).toBeVisible();
  await expect(numbers.getByRole('row', { name: /^bank 1 1 100%/ })).toBeVisible();
  // The address holds all of it.
  await page.reload();
  await expect(numbers.getByRole('row', { name: /^shop 3 0 0%/ })).toBeVisible();

  await numbers.getByRole('link', { name: 'bank' }).click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(page.getByRole('row', { name: /pay/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /checkout/ })).toHaveCount(0);

  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeVisible();
  await chart.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
});

test('numbers are compared with the time before and between two values, and lead to both sides', async ({
  signedIn: page,
  collector,
}) => {
  const hour = 3_600_000;
  await sendTraces(collector.otlpHttp, [
    ...[1, 2].map((n) => ({
      name: 'checkout',
      service: 'shop',
      agoMs: n * hour,
      attributes: { plan: 'gold' },
    })),
    { name: 'pay', service: 'bank', agoMs: hour },
    { name: 'old', service: 'shop', agoMs: 30 * hour },
  ]);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Analytics' }).click();
  const totals = page.getByRole('region', { name: 'Totals' });
  const traces = totals.getByRole('group', { name: 'Traces' });
  await expect(traces).toContainText('3');
  await page.getByRole('combobox', { name: 'Compared with' }).click();
  await page.getByRole('option', { name: 'With the time before' }).click();
  await expect(traces).toContainText('+200%');
  await expectAccessible(page, 'compared with before');
  await traces.getByRole('link', { name: 'before 1' }).click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(page.getByRole('row', { name: /old/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /checkout/ })).toHaveCount(0);

  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeVisible();
  await page.getByRole('combobox', { name: 'Split by' }).click();
  await page.getByRole('option', { name: 'By service' }).click();
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await numbers.getByRole('button', { name: 'Compare bank' }).click();
  await numbers.getByRole('button', { name: 'With this shop' }).click();
  await expect(page.getByText('shop compared with bank')).toBeVisible();
  await expect(traces.getByRole('link', { name: 'bank 1' })).toBeVisible();
  await expect(traces).toContainText('+100%');
  await page.getByRole('button', { name: 'Show all groups' }).click();
  await expect(page.getByText('shop compared with bank')).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Split by' }).click();
  await page.getByRole('option', { name: 'Spans by an attribute…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Split spans by an attribute' });
  await dialog.getByRole('textbox', { name: 'Key' }).fill('plan');
  await dialog.getByRole('button', { name: 'Split' }).click();
  await expect(numbers.getByRole('row', { name: /^not named 1 / })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Split by' })).toContainText('By plan');
  await numbers.getByRole('link', { name: 'gold' }).click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(page.getByRole('row', { name: /checkout/ })).toHaveCount(2);
  await expect(page.getByRole('row', { name: /pay/ })).toHaveCount(0);
});

test('services that call each other, and what failed', async ({ signedIn: page, collector }) => {
  const traceId = newTraceId();
  const spanId = newSpanId();
  const agentId = newSpanId();
  const ordersId = newSpanId();
  await sendSpans(collector.otlpHttp, traceId, Date.now() - 5000, [
    { name: 'GET /cart', spanId, ms: 900, service: 'web' },
    {
      name: 'SELECT cart',
      spanId: ordersId,
      parentId: spanId,
      at: 10,
      service: 'orders',
      error: 'locked',
    },
    { name: 'read page', parentId: ordersId, at: 12, service: 'disk' },
  ]);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Analytics' }).click();
  await expect(page.getByRole('region', { name: 'Numbers' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'over time');

  await page.getByRole('tab', { name: 'Services' }).click();
  const map = page.getByRole('region', { name: 'Service map' });
  const orders = map.getByRole('link', { name: /^orders/ });
  await expect(orders).toBeVisible();
  // Calls that what one points at has no part in step back: the line from orders to the disk, and its number.
  await orders.hover();
  await expect(map.locator('[data-faded]')).toHaveCount(0);
  await map.getByRole('link', { name: /^web/ }).hover();
  await expect(map.locator('[data-faded]')).toHaveCount(2);
  await page.mouse.move(0, 0);
  await expect(map.locator('[data-faded]')).toHaveCount(0);
  const calls = page.getByRole('region', { name: 'Calls between services' });
  await expect(calls.getByRole('row', { name: /^web → orders 1 1 100%/ })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'services');

  await page.getByRole('tab', { name: 'Agents' }).click();
  await expect(page.getByRole('heading', { name: /^No agents/ })).toBeVisible();
  await sendSpans(collector.otlpHttp, newTraceId(), Date.now() - 5000, [
    { name: 'invoke_agent helper', spanId: agentId, attributes: operation('invoke_agent') },
    ...['look', 'a', 'b', 'c', 'd', 'e', 'f', 'g'].map((tool) => ({
      name: `execute_tool ${tool}`,
      parentId: agentId,
      attributes: operation('execute_tool'),
    })),
  ]);
  const network = page.getByRole('region', { name: 'Agent network' });
  await expect(network.getByRole('link', { name: /^look/ })).toBeVisible();
  const made = page.getByRole('region', { name: 'Calls of agents' });
  await expect(made.getByRole('row', { name: /helper → Tool look 1 0 0%/ })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'agents');
  // Eight beside each other have no room at a size that is read; Fit shows all of them, and so does no other size.
  const tools = network.getByRole('link', { name: /^([a-g]|look) / });
  const fit = network.getByRole('button', { name: 'Fit' });
  const seen = async () => {
    const places = await tools.evaluateAll((boxes) =>
      boxes.map((box) => box.getBoundingClientRect()).map(({ left, right }) => [left, right]),
    );
    const { left, right } = await network.evaluate((map) => map.getBoundingClientRect());
    return places.filter(([from, to]) => from! >= left && to! <= right).length;
  };
  expect(await seen()).toBeLessThan(8);
  await fit.click();
  await expect(fit).toBeDisabled();
  await expect.poll(seen).toBe(8);
  await network.getByRole('button', { name: 'Zoom in' }).click();
  await expect(fit).toBeEnabled();
  await expect.poll(seen).toBeLessThan(8);

  await page.getByRole('tab', { name: 'Errors' }).click();
  const errors = page.getByRole('region', { name: 'Errors' });
  await expect(errors.getByRole('row', { name: /SELECT cart/ })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'errors');
  await errors.getByRole('link', { name: 'locked' }).click();
  await expect(page.getByRole('heading', { name: 'GET /cart', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(traceId));
});
