import { gzipSync } from 'node:zlib';
import { expect, test } from './console.ts';

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
  const broken = [...file.slice(0, 10), '{"resourceSpans": oops}', ...file.slice(10)].join('\n');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('navigation').getByRole('button', { name: 'Open a file' }).click();
  const chooser = await choosing;
  await chooser.setFiles({
    name: 'traces.jsonl.gz',
    mimeType: 'application/gzip',
    buffer: gzipSync(broken),
  });
  const report = page.getByRole('dialog', { name: 'File read' });
  await expect(report).toContainText(/Stored\s*20/);
  await expect(report.getByRole('row').nth(1)).toContainText('11');
  await report.getByRole('button', { name: 'Show the traces' }).click();
  await expect(page.getByLabel('Totals')).toContainText('20 traces');
});

test('the same file again is recognized', async ({ signedIn: page }) => {
  for (const expected of [/Stored\s*20/, /Already there\s*20/]) {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('navigation').getByRole('button', { name: 'Open a file' }).click();
    const chooser = await choosing;
    const buffer = Buffer.from(file.join('\n'));
    await chooser.setFiles({ name: 'traces.jsonl', mimeType: 'application/json', buffer });
    const report = page.getByRole('dialog', { name: 'File read' });
    await expect(report).toContainText(expected);
    await report.getByRole('button', { name: 'Close' }).last().click();
  }
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
  await expect(report).toContainText(/Stored\s*13/);
  await expect(reading).toHaveCount(0);
  await report.getByRole('button', { name: 'Show the traces' }).click();
  await expect(page.getByLabel('Totals')).toContainText('13 traces');
  expect(pieces).toBe(3);
});
