import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { sendSpans } from './send-spans.ts';
import { sendTraces } from './send-traces.ts';
import { goByKeys } from '../support/keys-only.ts';
import { newTraceId } from '../support/ids.ts';

const LONG = 'handlerOfOrdersThatNobodyWouldCallSo.'.repeat(6).slice(0, 200);

/** By how much the window itself could scroll, to the side and down; it never does, its parts do. */
const excess = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth - window.innerWidth, scrollHeight - window.innerHeight];
  });

/** Fails where a text reaches out of the box it is read in. */
async function expectInside(inner: Locator, outer: Locator): Promise<void> {
  const [a, b] = [await inner.boundingBox(), await outer.boundingBox()];
  expect(a!.x).toBeGreaterThanOrEqual(b!.x - 1);
  expect(a!.x + a!.width).toBeLessThanOrEqual(b!.x + b!.width + 1);
}

test('names of 200 characters, names of blanks and huge counts leave each other their room', async ({
  page,
  collector,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const traceId = newTraceId();
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'some-model',
    'session.id': 's-1',
    'gen_ai.usage.input_tokens': 8_999_999_991,
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'hello' }] },
    ]),
  };
  await sendSpans(collector.otlpHttp, traceId, Date.now() - 5_000, [
    { name: LONG, service: LONG, spanId: 'aaaaaaaaaaaaaaaa', ms: 50, attributes },
    { name: '   ', service: LONG, parentId: 'aaaaaaaaaaaaaaaa', ms: 20 },
  ]);
  await sendTraces(collector.otlpHttp, [{ name: 'short', environment: LONG, agoMs: 9_000 }]);
  await page.goto(collector.signIn);
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Traces' });
  const row = grid.getByRole('row').filter({ hasText: LONG }).first();
  await expect(row).toContainText('9B');
  const tokens = row.getByTitle(/^8,999,999,991 in/);
  await expectInside(tokens, tokens.locator('..'));

  await grid.getByRole('link', { name: 'short' }).click();
  const title = page.getByRole('heading', { name: 'short', level: 1 });
  await expect(title).toBeVisible();
  expect((await title.boundingBox())!.width).toBeGreaterThan(30);
  const environment = page.getByRole('main').locator('header').getByTitle(LONG);
  const viewAs = page.getByRole('button', { name: /^View as/ });
  await expect(environment).toBeVisible();
  const [badge, button] = [await environment.boundingBox(), await viewAs.boundingBox()];
  expect(badge!.x + badge!.width).toBeLessThanOrEqual(button!.x);
  expect(await excess(page)).toEqual([0, 0]);

  await page.goBack();
  await grid.getByRole('link', { name: LONG }).click();
  const tree = page.getByRole('treegrid').or(page.getByRole('tree')).first();
  await expect(tree).toContainText('unnamed');
  const panel = page.getByRole('region', { name: 'Span details' });
  await expectInside(panel.getByTitle(LONG).last(), panel);
  expect(await excess(page)).toEqual([0, 0]);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByRole('link', { name: 's-1' }).click();
  const call = page.getByRole('list', { name: 'Model calls of turn 1' });
  await expectInside(call.getByText(LONG), call);
  expect(await excess(page)).toEqual([0, 0]);
});

test('the window itself never scrolls: not by what only readers of screens are told', async ({
  page,
  collector,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await sendTraces(collector.otlpHttp, [{}]);
  await page.goto(collector.signIn);
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Usage by key' })).toBeVisible();
  expect(await excess(page)).toEqual([0, 0]);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('tab', { name: 'Roles' }).click();
  await expect(page.getByRole('table', { name: 'Roles and permissions' })).toBeVisible();
  expect(await excess(page)).toEqual([0, 0]);
});

test('in a small or zoomed window the title and every action of a screen stay in sight', async ({
  page,
  collector,
}) => {
  const environment = 'staging-of-somebody-with-a-long-name';
  await sendTraces(collector.otlpHttp, [{ name: LONG, error: true, environment }]);
  await page.goto(collector.signIn);
  // 1280 and 1024 pixels, and 1280 at a zoom of 150 % and 200 %.
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1024, height: 700 },
    { width: 853, height: 533 },
    { width: 640, height: 400 },
  ]) {
    await page.setViewportSize(size);
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Traces', exact: true })
      .click();
    const seen = async (): Promise<void> => {
      const header = page.getByRole('main').locator('header');
      expect(
        (await header.getByRole('heading', { level: 1 }).boundingBox())!.width,
      ).toBeGreaterThan(40);
      const buttons = await header.getByRole('button').all();
      expect(buttons.length).toBeGreaterThan(4);
      for (const button of buttons) await expect(button).toBeInViewport({ ratio: 1 });
      expect(await excess(page)).toEqual([0, 0]);
    };
    await expect(page.getByRole('grid', { name: 'Traces' })).toContainText(LONG);
    await seen();
    await page.getByRole('grid', { name: 'Traces' }).getByRole('link', { name: LONG }).click();
    await expect(page.getByRole('heading', { name: LONG, level: 1 })).toBeVisible();
    await seen();
    const spans = page.getByRole('treegrid');
    expect((await spans.boundingBox())!.width).toBeGreaterThan(280);
  }
});

test('in a low window the entry of the screen is in sight, also when all entries come later', async ({
  page,
  collector,
}) => {
  await page.setViewportSize({ width: 853, height: 533 });
  let answer!: () => void;
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/rpc/projects/list', async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(collector.signIn);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await goByKeys(page, 'u', 'People');
  const entry = navigation.getByRole('link', { name: 'People' });
  await expect(entry).toHaveCount(0);
  answer();
  await expect(navigation.getByRole('link', { name: 'Traces', exact: true })).toBeAttached();
  await expect(entry).toBeInViewport({ ratio: 1 });
});

test('where nothing has come yet, every list says how something comes', async ({
  signedIn: page,
}) => {
  const connect = page.getByRole('main').getByRole('button', { name: 'Connect an app' });
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('heading', { name: 'No sessions yet' })).toBeVisible();
  await expect(connect).toBeVisible();
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  await page.getByRole('button', { name: 'Group' }).click();
  await page.getByRole('menu').getByText('Service', { exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No traces yet' })).toBeVisible();
  await expect(connect).toBeVisible();
});
