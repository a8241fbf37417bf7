import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test as base } from './client-programs.ts';
import { saveFirstKey } from './first-key.ts';
import { createPasteFolder, shownSnippet, type PasteFolder } from './pasted-snippets.ts';
import { findInList } from './seen-in-window.ts';

const CLIENTS = resolve(import.meta.dirname, '../clients');

const test = base.extend<{ folder: PasteFolder }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  folder: async ({}, use) => {
    const folder = createPasteFolder();
    await use(folder);
    folder.remove();
  },
});

test.skip(process.platform === 'win32', 'snippets of a shell');

/** Creates a project, so that only its key, and no missing one, leads a span there. */
async function createProject(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: 'Connect an app', level: 1 })).toBeVisible();
  await expect(page.getByRole('group', { name: 'New API key' })).toBeVisible();
}

test('what the screen shows works as pasted, with the key of its project', async ({
  signedIn: page,
  folder,
}) => {
  await createProject(page, 'Pasted');
  const variables = await shownSnippet(page, 'Environment variables', 'Linux, macOS');
  const curl = await shownSnippet(page, 'curl', 'Linux, macOS');
  const langfuse = await shownSnippet(page, 'Langfuse SDK', 'Linux, macOS');
  folder.install(await shownSnippet(page, 'Node', 'Install'));
  folder.write('hello.mjs', await shownSnippet(page, 'Node', 'hello.mjs'));

  await folder.shell(curl);
  // The first span of a project: its trace opens by itself.
  await expect(page.getByRole('heading', { name: 'hello from curl', level: 1 })).toBeVisible();
  await folder.shell('node hello.mjs');
  await folder.shell(`${variables}\nnode ${CLIENTS}/sdk-node/program.mjs`);
  await folder.shell(`${langfuse}\nnode ${CLIENTS}/programs/langfuse.mjs`);

  await expect(await findInList(page, 'hello from curl')).toContainText('curl');
  await expect(await findInList(page, 'hello from Node')).toContainText('my-service');
  await expect(await findInList(page, 'POST /orders')).toContainText('my-service');
  await expect(await findInList(page, 'support chat')).toContainText('gpt-4.1-mini');
});

test('the file for the Vercel AI SDK records a call', async ({
  signedIn: page,
  folder,
  openAi,
}) => {
  await createProject(page, 'Pasted');
  folder.install(await shownSnippet(page, 'Vercel AI SDK', 'Install'));
  folder.install('npm install @ai-sdk/openai-compatible');
  const file = await shownSnippet(page, 'Vercel AI SDK', 'instrumentation.mjs, AI SDK 7');
  folder.write('instrumentation.mjs', file);
  folder.write(
    'program.mjs',
    `import { sdk } from './instrumentation.mjs';
    import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
    import { generateText } from 'ai';
    const openai = createOpenAICompatible({ name: 'openai', baseURL: '${openAi}' });
    await generateText({ model: openai('gpt-4.1-mini'), prompt: 'Hello' });
    await sdk.shutdown();`,
  );
  await folder.shell('node program.mjs');
  const row = await findInList(page, 'my-agent');
  await expect(row).toContainText('gpt-4.1-mini-2025-04-14');
  await expect(row.getByTitle('52 in (16 cached), 18 out')).toHaveText('70');
});

test('without a key the snippets carry none, and lead to the Default Project', async ({
  signedIn: page,
  folder,
}) => {
  await saveFirstKey(page);
  const variables = await shownSnippet(page, 'Environment variables', 'Linux, macOS');
  const curl = await shownSnippet(page, 'curl', 'Linux, macOS');
  expect(`${variables}${curl}`).not.toMatch(/api-key/i);
  await folder.shell(curl);
  await folder.shell(`${variables}\nnode ${CLIENTS}/sdk-node/program.mjs`);
  await expect(await findInList(page, 'hello from curl')).toBeVisible();
  await expect(await findInList(page, 'POST /orders')).toBeVisible();
});
