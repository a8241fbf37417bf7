import { parentPort } from 'node:worker_threads';
import type { DecodeJob } from '../../../src/main/collector/ingest/job.ts';
import { ROW_WIDTH } from '../../../src/main/collector/ingest/job.ts';

/*
 * The decode worker with a fault built in: a body that holds the word CRASH ends the thread.
 */
const port = parentPort!;
const listen = port.on.bind(port);
port.on = (event: string, listener: (message: never) => void) =>
  listen(event, (message: DecodeJob) => {
    if (message.type === 'job' && jobText(message).includes('CRASH')) {
      throw new Error('built-in fault');
    }
    listener(message as never);
  });
await import('../../../src/main/collector/ingest/decode-worker.ts');

function jobText({ buffer, table }: DecodeJob): string {
  const last = table.length - ROW_WIDTH;
  return Buffer.from(buffer, 0, table[last]! + table[last + 1]!).toString('latin1');
}
