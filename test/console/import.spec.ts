import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';

const line = (index: number): string => {
  const id = String(index).padStart(4, '0');
  const start = `${Date.now() - index * 1000}000000`;
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'file' } }] },
        scopeSpans: [
          {
            spans: [
              {
                traceId: `abcdabcdabcdabcdabcdabcdabcd${id}`,
                spanId: `abcdabcdabcd${id}`,
                name: `from file ${index}`,
                startTimeUnixNano: start,
                endTimeUnixNano: start,
              },
            ],
          },
        ],
      },
    ],
  });
};

const file = Array.from({ length: 20 }, (_, index) => line(index + 1));

test('reads a packed file of OTLP JSON lines and reports what became of it', async ({
  signedIn: page,
}) => {
  const oops = '{"resourceSpans": oops}';
  const lines = [...file.slice(0, 10), oops, ...file.slice(10), ...Array<string>(60).fill(oops)];
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('navigation').getByRole('button', { name: 'Open a file' }).click();
  const chooser = await choosing;
  await chooser.setFiles({
    name: 'traces.jsonl.gz',
    mimeType: 'application/gzip',
    buffer: gzipSync(lines.join('\n')),
  });
  const report = page.getByRole('dialog', { name: 'File read' });
  await expect(report).toContainText(/Stored\s*20/);
  await expect(report.getByRole('row').nth(1)).toContainText('11');
  // Of many problems the last is reached by keys, and the counts stay in sight.
  await report.getByRole('region', { name: 'Not read of traces.jsonl.gz' }).focus();
  await page.keyboard.press('End');
  await expect(report.getByRole('row').last()).toBeInViewport({ ratio: 1 });
  await expect(report.getByText('Stored')).toBeInViewport({ ratio: 1 });
  await expectAccessibleInBothThemes(page, 'report of a file');
  await report.getByRole('button', { name: 'Show the traces' }).click();
  await expect(page.getByLabel('Totals')).toContainText('20 traces');
});

