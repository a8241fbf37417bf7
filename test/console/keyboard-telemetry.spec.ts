import { newSpanId, newTraceId } from '../support/ids.ts';
import { arrowTo, goByKeys, pressOn, tabTo } from '../support/keys-only.ts';
import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';
import { goToTrace, sendSpans } from './send-spans.ts';
import { sendTraces } from './send-traces.ts';

test('traces: grouped, a group opened, followed live, paused and cleared', async ({
  signedIn: page,
  collector,
}) => {
  test.setTimeout(240_000);
  const { keyboard } = page;
  const work = ['shop', 'billing', 'shop'].map((service, i) => ({
    name: `work ${i}`,
    service,
    agoMs: 60_000 + i * 1_000,
  }));
  await sendTraces(collector.otlpHttp, work);
  // The first trace of a project opens by itself.
  await expect(page.getByRole('heading', { name: /^work/, level: 1 })).toBeVisible();
  await goByKeys(page, 't', 'Traces');
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('work 0');

  await pressOn(page, page.getByRole('button', { name: 'Group', exact: true }));
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'group menu');
  await arrowTo(page, 'ArrowDown', page.getByRole('menuitem', { name: 'Service', exact: true }));
  await keyboard.press('Enter');
  const groups = page.getByRole('region', { name: 'Groups' });
  await expect(groups.getByRole('row').nth(1)).toContainText('shop');
  await expectAccessibleInBothThemes(page, 'groups');
  await tabTo(page, groups.getByRole('button', { name: 'shop', exact: true }));
  await keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Filter traces' })).toHaveValue('service = shop');
  await expect(page.getByLabel('Totals')).toContainText('2 traces');

  await keyboard.press('l');
  const tail = page.getByRole('region', { name: 'Live tail' });
  await expect(tail).toContainText('the latest 2');
  await expectAccessibleInBothThemes(page, 'live tail');
  await keyboard.press('s');
  await expect(tail).toContainText('Paused');
  await pressOn(page, tail.getByRole('button', { name: 'Clear' }));
  await expect(page.getByRole('heading', { name: 'Waiting for new traces' })).toBeVisible();
  await sendTraces(collector.otlpHttp, [{ name: 'afterwards' }]);
  await expect(tail).toContainText('1 new trace waiting');
  await keyboard.press('l');
  await expect(tail).toHaveCount(0);
  // Whoever comes back follows again.
  await keyboard.press('l');
  await expect(tail).toContainText('the latest 3 as they arrive');
});

test('a trace: details, events, links, what links to it, and a comparison', async ({
  signedIn: page,
  collector,
}) => {
  const { keyboard } = page;
  const [cause, job] = [newTraceId(), newTraceId()];
  const enqueue = newSpanId();
  const startMs = Date.now() - 60_000;
  await sendSpans(collector.otlpHttp, cause, startMs, [
    {
      name: 'order',
      spanId: enqueue,
      ms: 100,
      events: [{ name: 'stock is low', at: 40 }],
    },
  ]);
  await sendSpans(collector.otlpHttp, job, startMs + 5_000, [
    { name: 'order', ms: 300, links: [{ traceId: cause, spanId: enqueue }] },
  ]);
  await goToTrace(page, collector, cause);
  const spans = page.getByRole('treegrid', { name: /^Spans of/ });
  await expect(spans).toBeFocused();
  const details = page.getByRole('region', { name: 'Span details' });
  await expect(details.getByRole('tab', { selected: true })).toBeVisible();
  await expect(spans.getByRole('button', { name: /stock is low/ })).toBeVisible();
  await keyboard.press('m');
  await expect(details.getByRole('tab', { name: /^Events/, selected: true })).toBeVisible();
  await expect(details.getByText('stock is low')).toBeVisible();
  await keyboard.press('Enter');
  await expect(details.getByRole('tab', { selected: true })).toBeFocused();
  await arrowTo(page, 'ArrowRight', details.getByRole('tab', { name: /^Events/ }));
  await keyboard.press('Enter');
  await expect(details.getByText('stock is low')).toBeVisible();
  await arrowTo(page, 'ArrowRight', details.getByRole('tab', { name: /^Links/ }));
  await keyboard.press('Enter');
  const from = details.getByRole('list', { name: 'Linked from' });
  await pressOn(page, from.getByRole('link', { name: 'order' }));
  await expect(page).toHaveURL(new RegExp(job));

  await pressOn(page, page.getByRole('button', { name: 'Compare', exact: true }));
  await expect(page.getByRole('heading', { name: 'Compare “order” with…' })).toBeVisible();
  const offered = page.getByRole('list', { name: 'Traces' }).getByRole('button');
  await pressOn(page, offered.first());
  const pairs = page.getByRole('treegrid', { name: 'Spans of both traces' });
  await expect(pairs).toBeVisible();
  await keyboard.press('n');
  await expect(pairs.getByRole('row', { selected: true })).toHaveAccessibleName(/order/);
});

test('sessions, analytics and files', async ({ signedIn: page, collector }) => {
  const { keyboard } = page;
  await sendSpans(collector.otlpHttp, newTraceId(), Date.now() - 60_000, [
    { name: 'answer', ms: 300, attributes: { 'session.id': 'conv-1', 'user.id': 'ann' } },
  ]);
  await expect(page.getByRole('heading', { name: 'answer', level: 1 })).toBeVisible();
  await goByKeys(page, 'e', 'Sessions');
  const sessions = page.getByRole('table', { name: 'Sessions' });
  await pressOn(page, sessions.getByRole('link', { name: 'conv-1' }));
  await expect(page.getByRole('heading', { name: 'conv-1', level: 1 })).toBeVisible();

  await goByKeys(page, 'n', 'Analytics');
  const chart = page.getByRole('group', { name: /^Traces over time/ });
  await tabTo(page, chart);
  await keyboard.press('End');
  await expect(chart.getByText('Without error')).toBeVisible();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();

  await goByKeys(page, 'f', 'Files');
  const choosing = page.waitForEvent('filechooser');
  await pressOn(page, page.getByRole('main').getByRole('button', { name: 'Open a file' }));
  const [start, end] = [Date.now() - 1_000, Date.now()].map((ms) => `${ms}000000`);
  const span = {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: 'from a file',
    startTimeUnixNano: start,
    endTimeUnixNano: end,
  };
  const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  await (
    await choosing
  ).setFiles({ name: 'night.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  const report = page.getByRole('dialog', { name: 'File read' });
  await expect(report).toContainText('night.json');
  await keyboard.press('Escape');
  await expect(report).toHaveCount(0);
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('from a file');
  await goByKeys(page, 'f', 'Files');
  const card = page.getByRole('list', { name: 'Open files' }).getByRole('listitem').first();
  await pressOn(page, card.getByRole('button', { name: 'Close', exact: true }));
  const close = page.getByRole('dialog', { name: 'Close these files?' });
  await expect(close).toBeVisible();
  await keyboard.press('Escape');
  await expect(close).toHaveCount(0);
});
