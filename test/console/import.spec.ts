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
