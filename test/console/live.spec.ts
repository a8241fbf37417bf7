import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { sendTraces } from './send-traces.ts';

/** The first trace of a project opens by itself, which must not come after a click of the test. */
async function firstTraceOpens(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: /^(old|growing)/, level: 1 })).toBeVisible();
}

const fill = Array.from({ length: 80 }, (_, i) => ({ name: `old ${i}`, agoMs: 60_000 + i * 1000 }));

test('new traces come in at the top by themselves', async ({ signedIn: page, collector }) => {
  await sendTraces(collector.otlpHttp, fill);
  await firstTraceOpens(page);
  await page.getByRole('link', { name: 'Traces' }).first().click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('old 0');
  await sendTraces(collector.otlpHttp, [{ name: 'fresh one' }]);
  await expect(page.getByRole('row').nth(1)).toContainText('fresh one');
  await expect(page.getByLabel('Totals')).toContainText('81 traces');
});

test('while something is selected new traces wait, and nothing moves', async ({
  signedIn: page,
  collector,
}) => {
  await sendTraces(collector.otlpHttp, fill);
  await firstTraceOpens(page);
  await page.getByRole('link', { name: 'Traces' }).first().click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('old 0');
  await page.keyboard.press('j');
  const selected = page.getByRole('row', { selected: true });
  await expect(selected).toContainText('old 0');
  const before = await selected.boundingBox();
  await sendTraces(collector.otlpHttp, [{ name: 'waiting one' }, { name: 'waiting two' }]);
  const pill = page.getByRole('button', { name: '2 new traces' });
  await expect(pill).toBeVisible();
  expect(await selected.boundingBox()).toEqual(before);
  await expect(grid).not.toContainText('waiting one');
  await pill.click();
  await expect(grid).toContainText('waiting one');
  await expect(pill).toHaveCount(0);
});

test('a trace on screen is brought up to date where it stands', async ({
  signedIn: page,
  collector,
}) => {
  const [traceId = ''] = await sendTraces(collector.otlpHttp, [{ name: 'growing', agoMs: 5_000 }]);
  await firstTraceOpens(page);
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  const row = page.getByRole('row', { name: /growing/ });
  await expect(row.getByRole('gridcell', { name: '1', exact: true })).toBeVisible();
  await sendTraces(collector.otlpHttp, [{ traceId, name: 'late part', agoMs: 4_000, children: 4 }]);
  await expect(row.getByRole('gridcell', { name: '6', exact: true })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('the live tail holds a bounded number of rows, pauses and tells what it did not show', async ({
  signedIn: page,
  collector,
}) => {
  await sendTraces(collector.otlpHttp, fill);
  await firstTraceOpens(page);
  await page.getByRole('link', { name: 'Traces' }).first().click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(grid).toContainText('old 0');
  await page.keyboard.press('l');
  const tail = page.getByRole('region', { name: 'Live tail' });
  await expect(tail).toContainText('the latest 80');
  await page.keyboard.press('s');
  await expect(tail).toContainText('Paused');
  await sendTraces(collector.otlpHttp, [{ name: 'held back' }]);
  await expect(tail).toContainText('1 new trace waiting');
  await expect(grid).not.toContainText('held back');

  const burst = Array.from({ length: 1000 }, (_, i) => ({ name: `flood ${i}`, children: 9 }));
  for (let n = 0; n < 5; n++) await sendTraces(collector.otlpHttp, burst);
  await expect(tail).toContainText('500 new traces waiting');
  await expect(tail).toContainText('4,501 came too fast');
  await tail.getByRole('button', { name: 'Go on' }).click();
  await expect(tail).toContainText('the latest 500');
  await expect(grid).toHaveAttribute('aria-rowcount', '501');
  await expect(grid).toContainText('flood');
  await sendTraces(collector.otlpHttp, [{ name: 'long ago', agoMs: 7_200_000 }]);
  await expect(tail).toContainText('1 started earlier and are only in the list');
  await page.keyboard.press('l');
  await expect(tail).toHaveCount(0);
  await expect(page.getByLabel('Totals')).toContainText('5,082 traces');
});
