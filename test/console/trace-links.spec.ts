import { expect, test, type RunningCollector } from './console.ts';
import { goToTrace, sendSpans } from './send-spans.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

test('a span shows what links to it, and leads there', async ({ signedIn: page, collector }) => {
  const [job, cause] = [newTraceId(), newTraceId()];
  const [enqueue, consume] = [newSpanId(), newSpanId()];
  const startMs = Date.now() - 60_000;
  await sendSpans(collector.otlpHttp, cause, startMs, [
    { name: 'enqueue order', spanId: enqueue, service: 'shop' },
  ]);
  await sendSpans(collector.otlpHttp, job, startMs + 5_000, [
    { name: 'worker' },
    {
      name: 'consume order',
      spanId: consume,
      service: 'billing',
      links: [{ traceId: cause, spanId: enqueue }],
    },
  ]);
  await goToTrace(page, collector, cause);
  const details = page.getByRole('region', { name: 'Span details' });
  await details.getByRole('tab', { name: /^Links/ }).click();
  await expect(details.getByText('This span links to no other.')).toBeVisible();
  const from = details.getByRole('list', { name: 'Linked from' });
  await expect(from.getByRole('listitem')).toHaveText([/consume order.*billing/s]);
  await from.getByRole('link', { name: 'consume order' }).click();
  await expect(page).toHaveURL(new RegExp(`${job}.*span=${consume}`));
  await expect(details.getByRole('heading', { name: 'consume order' })).toBeVisible();
  await details.getByRole('tab', { name: /^Links/ }).click();
  await expect(details.getByText('No span links to this one.')).toBeVisible();
  await details
    .getByRole('list', { name: 'Links to' })
    .getByRole('link', { name: 'Open the linked trace' })
    .click();
  await expect(details.getByRole('heading', { name: 'enqueue order' })).toBeVisible();
});

async function sendLog(
  collector: RunningCollector,
  traceId: string,
  spanId: string,
  [timeMs, severityNumber, text]: readonly [number, number, string],
): Promise<void> {
  const logRecords = [
    {
      traceId,
      spanId,
      timeUnixNano: `${timeMs}000000`,
      severityNumber,
      body: { stringValue: text },
    },
  ];
  const response = await fetch(`${collector.otlpHttp}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  });
  expect(response.status).toBe(200);
}

test('events and logs stand on the time axis, and a click opens them', async ({
  signedIn: page,
  collector,
}) => {
  const traceId = newTraceId();
  const [root, pay] = [newSpanId(), newSpanId()];
  const startMs = Date.now() - 60_000;
  await sendLog(collector, traceId, pay, [startMs + 300, 13, 'card is about to expire']);
  await sendLog(collector, traceId, root, [startMs + 900, 9, 'order stored']);
  const tries = Array.from({ length: 140 }, (_, i) => ({ name: `try ${i}`, at: 700 }));
  await sendSpans(collector.otlpHttp, traceId, startMs, [
    { name: 'checkout', spanId: root, ms: 1000 },
    {
      name: 'pay',
      spanId: pay,
      parentId: root,
      at: 200,
      ms: 600,
      events: [
        ...tries,
        {
          name: 'exception',
          at: 500,
          attributes: { 'exception.type': 'TimeoutError', 'exception.message': 'no answer' },
        },
      ],
    },
  ]);
  await goToTrace(page, collector, traceId);
  const row = page.getByRole('treegrid').getByRole('row', { name: /\bpay\b/ });
  await expect(row.getByRole('button', { name: 'log WARN: card is about' })).toBeVisible();
  await expect(row.getByRole('button', { name: '140 events and log records' })).toBeVisible();
  await row.getByRole('button', { name: 'exception: TimeoutError: no answer' }).click();
  const details = page.getByRole('region', { name: 'Span details' });
  await expect(details.getByRole('heading', { name: 'pay' })).toBeVisible();
  await expect(details.locator('[data-focused]')).toHaveText(/TimeoutError: no answer/);
  // Of many events a page is drawn: the one of what was clicked, then any other.
  await details.getByRole('button', { name: 'Previous page' }).click();
  await expect(details.getByText('1 to 100 of 141')).toBeVisible();
  await expect(details.getByText('try 99')).toBeVisible();
  await expect(details.getByText('try 100')).toHaveCount(0);
  await row.getByRole('button', { name: /^log WARN/ }).click();
  const own = details.getByRole('list', { name: 'Logs of the span' });
  await expect(own.locator('[data-focused]')).toHaveText(/card is about to expire/);
  await details.getByRole('button', { name: 'Whole trace' }).click();
  const all = details.getByRole('list', { name: 'Logs of the trace' });
  await expect(all.getByRole('listitem')).toHaveText([/pay.*expire/s, /checkout.*order stored/s]);
  await all.getByRole('link', { name: 'checkout' }).click();
  await expect(details.getByRole('heading', { name: 'checkout' })).toBeVisible();
  await expect(own.getByRole('listitem')).toHaveText([/order stored/]);
});
