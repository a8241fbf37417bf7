import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { goToTrace, sendSpans } from './send-spans.ts';
import { newTraceId } from '../support/ids.ts';

const ELSEWHERE = 'http://evil.example';
/** Whatever would run or load something, were it taken for a document. */
const HOSTILE = [
  '<img src=x onerror="window.ran=1">',
  '<script>window.ran=1</script>',
  `<svg onload="window.ran=1"><image href="${ELSEWHERE}/a.svg"/></svg>`,
  `[a link](javascript:window.ran=1) ![a picture](${ELSEWHERE}/b.png)`,
  '<a href="javascript:window.ran=1">x</a><iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
].join(' ');
/** Has what follows read from right to left. */
const OVERRIDE = '\u202e';
const PICTURE = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="ran=1"/>').toString(
  'base64',
);

const messages = (role: string) => [
  {
    role,
    parts: [
      { type: 'text', content: HOSTILE },
      { type: 'uri', modality: 'image', uri: 'javascript:window.ran=1' },
      { type: 'uri', modality: 'image', uri: `${ELSEWHERE}/c.png` },
      { type: 'blob', modality: 'image', mime_type: 'image/svg+xml', content: PICTURE },
    ],
  },
];

/** What no text of a sender may ever become. */
const madeOf = (page: Page) =>
  page.evaluate(() => ({
    ran: 'ran' in window,
    elements: document.querySelectorAll(
      '[onerror],[onload],iframe,object,embed,body script,a[href^="javascript:" i],a[href^="data:" i],img[src^="http"],img[src*="svg"]',
    ).length,
  }));

test('what senders write into names, attributes and messages runs nothing and loads nothing', async ({
  signedIn: page,
  collector,
}) => {
  const foreign: string[] = [];
  const own = new URL(collector.console).origin;
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith('data:image/png')) foreign.push(url);
  });
  const traceId = newTraceId();
  await sendSpans(collector.otlpHttp, traceId, Date.now() - 10_000, [
    {
      name: `hostile ${HOSTILE}`,
      service: HOSTILE,
      error: HOSTILE,
      attributes: {
        [HOSTILE]: HOSTILE,
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': HOSTILE,
        'gen_ai.input.messages': JSON.stringify(messages('user')),
        'gen_ai.output.messages': JSON.stringify(messages('assistant')),
      },
      events: [{ name: HOSTILE, at: 1, attributes: { 'exception.stacktrace': HOSTILE } }],
    },
  ]);
  const grid = page.getByRole('grid', { name: 'Traces' });
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await expect(grid.getByRole('row').filter({ hasText: 'hostile <img' })).toHaveCount(1);
  expect(await madeOf(page)).toEqual({ ran: false, elements: 0 });

  await goToTrace(page, collector, traceId);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('hostile <img');
  await page.getByRole('button', { name: 'Conversation' }).click();
  const talk = page.getByRole('list', { name: 'Conversation' });
  await expect(talk.getByRole('article').first()).toContainText('<script>window.ran=1</script>');
  expect(await madeOf(page)).toEqual({ ran: false, elements: 0 });
  expect(foreign).toEqual([]);
});

test('a mark of direction in a value turns around nothing beside it', async ({
  signedIn: page,
  collector,
}) => {
  const traceId = newTraceId();
  const order = { note: `${OVERRIDE}gpj.exe`, [`${OVERRIDE}yek`]: 'value', lines: [1, 2] };
  await sendSpans(collector.otlpHttp, traceId, Date.now() - 10_000, [
    { name: 'work', attributes: { 'order.json': JSON.stringify(order) } },
  ]);
  await goToTrace(page, collector, traceId);
  const rows = page.getByRole('group', { name: 'order.json' }).locator('> div');
  for (const text of ['gpj.exe', 'yek']) {
    const row = rows.filter({ hasText: text });
    await expect(row).toHaveCount(1);
    const edges = await row.evaluate((line) =>
      [...line.children].flatMap((part) => {
        const { left, right } = part.getBoundingClientRect();
        return [Math.round(left), Math.round(right)];
      }),
    );
    // Key, value, comma: from left to right.
    expect(edges).toEqual(edges.toSorted((a, b) => a - b));
  }
});
