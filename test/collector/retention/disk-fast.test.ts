import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const MB = 1e6;
/** What the made-up disk holds. */
const DISK_BYTES = 60 * MB;

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => statSync(join(parentPath, name), { throwIfNoEntry: false }))
    .reduce((sum, stat) => sum + (stat?.size ?? 0), 0);
}

test('senders that would fill the disk between two looks are refused before they do', async () => {
  const dataDir = createTestFolder();
  const freeBytes = async () => DISK_BYTES - sizeOf(dataDir);
  const { client, url } = await openTestCollector({ dataDir, freeBytes });
  const disk = { warnBelow: 30 * MB, deleteBelow: 20 * MB, refuseBelow: 20 * MB };
  await client.retention.setInstance({ disk });
  const send = async (): Promise<number> => {
    const attributes = { pad: randomBytes(MB).toString('base64') };
    return (await postTraces(url, exportRequest([{ attributes }]))).status;
  };
  let status = 200;
  for (let sent = 0; sent < DISK_BYTES / MB && status === 200; sent++) status = await send();
  expect(status).toBe(503);
  // No more than what was on its way goes below the threshold.
  expect(await freeBytes()).toBeGreaterThan(10 * MB);
  const { checks } = await client.collector.doctor();
  expect(checks.find(({ name }) => name === 'disk')).toMatchObject({ state: 'failed' });
});
