import { expect } from '@playwright/test';
import { spawnProgram } from '../clients/support/program.ts';
import { startOpenAiServer } from '../clients/support/openai-server.ts';
import {
  expectConversation,
  findInList,
  openFromList,
  openSpan,
  valueOf,
} from '../console/seen-in-window.ts';
import { collectorReady, test } from './app.ts';

test('a program with the Vercel AI SDK ends in a trace the window shows', async ({ app }) => {
  const { page } = app;
  await collectorReady(app);
  const key = await page.getByRole('group', { name: 'New API key' }).locator('code').innerText();
  const listening = page.getByRole('heading', { name: /^Listening on 127\.0\.0\.1:\d+$/ });
  const address = (await listening.innerText()).replace('Listening on', '').trim();
  const openAi = await startOpenAiServer();
  const program = spawnProgram('programs/vercel-ai.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${address}`,
    OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${key}`,
    OPENAI_BASE_URL: openAi.baseUrl,
  });
  try {
    await program.ended();
  } finally {
    program.kill();
    openAi.close();
  }

  const row = await findInList(page, 'answer question');
  await expect(row).toContainText('gpt-4.1-mini-2025-04-14');
  await expect(row.getByTitle('170 in (80 cached), 33 out')).toHaveText('203');
  await openFromList(row, 'answer question');
  const details = await openSpan(page, 'chat gpt-4.1-mini');
  await expect(valueOf(details, 'Model')).toContainText('gpt-4.1-mini');
  await expect(valueOf(details, 'In')).toHaveText(/^52.*16 cached/);
  await expect(valueOf(details, 'Out')).toHaveText(/^18/);
  await expectConversation(page, [
    'System.*Be brief',
    'User.*How is the weather in Lima',
    'Assistant.*get_weather.*Lima',
    'Tool.*19',
    'Assistant.*It is 19 degrees in Lima',
    'User.*Count to three',
    'Assistant.*One two three',
    'User.*Anyone',
  ]);
});
