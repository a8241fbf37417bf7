import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { collectWhenIdle } from '../idle-heap.ts';
import type { Log } from '../log.ts';
import { transferOf } from './reader/transfer.ts';
import {
  CANCELLABLE,
  type FromReader,
  type ReaderFailure,
  type ReaderSettings,
  type ToReader,
} from './reader/protocol.ts';
import { ReaderService } from './reader/reader-service.ts';
import type { NoticeMessage } from './writer/protocol.ts';
import { loadZstd } from './zstd.ts';

const main = parentPort!;
const send = (message: FromReader, transfer: ArrayBuffer[] = []): void =>
  main.postMessage(message, transfer);
const tell: Log['warn'] = (event, fields = {}) => send({ kind: 'warning', event, fields });
const log: Log = { info: tell, warn: tell, error: tell };

await loadZstd();
collectWhenIdle();
const service = new ReaderService(workerData as ReaderSettings, log);
const cancellable = new Map<number, AbortController>();
const streams = new Map<number, AsyncIterator<unknown>>();

main.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'call': {
      const call = service.calls[message.method] as (
        ...args: readonly unknown[]
      ) => Promise<unknown>;
      if (!CANCELLABLE.some((method) => method === message.method)) {
        answer(message.id, () => call(...message.args));
        return;
      }
      const controller = new AbortController();
      cancellable.set(message.id, controller);
      answer(message.id, () =>
        call(...message.args, controller.signal).finally(() => cancellable.delete(message.id)),
      );
      return;
    }
    case 'cancel':
      cancellable.get(message.id)?.abort(new AppError('unavailable', 'The search was given up.'));
      return;
    case 'open': {
      const open = service.streams[message.method] as (
        ...args: readonly unknown[]
      ) => AsyncIterable<unknown>;
      streams.set(message.stream, open(...message.args)[Symbol.asyncIterator]());
      return;
    }
    case 'next':
      answer(message.id, () => nextOf(message.stream));
      return;
    case 'stop':
      void streams.get(message.stream)?.return?.();
      streams.delete(message.stream);
      return;
    case 'notices':
      message.port.on('message', (notice: NoticeMessage) => service.notice(notice));
      return;
    default:
      service.close();
      process.exit(0);
  }
});

async function nextOf(stream: number): Promise<unknown> {
  const next = await streams.get(stream)?.next();
  if (next === undefined || next.done === true) {
    streams.delete(stream);
    return undefined;
  }
  return next.value;
}

function answer(id: number, work: () => Promise<unknown>): void {
  work().then(
    (result) => send({ kind: 'done', id, result }, transferOf(result)),
    (error: unknown) => send({ kind: 'failed', id, failure: failureOf(error) }),
  );
}

function failureOf(error: unknown): ReaderFailure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `Reading the store failed: ${reason}` };
}
