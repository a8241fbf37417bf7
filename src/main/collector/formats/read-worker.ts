import { parentPort, workerData } from 'node:worker_threads';
import { readTelemetry } from './read-file.ts';
import type { FromReadWorker, ReadWorkerData, ToReadWorker } from './read-protocol.ts';
import { UnreadableFile, type Found } from './types.ts';

/** Bytes of requests given out and not stored yet. */
const MAX_AHEAD = 16 * 1024 * 1024;
/** Requests given out in one message, bytes. */
const MESSAGE_BYTES = 1024 * 1024;

const main = parentPort!;
const pieces: Uint8Array[] = [];
let hasEnded = false;
const given = { ahead: 0 };
let wake: () => void = () => undefined;

const tell = (message: FromReadWorker, transfer: ArrayBuffer[] = []): void =>
  main.postMessage(message, transfer);
const changed = (): Promise<void> =>
  new Promise((resolve) => {
    wake = resolve;
  });

main.on('message', (message: ToReadWorker) => {
  if (message.type === 'close') {
    main.close();
    return;
  }
  if (message.type === 'bytes') pieces.push(message.bytes);
  else if (message.type === 'end') hasEnded = true;
  else given.ahead -= message.bytes;
  wake();
});

async function* input(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = pieces.shift();
    if (piece !== undefined) {
      yield piece;
      // Asked back for more: the piece is used up.
      if (pieces.length === 0 && !hasEnded) tell({ type: 'want' });
    } else if (hasEnded) return;
    else await changed();
  }
}

async function run(): Promise<void> {
  const { passphrase } = workerData as ReadWorkerData;
  let found: Found[] = [];
  let bytes = 0;
  const send = (): void => {
    if (found.length === 0) return;
    const bodies = found.flatMap((one) => (one.kind === 'request' ? [one.body.buffer] : []));
    tell({ type: 'found', found }, bodies);
    given.ahead += bytes;
    found = [];
    bytes = 0;
  };
  for await (const one of readTelemetry(input(), { passphrase })) {
    found.push(one);
    bytes += one.kind === 'request' ? one.body.length : 100;
    if (bytes < MESSAGE_BYTES) continue;
    send();
    while (given.ahead > MAX_AHEAD) await changed();
  }
  send();
  tell({ type: 'done' });
}

run().catch((error: unknown) => {
  const isFault = !(error instanceof UnreadableFile);
  const message = error instanceof Error ? error.message : String(error);
  tell({ type: 'failed', message, isFault });
});
