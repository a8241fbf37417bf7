import { expect, test } from './console.ts';
import { sendTraces } from './send-traces.ts';

test('shows where it listens, and the first key exactly once', async ({ page, collector }) => {
  const { host } = new URL(collector.otlpHttp);
  let create!: () => void;
  const held = new Promise<void>((resolve) => {
    create = resolve;
  });
  await page.route('**/rpc/keys/create', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(collector.signIn);
  // Until it is there nothing is said of keys that would not be true a moment later, and nothing moves.
  const snippets = page.getByRole('heading', { name: 'Send traces from your program' });
  await expect(
    page.getByRole('status').filter({ hasText: 'Creating the first key' }),
  ).toBeVisible();
  await expect(page.getByText('without a key')).toHaveCount(0);
  const top = async () => (await snippets.boundingBox())!.y;
  const before = await top();
  create();
  await expect(page.getByRole('group', { name: 'New API key' })).toBeVisible();
  expect(Math.abs((await top()) - before)).toBeLessThan(1);
  await expect(page.getByRole('heading', { name: `Listening on ${host}` })).toBeVisible();
  const secret = await page.getByRole('group', { name: 'New API key' }).locator('code').innerText();
  expect(secret).toMatch(/^spw_/);
  await expect(page.getByRole('region', { name: /Environment variables: Linux/ })).toContainText(
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${collector.otlpHttp}`,
  );
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: '1 key in use' })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
});

test('opens the first trace by itself', async ({ signedIn: page, collector }) => {
  await expect(page.getByText('Waiting for the first span')).toBeVisible();
  await sendTraces(collector.otlpHttp, [{ name: 'checkout' }]);
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
  await expect(page.getByText('The first span arrived')).toBeVisible();
});

test('opens a first trace that came just before the window followed what is stored', async ({
  signedIn: page,
  context,
  collector,
}) => {
  let follow!: () => void;
  const held = new Promise<void>((resolve) => {
    follow = resolve;
  });
  await page.route('**/rpc/collector/events', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(page.getByText('Waiting for the first span')).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByText('Waiting for the first span')).toBeVisible();
  await sendTraces(collector.otlpHttp, [{ name: 'checkout' }]);
  const heading = { name: 'checkout', level: 1 } as const;
  // Where it is seen the event has gone out, and the held page has missed it.
  await expect(other.getByRole('heading', heading)).toBeVisible();
  follow();
  await expect(page.getByRole('heading', heading)).toBeVisible();
});

test('the snippets of the SDKs carry the address and key of this collector', async ({
  signedIn: page,
  collector,
}) => {
  const secret = await page.getByRole('group', { name: 'New API key' }).locator('code').innerText();
  for (const name of ['Python', 'Node', 'OpenLLMetry', 'Langfuse SDK', 'Vercel AI SDK']) {
    await page.getByRole('tab', { name }).click();
    // The panel before may still be on its way out.
    const panel = page.getByRole('tabpanel', { name, exact: true });
    await expect(panel).toContainText(collector.otlpHttp);
    await expect(panel).toContainText(secret);
  }
});

test('sends a test trace and opens it', async ({ signedIn: page }) => {
  await page.getByRole('button', { name: 'Send a test trace' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('invoke_agent');
  const main = page.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: 'Traces' }).click();
  await expect(page.getByRole('grid', { name: 'Traces' })).toContainText('invoke_agent');
});
