import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { yieldCores } from './yield-cores.ts';

const WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData).then(({ yieldCores }) => parentPort.postMessage(yieldCores()));
`;

test('a thread steps back alone, and the main thread never does', async () => {
  const before = getPriority();
  expect(yieldCores()).toBe(false);
  const workerData = new URL('yield-cores.ts', import.meta.url).href;
  const worker = new Worker(WORKER, { eval: true, workerData });
  const did = await new Promise((resolve, reject) => {
    worker.on('message', resolve).on('error', reject);
  });
  expect(did).toBe(process.platform === 'linux');
  expect(getPriority()).toBe(before);
  await worker.terminate();
});
