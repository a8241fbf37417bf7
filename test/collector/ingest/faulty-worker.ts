import { parentPort } from 'node:worker_threads';
import type { DecodeJob } from '../../../src/main/collector/ingest/job.ts';
import { ROW_WIDTH } from '../../../src/main/collector/ingest/job.ts';

/*
 * The decode worker with faults built in: a body that holds the word CRASH ends the thread, HANG keeps it for ever,
 * and REST for a second.
 */
const port = parentPort!;
const listen = port.on.bind(port);
const never = new Int32Array(new SharedArrayBuffer(4));
port.on = (event: string, listener: (message: never) => void) =>
  listen(event, (message: DecodeJob) => {
    const text = message.type === 'job' ? jobText(message) : '';
    if (text.includes('CRASH')) throw new Error('built-in fault');
    if (text.includes('HANG')) Atomics.wait(never, 0, 0);
    if (text.includes('REST')) Atomics.wait(never, 0, 0, 1000);
    listener(message as never);
  });
await import('../../../src/main/collector/ingest/decode-worker.ts');

function jobText({ buffer, table }: DecodeJob): string {
  const last = table.length - ROW_WIDTH;
  return Buffer.from(buffer, 0, table[last]! + table[last + 1]!).toString('latin1');
}
