import { expect, test } from './console.ts';
import { goToTrace, sendSpans, type SpanSpec } from './send-spans.ts';
import { newSpanId, newTraceId } from '../support/ids.ts';

const SPANS = 100_000;
const AT_ONCE = 10_000;

test('a trace of 100,000 spans opens, scrolls and jumps with few rows in the page', async ({
  signedIn: page,
  collector,
}) => {
  test.setTimeout(180_000);
  const traceId = newTraceId();
  const root = newSpanId();
  const startMs = Date.now() - 200_000;
  for (let from = 0; from < SPANS; from += AT_ONCE) {
    const specs: SpanSpec[] = Array.from({ length: AT_ONCE }, (_, i) => {
      const n = from + i;
      if (n === 0) return { name: 'agent.run', spanId: root, ms: SPANS };
      return {
        name: `step ${n}`,
        parentId: root,
        at: n,
        ms: 2,
        ...(n === 77_777 ? { error: 'failed' } : {}),
      };
    });
    await sendSpans(collector.otlpHttp, traceId, startMs, specs);
  }
  await goToTrace(page, collector, traceId);
  // The window may have opened it by itself when its first spans arrived.
  await page.reload();
  const grid = page.getByRole('treegrid');
  // What is read takes its time on a busy machine; what is asserted is that all of it is there.
  await expect(grid).toHaveAttribute('aria-rowcount', String(SPANS + 1), { timeout: 90_000 });
  await grid.focus();
  await page.keyboard.press('End');
  await expect(grid.getByRole('row', { name: `step ${SPANS - 1}` })).toBeVisible();
  await page.keyboard.press('e');
  await expect(grid.getByRole('row', { name: /step 77777.*error/ })).toBeVisible();
  for (const share of [0.1, 0.9, 0.4]) {
    await grid.evaluate(
      (element, to) => element.scrollTo({ top: element.scrollHeight * to }),
      share,
    );
    await expect(
      grid.getByRole('row', { name: new RegExp(`step ${Math.floor(share * 10)}\\d{4}`) }).first(),
    ).toBeVisible();
  }
  expect(await grid.getByRole('row').count()).toBeLessThan(100);
});

test('an attribute of 10 MB neither holds the window nor hides its end', async ({
  signedIn: page,
  collector,
}) => {
  test.setTimeout(120_000);
  const value = `${'All work and no play makes Jack a dull boy. '.repeat(230_000)}the very end`;
  const traceId = newTraceId();
  await sendSpans(collector.otlpHttp, traceId, Date.now(), [
    { name: 'huge', attributes: { essay: value } },
  ]);
  await goToTrace(page, collector, traceId);
  await page.evaluate(() => {
    const seen: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.push(entry.duration);
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: seen });
  });
  await page.getByRole('tab', { name: /Attributes/ }).click();
  await expect(page.getByText('Beginning of 10.1 MB')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  const text = page.getByRole('document', { name: 'Whole value' });
  await expect(text).toBeVisible();
  await expect
    .poll(async () => {
      await text.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
      return (await text.innerText()).includes('the very end');
    })
    .toBe(true);
  const longest = await page.evaluate(() =>
    Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks),
  );
  // What the same page takes to lay all of it out at once.
  const whole = await page.evaluate((content) => {
    const block = document.createElement('pre');
    block.style.whiteSpace = 'pre-wrap';
    block.textContent = content;
    const begin = performance.now();
    document.body.append(block);
    block.getBoundingClientRect();
    const ms = performance.now() - begin;
    block.remove();
    return ms;
  }, value);
  // 2 to 5 % of it here.
  expect(longest / whole).toBeLessThan(0.25);
});
