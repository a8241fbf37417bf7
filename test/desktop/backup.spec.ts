import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { readArchive } from '../../src/main/collector/backup/read-archive.ts';
import { openCollector } from '../../src/main/collector/open-collector.ts';
import { collectorReady, test, type RunningApp } from './app.ts';

/** The dialogs of the system, which no test can click, answer this file. */
async function answerDialogs({ electron }: RunningApp, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
}

async function openBackup(page: Page): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'Collector' }).click();
  await page.getByRole('tab', { name: 'Backup' }).click();
  await expect(page.getByRole('heading', { name: 'Back up now' })).toBeVisible();
}

async function createProject(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a backup is saved, checked, and takes the place of what came after it', async ({ app }) => {
  const { page, dataDir } = app;
  const file = join(dataDir, 'logs', 'saved.tar');
  await collectorReady(app);
  await answerDialogs(app, file);
  await createProject(page, 'Before');
  await openBackup(page);
  await page.getByRole('button', { name: 'Back up now' }).click();
  const result = page.getByRole('region', { name: 'Backup made' });
  await expect(result.getByRole('heading', { name: 'Saved and checked' })).toBeVisible();
  await expect(result).toContainText(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await readArchive(file, null)).manifest.summary.projects).toBe(2);
  expect(readdirSync(join(dataDir, 'logs')).filter((name) => name.includes('partial'))).toEqual([]);

  await createProject(page, 'After');
  await openBackup(page);
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore this backup?' });
  await expect(dialog).toContainText('checked: it is whole');
  await expect(dialog.getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
  await dialog.getByLabel(/^Type/).fill('replace');
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  const done = page.getByRole('dialog', { name: 'Restored' });
  await expect(done).toContainText('The audit log is as it was written');
  const keptOnes = () => readdirSync(dataDir).filter((name) => name.startsWith('before-restore-'));
  // Moved by the collector as it starts.
  await expect.poll(keptOnes).toHaveLength(1);
  const kept = keptOnes()[0]!;
  await expect(done).toContainText(kept);
  await done.getByRole('button', { name: 'Go to the projects' }).click();
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: 'Before', exact: true })).toBeVisible();
  await expect(main.getByRole('link', { name: 'After', exact: true })).toHaveCount(0);

  const log = { info() {}, warn() {}, error() {} };
  const collector = await openCollector({ dataDir: join(dataDir, kept), log, listen: null });
  const { projects } = await collector.client.projects.list();
  await collector.close();
  expect(projects.map(({ name }) => name)).toContain('After');
});

test('a file that is no backup is refused, and nothing is changed', async ({ app }) => {
  const { page, dataDir } = app;
  await collectorReady(app);
  const file = join(dataDir, 'logs', 'none.tar');
  writeFileSync(file, 'no backup '.repeat(1000));
  await answerDialogs(app, file);
  await openBackup(page);
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  const dialog = page.getByRole('dialog', { name: 'Not restored' });
  await expect(dialog.getByRole('alert')).toContainText('damaged or no backup');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
  expect(readdirSync(dataDir).filter((name) => name.includes('restore'))).toEqual([]);
});
