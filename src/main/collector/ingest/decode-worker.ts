import { parentPort, workerData } from 'node:worker_threads';
import { describeBug } from '../describe-bug.ts';
import { collectWhenIdle } from '../idle-heap.ts';
import { mergePrices } from '../prices/price-lookup.ts';
import { SHIPPED_PRICES } from '../prices/table.ts';
import { loadRedaction, needsLoading } from '../redaction/redact.ts';
import { loadZstd } from '../store/zstd.ts';
import { runJob } from './decode-job.ts';
import type {
  DecodeJobDone,
  DecodeWorkerData,
  JobProject,
  FromDecodeWorker,
  ToDecodeWorker,
} from './job.ts';
import { warmUp, warmUpRedaction } from './warm-up.ts';

/*
 * Entry of a decode thread: jobs in, segments out. Buffers travel by transfer, in both directions.
 */
const port = parentPort!;
const { maxInflatedBytes, overrides, redacts } = workerData as DecodeWorkerData;
const onBug = (error: unknown): void => {
  const { name, frames } = describeBug(error);
  port.postMessage({ type: 'bug', text: `${name} ${frames}` } satisfies FromDecodeWorker);
};
let prices = mergePrices(SHIPPED_PRICES, overrides);

await loadZstd();
/** Messages that wait for redaction to be loaded, and those behind them. */
let waiting: Promise<void> | undefined;
let isRedactionWarm = false;
port.on('message', (message: ToDecodeWorker) => {
  const mustLoad = message.type === 'job' && message.projects.some(isNotReady);
  if (waiting === undefined && !mustLoad) {
    take(message);
    return;
  }
  // One that fails ends the thread: its jobs are reported as lost, and nothing is stored unredacted.
  const turn: Promise<void> = (waiting ?? Promise.resolve()).then(loadRedaction).then(() => {
    take(message);
    if (waiting === turn) waiting = undefined;
    warmRedaction();
  });
  waiting = turn;
});
warmUp({ maxInflatedBytes, prices, onBug });
collectWhenIdle();
// Where it fails, the first job that needs it says so.
if (redacts) void loadRedaction().then(warmRedaction, () => {});

function warmRedaction(): void {
  if (!isRedactionWarm) warmUpRedaction({ maxInflatedBytes, prices, onBug });
  isRedactionWarm = true;
}

function isNotReady({ redaction }: JobProject): boolean {
  return needsLoading(redaction);
}

function take(message: ToDecodeWorker): void {
  if (message.type === 'prices') {
    prices = mergePrices(SHIPPED_PRICES, message.overrides);
    return;
  }
  if (message.type === 'close') process.exit(0);
  const done = runJob(message, { maxInflatedBytes, prices, onBug });
  port.postMessage(done, buffersOf(done));
}

function buffersOf(done: DecodeJobDone): ArrayBuffer[] {
  const buffers = new Set([done.buffer, done.table.buffer as ArrayBuffer]);
  for (const { segment, calls } of done.segments) {
    if (calls !== undefined) buffers.add(calls.buffer as ArrayBuffer);
    buffers.add(segment.requestOf.buffer as ArrayBuffer);
    for (const part of Object.values(segment.parts)) buffers.add(part);
  }
  return [...buffers];
}
