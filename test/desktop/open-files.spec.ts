import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { exportRequest } from '../support/export-request.ts';
import { test } from './app.ts';

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spanward-öffnen '));
});
test.afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file of one trace with one span of this name. */
function traceFile(name: string, path = join(folder, name)): string {
  writeFileSync(path, JSON.stringify(exportRequest([{ name: `span of ${name}` }])));
  return path;
}

const closeReport = async (page: Page, title: string, text: RegExp): Promise<void> => {
  const report = page.getByRole('dialog', { name: title });
  await expect(report).toContainText(text);
  await report.getByRole('button', { name: 'Close' }).last().click();
  await expect(report).toHaveCount(0);
};

test('files named at the start, by a second start, and by the system are opened as workspaces', async ({
  launch,
  runtime,
  windowEnv,
}) => {
  const named = traceFile('grüße an alle 日本.jsonl');
  const app = await launch({ args: [named] });
  const { page, dataDir, electron } = app;
  await closeReport(page, 'File read', /grüße an alle 日本\.jsonl.*Stored\s*1/s);

  // A second start hands over what it was given and ends; its own folder is what paths are relative to.
  const sub = join(folder, 'a folder', 'deep');
  mkdirSync(sub, { recursive: true });
  traceFile('one.json', join(folder, 'a folder', 'one.json'));
  traceFile('two.json', join(sub, 'two.json'));
  symlinkSync('circle', join(folder, 'a folder', 'circle'));
  const again = async (...args: string[]): Promise<void> => {
    const ports = ['--port=0', '--grpc-port=0'];
    const own = [...runtime.args, '--data-dir', dataDir, ...ports, ...args];
    const env = { ...windowEnv, ...runtime.env };
    const second = spawn(runtime.executable, own, { cwd: folder, env, stdio: 'ignore' });
    expect(await once(second, 'exit')).toEqual([0, null]);
  };
  // Desktops of Linux hand over URLs.
  await again('a folder', 'missing.json', pathToFileURL(traceFile('by url.json')).href);
  const report = page.getByRole('dialog', { name: 'Files read' });
  await expect(report).toContainText(/Stored\s*3/);
  const files = report.getByRole('list', { name: 'Files' }).getByRole('listitem');
  await expect(files.filter({ hasText: 'a folder/deep/two.json' })).toContainText('1 record');
  await expect(files.filter({ hasText: 'missing.json' })).toContainText('could not be read');
  await expect(files.filter({ hasText: 'circle' })).toContainText('could not be read');
  await expect(files.filter({ hasText: 'by url.json' })).toContainText('1 record');
  await closeReport(page, 'Files read', /5 files/);

  // macOS tells by an event.
  await electron.evaluate(
    ({ app: own }, path) => own.emit('open-file', { preventDefault: () => undefined }, path),
    traceFile('by event.json'),
  );
  await closeReport(page, 'File read', /by event\.json.*Stored\s*1/s);

  await again('nowhere.json');
  await expect(page.getByText('nowhere.json could not be opened')).toBeVisible();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Files' }).click();
  const open = page.getByRole('list', { name: 'Open files' });
  await expect(open.getByRole('link')).toHaveText([
    'by event.json',
    'a folder/deep/two.json and 2 more',
    'grüße an alle 日本.jsonl',
  ]);
});

test('the menu opens files and folders by the dialog of the system, and a folder may be dropped', async ({
  app,
}) => {
  const { page, electron } = app;
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  const picked = join(folder, 'picked');
  mkdirSync(picked);
  traceFile('inside.json', join(picked, 'inside.json'));
  const choose = (id: string, path: string) =>
    electron.evaluate(
      ({ dialog, Menu }, wanted) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [wanted.path] });
        const item = Menu.getApplicationMenu()?.getMenuItemById(wanted.id);
        item?.click();
        return item?.label ?? null;
      },
      { id, path },
    );
  await expect.poll(() => choose('file.open', traceFile('chosen.json'))).not.toBeNull();
  await closeReport(page, 'File read', /chosen\.json.*Stored\s*1/s);
  await choose('file.open-folder', picked);
  await closeReport(page, 'File read', /picked\/inside\.json.*Stored\s*1/s);

  const devtools = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 300,
      data: { items: [], files: [picked], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByText('Drop to open files and folders')).toBeVisible();
  await drag('drop');
  await closeReport(page, 'File read', /picked\/inside\.json.*Stored\s*1/s);
});

test('an export is written where the dialog of the system says, and nothing where it says nothing or the disk refuses', async ({
  launch,
}) => {
  const { page, electron } = await launch({ args: [traceFile('handed on.json')] });
  await closeReport(page, 'File read', /handed on\.json.*Stored\s*1/s);
  const saveTo = (filePath: string) =>
    electron.evaluate(({ dialog }, wanted) => {
      const host = globalThis as { asked?: number };
      host.asked = 0;
      dialog.showSaveDialog = async () => {
        host.asked = (host.asked ?? 0) + 1;
        return { canceled: wanted === '', filePath: wanted };
      };
    }, filePath);
  const asked = () => electron.evaluate(() => (globalThis as { asked?: number }).asked);
  const begin = async (format?: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog', { name: 'Search and commands' });
    await palette.getByRole('combobox', { name: 'Search' }).fill('export what');
    await palette.getByRole('option', { name: 'Export what the list shows…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
    await expect(dialog).toContainText('What is hidden from you stays out.');
    if (format !== undefined) {
      await dialog.getByRole('combobox', { name: 'Format' }).click();
      await page.getByRole('option', { name: format }).click();
      await expect(dialog.getByRole('combobox', { name: 'Format' })).toContainText(format);
      await expect(page.getByRole('option')).toHaveCount(0);
    }
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    // Before another place is named: it may be asked for after the dialog of the window is gone.
    await expect.poll(asked).toBe(1);
  };

  const target = join(folder, 'für dich.spanward');
  writeFileSync(target, 'older');
  await saveTo('');
  await begin();
  await saveTo(join(folder, 'no folder', 'x.jsonl'));
  await begin('OTLP JSON lines');
  await expect(page.getByText(/there is no folder/)).toBeVisible();
  expect(readFileSync(target, 'utf8')).toBe('older');

  await saveTo(target);
  await begin();
  await expect(page.getByText('für dich.spanward is written')).toBeVisible();
  const bundle = readFileSync(target);
  expect(zlib.gunzipSync(bundle).toString('latin1')).toContain('span of handed on.json');
  expect(readdirSync(folder).filter((name) => name.startsWith('für dich'))).toEqual([
    'für dich.spanward',
  ]);
});