test('what was opened goes into a project when asked, and again it is recognized', async ({
  signedIn: page,
}) => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('navigation').getByRole('button', { name: 'Open a file' }).click();
  const chooser = await choosing;
  const buffer = Buffer.from(file.join('\n'));
  await chooser.setFiles({ name: 'traces.jsonl', mimeType: 'application/json', buffer });
  const report = page.getByRole('dialog', { name: 'File read' });
  await expect(report).toContainText(/Stored\s*20/);
  await report.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('navigation').getByRole('link', { name: 'Files' }).click();
  const card = page.getByRole('listitem', { name: 'traces.jsonl' });
  for (const [expected, end] of [
    ['20 stored, 0 already there', 'Done'],
    ['0 stored, 20 already there', 'Show the traces'],
  ] as const) {
    await card.getByRole('button', { name: 'Import into a project' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import into a project' });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByRole('status')).toContainText(expected);
    await dialog.getByRole('button', { name: end }).click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(page.getByLabel('Totals')).toContainText('20 traces');
  await page.getByRole('navigation').getByRole('link', { name: 'Files' }).click();
  await card.getByRole('button', { name: 'Close', exact: true }).click();
  const closing = page.getByRole('dialog', { name: 'Close these files?' });
  await closing.getByRole('button', { name: 'Close and remove' }).click();
  await expect(page.getByRole('heading', { name: 'No file is open' })).toBeVisible();
});

test('an encrypted bundle is written, and opened with its passphrase', async ({
  signedIn: page,
}) => {
  const choose = async (name: string, buffer: Buffer): Promise<void> => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('navigation').getByRole('button', { name: 'Open a file' }).click();
    const chooser = await choosing;
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  await choose('traces.jsonl', Buffer.from(file.join('\n')));
  const report = page.getByRole('dialog', { name: 'File read' });
  await report.getByRole('button', { name: 'Show the traces' }).click();
  await expect(page.getByLabel('Totals')).toContainText('20 traces');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('Export what the list shows');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByLabel('Passphrase').fill('correct horse battery');
  const downloading = page.waitForEvent('download');
  await dialog.getByLabel('Passphrase').press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('traces.jsonl.spanward');
  await choose('handed.spanward', readFileSync(await download.path()));
  const failed = page.getByRole('dialog', { name: 'The file could not be read' });
  // Behind it is a workspace of nothing, in which no program is to be connected.
  await expect(page.locator('main')).toContainText('No traces in what was opened');
  await failed.getByLabel('Passphrase').fill('correct horse battery');
  await failed.getByRole('button', { name: 'Open with this passphrase' }).click();
  await expect(report).toContainText(/Stored\s*20/);
});

test('a long file shows how far it is, and can be cancelled', async ({ signedIn: page }) => {
  // About six MiB in three pieces; the last one is held up on its way.
  const padding = 'x'.repeat(300_000);
  const lines = Array.from({ length: 20 }, (_, index) => line(index + 1).replace('from', padding));
  let pieces = 0;
  await page.route('**/rpc/transfer/feed', async (route) => {
    pieces += 1;
    if (pieces !== 3) await route.continue();
  });
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('navigation').getByRole('button', { name: 'Open a file' }).click();
  const chooser = await choosing;
  const buffer = Buffer.from(lines.join('\n'));
  await chooser.setFiles({ name: 'long.jsonl', mimeType: 'application/json', buffer });
  const reading = page.getByRole('group', { name: 'Reading long.jsonl' });
  const bar = reading.getByRole('progressbar', { name: 'Progress of long.jsonl' });
  await expect.poll(() => pieces).toBe(3);
  await expect(bar).toHaveAttribute('aria-valuenow', /^[67]\d$/);
  await expect(reading).toContainText(/4\.2 MB of 6 MB/);
  await reading.getByRole('button', { name: 'Cancel reading long.jsonl' }).click();
  const report = page.getByRole('dialog', { name: 'Reading was cancelled' });
  // Of the fourteen lines that came, the last is cut off; the reader may hold on to another.
  await expect(report).toContainText(/Stored\s*1[23]\D/);
  const stored = /Stored\s*(\d+?)Already/.exec((await report.textContent()) ?? '')?.[1];
  await expect(reading).toHaveCount(0);
  await report.getByRole('button', { name: 'Show the traces' }).click();
  await expect(page.getByLabel('Totals')).toContainText(`${stored} traces`);
  expect(pieces).toBe(3);
});

test('a folder is opened with one report, and chosen traces of it are exported', async ({
  signedIn: page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-folder-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'one.jsonl'), file.slice(0, 3).join('\n'));
  writeFileSync(join(folder, 'deep', 'two.jsonl'), `${file[3]!}\n{"half`);
  writeFileSync(join(folder, '.hidden.jsonl'), file[4]!);
  await page.getByRole('navigation').getByRole('link', { name: 'Files' }).click();
  await expect(page.getByRole('heading', { name: 'Files', level: 1 })).toBeVisible();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await (await choosing).setFiles(folder);
  const report = page.getByRole('dialog', { name: 'Files read' });
  await expect(report).toContainText(/Stored\s*4/);
  const files = report.getByRole('list', { name: 'Files' }).getByRole('listitem');
  await expect(files).toHaveCount(2);
  await expect(files.first()).toContainText(/deep\/two\.jsonl\s*1 record, 1 problem/);
  await report.getByRole('button', { name: 'Show the traces' }).click();
  await expect(page.getByLabel('Totals')).toContainText('4 traces');

  const row = page.getByRole('row', { name: /from file 2/ });
  await row.getByRole('checkbox').click();
  const chosen = page.getByRole('toolbar', { name: 'Selected traces' });
  await chosen.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog).toContainText('1 trace of');
  await dialog.getByRole('combobox', { name: 'Format' }).click();
  await page.getByRole('option', { name: /OTLP JSON lines/ }).click();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const text = readFileSync(await (await downloading).path(), 'utf8');
  expect(text).toContain('from file 2');
  expect(text).not.toContain('from file 3');
  await expect(dialog).toHaveCount(0);
  rmSync(folder, { recursive: true, force: true });
});
