import type { Page } from '@playwright/test';
import { expect, test } from './client-programs.ts';
import { saveFirstKey } from './first-key.ts';
import {
  expectConversation,
  findInList,
  openFromList,
  openSpan,
  openTab,
  valueOf,
} from './seen-in-window.ts';

/** The key the first screen shows. */
async function shownKey(page: Page): Promise<string> {
  return page.getByRole('group', { name: 'New API key' }).locator('code').innerText();
}

const MODEL = 'gpt-4.1-mini-2025-04-14';
const QUESTION = ['System.*Be brief', 'User.*How is the weather in Lima'];
const ANSWERS = ['Assistant.*get_weather.*Lima', 'Tool.*19', 'Assistant.*It is 19 degrees in Lima'];
const COUNTING = ['User.*Count to three', 'Assistant.*One two three'];

test('@opentelemetry/sdk-node over protobuf, JSON and gRPC', async ({
  signedIn: page,
  collector,
  runProgram,
}) => {
  const key = await shownKey(page);
  const protocols = ['http/protobuf', 'http/json', 'grpc'];
  await Promise.all(
    protocols.map(async (protocol) =>
      runProgram('sdk-node/program.mjs', {
        OTEL_SERVICE_NAME: `shop ${protocol}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? collector.otlpGrpc : collector.otlpHttp,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${key}`,
        OTEL_LOGS_EXPORTER: 'otlp',
      }),
    ),
  );
  for (const protocol of protocols) {
    const row = await findInList(page, `shop ${protocol}`);
    await expect(row).toContainText('POST /orders');
    await expect(row).toContainText('error');
    await openFromList(row, 'POST /orders');
    const order = await openSpan(page, 'POST /orders');
    const attributes = await openTab(order, 'Attributes');
    await expect(valueOf(attributes, 'order\\.sum')).toHaveText(/^12\.5/);
    await expect(valueOf(attributes, 'order\\.items')).toContainText(/tea.*cup/s);
    await expect(valueOf(attributes, 'Kind')).toHaveText('server');
    await expect(await openTab(order, 'Links')).toContainText(/0af7….*why.*retry/s);
    const charge = await openSpan(page, 'charge card');
    const events = (await openTab(charge, 'Events')).getByRole('listitem');
    await expect(events).toContainText([/attempt.*number.*1/s, /TypeError: card declined/]);
    await expect(await openTab(charge, 'Logs')).toContainText('card declined');
    await expect(await openTab(charge, 'Resource')).toContainText(`shop ${protocol}`);
  }
});

/** What the program with the openai package did, through whichever instrumentation. */
async function expectWeather(page: Page, call: string, cached: number): Promise<void> {
  const row = await findInList(page, 'answer question');
  await expect(row).toContainText(MODEL);
  await expect(row).toContainText('weather');
  await expect(row.getByTitle(`132 in (${cached} cached), 27 out`)).toHaveText('159');
  await openFromList(row, 'answer question');
  const details = await openSpan(page, call, 1);
  await expect(valueOf(details, 'Model')).toContainText(MODEL);
  await expect(valueOf(details, 'In')).toHaveText(/^80/);
  await expect(valueOf(details, 'Out')).toHaveText(/^9/);
  await expect(details.getByRole('article')).toContainText(
    [...QUESTION, ...ANSWERS].map((text) => new RegExp(text, 's')),
  );
  await expectConversation(page, [...QUESTION, ...ANSWERS, ...COUNTING]);
}

test('OpenLLMetry', async ({ signedIn: page, collector, runProgram, openAi }) => {
  await runProgram('programs/traceloop.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpHttp,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${await shownKey(page)}`,
    OPENAI_BASE_URL: openAi,
  });
  await expectWeather(page, 'chat gpt-4.1-mini', 0);
});

test('OpenInference with Phoenix', async ({ signedIn: page, collector, runProgram, openAi }) => {
  await runProgram('programs/openinference.mjs', {
    PHOENIX_COLLECTOR_ENDPOINT: collector.otlpHttp,
    PHOENIX_API_KEY: await shownKey(page),
    OPENAI_BASE_URL: openAi,
  });
  await expectWeather(page, 'OpenAI Chat Completions', 80);
});

test('Langfuse, with a key pair made on the screen', async ({
  signedIn: page,
  collector,
  runProgram,
}) => {
  await saveFirstKey(page);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('combobox', { name: 'Form of the key' }).click();
  await page.getByRole('option', { name: 'Public and secret key' }).click();
  await page.getByRole('button', { name: 'Create key' }).click();
  const codes = page.getByRole('group', { name: 'New API key' }).locator('code');
  await expect(codes).toHaveCount(2);
  const [publicKey = '', secretKey = ''] = await codes.allInnerTexts();
  await runProgram('programs/langfuse.mjs', {
    LANGFUSE_BASE_URL: collector.otlpHttp,
    LANGFUSE_PUBLIC_KEY: publicKey,
    LANGFUSE_SECRET_KEY: secretKey,
  });
  const row = await findInList(page, 'support chat');
  await expect(row).toContainText('gpt-4.1-mini');
  await expect(row).toContainText('$0.003');
  await expect(row.getByTitle('120 in (100 cached), 14 out')).toHaveText('134');
  await openFromList(row, 'support chat');
  const details = await openSpan(page, 'write answer');
  await expect(valueOf(details, 'Model')).toContainText('gpt-4.1-mini');
  await expect(valueOf(details, 'In')).toHaveText(/^120.*100 cached/);
  await expect(valueOf(details, 'Out')).toHaveText(/^14/);
  await expect(valueOf(details, 'temperature')).toHaveText('0.3');
  await expect(valueOf(details, 'Session')).toHaveText('session-42');
  await expect(await openSpan(page, 'send mail')).toContainText('mailbox full');
  await expectConversation(page, ['User.*What is a span', 'Assistant.*One operation']);
});

test('Vercel AI SDK', async ({ signedIn: page, collector, runProgram, openAi }) => {
  await runProgram('programs/vercel-ai.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpHttp,
    OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${await shownKey(page)}`,
    OPENAI_BASE_URL: openAi,
  });
  const row = await findInList(page, 'answer question');
  await expect(row).toContainText('weather');
  await expect(row).toContainText(MODEL);
  await expect(row.getByTitle('170 in (80 cached), 33 out')).toHaveText('203');
  await openFromList(row, 'answer question');
  const details = await openSpan(page, 'chat gpt-4.1-mini');
  await expect(valueOf(details, 'In')).toHaveText(/^52.*16 cached/);
  await expect(valueOf(details, 'Out')).toHaveText(/^18/);
  const tool = await openSpan(page, 'execute_tool get_weather');
  await expect(tool.getByRole('article')).toContainText([/get_weather.*Lima/s, /Result.*19/s]);
  await expect(await openSpan(page, 'chat missing')).toContainText('does not exist');
  await expectConversation(page, [...QUESTION, ...ANSWERS, ...COUNTING, 'User.*Anyone']);
});
