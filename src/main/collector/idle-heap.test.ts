import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { IdleMoment } from './idle-heap.ts';

it('the moment comes once after a start and once after each time of work, which what is in between is not', () => {
  const moment = new IdleMoment();
  const shares = [0.4, 0.02, 0.001, 0.001, 0.03, 0.002, 0.2, 0.9, 0.03, 0.01, 0];
  expect(shares.map((share) => moment.isNow(share))).toEqual(
    [0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0].map(Boolean),
  );
});

const MIB = 2 ** 20;

/** What a thread goes through that fills its heap twice, and is idle after each time; prints sizes in MiB. */
const SCRIPT = `
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { collectWhenIdle } from '${new URL('idle-heap.ts', import.meta.url).href}';

const sizeMib = () => getHeapStatistics().used_heap_size / ${MIB};
/** Fills the heap, which takes a while. */
const work = () => {
  const end = performance.now() + 600;
  let kept = [];
  while (performance.now() < end) kept = Array.from({ length: 400_000 }, (_, at) => [at]);
  return kept.length;
};
const sizes = [];
const stop = collectWhenIdle(500);
for (const turn of [1, 2]) {
  work();
  const filled = sizeMib();
  while (sizeMib() > filled / 3) await sleep(100);
  sizes.push(filled);
}
stop();
console.log(JSON.stringify(sizes));
`;

it.each([
  ['the main thread', SCRIPT],
  [
    'another thread',
    `import { Worker } from 'node:worker_threads';
    new Worker(${JSON.stringify(SCRIPT)}, { eval: true, execArgv: ['--input-type=module'] });`,
  ],
])('what %s filled its heap with is given back each time it is idle', async (_, script) => {
  const args = ['--input-type=module', '-e', script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  expect(stderr).toBe('');
  for (const filled of JSON.parse(stdout) as number[]) expect(filled).toBeGreaterThan(20);
});

/** Threads that give back memory over and over, all at the same time. */
const TOGETHER = `
import { Worker } from 'node:worker_threads';
const often = \`
  import { collectHeap } from '${new URL('idle-heap.ts', import.meta.url).href}';
  for (let turn = 0; turn < 30; turn++) collectHeap();
\`;
for (let n = 0; n < 4; n++) {
  const worker = new Worker(often, { eval: true, execArgv: ['--input-type=module'] });
  worker.on('error', (error) => console.log(error.message));
}
`;

it('threads that are idle at the same moment do not end each other', async () => {
  const args = ['--input-type=module', '-e', TOGETHER];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  expect([stdout, stderr]).toEqual(['', '']);
});
