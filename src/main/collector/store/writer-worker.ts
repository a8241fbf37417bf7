import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { freeBuffer } from '../free-buffer.ts';
import { collectWhenIdle } from '../idle-heap.ts';
import { Checkpoints } from './writer/checkpoints.ts';
import { Committer } from './writer/committer.ts';
import type {
  AppendRequest,
  FromWriter,
  NoticeMessage,
  ToWriter,
  WriterFailure,
  WriterSettings,
} from './writer/protocol.ts';
import { loadZstd } from './zstd.ts';

/** Quiet time after which logs are emptied, ms. */
const SETTLE_MS = 2000;

const main = parentPort!;
const warnings: string[] = [];
const warn = (message: string): void => void warnings.push(message);
const committer = new Committer(workerData as WriterSettings, warn);
const checkpoints = new Checkpoints(() => committer.files.opened, warn);
const listeners: MessagePort[] = [];
let queue: AppendRequest[] = [];
let scheduled = false;
let settling: NodeJS.Timeout | undefined;

// Whatever arrives while one round waits for the disk makes up the next round.
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    if (queue.length > 0) runRound();
    else if (checkpoints.step()) schedule();
    reportWarnings();
  });
}

function runRound(): void {
  const requests = queue;
  queue = [];
  const { appended, failed, commits, segments } = committer.commit(requests);
  answer({ appended, failed, commits });
  if (segments.length > 0) notify({ kind: 'segments', segments });
  for (const { segment } of requests) {
    for (const part of Object.values(segment.parts)) freeBuffer(part);
  }
  checkpoints.urgent();
  schedule();
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLE_MS);
}

function settle(): void {
  if (queue.length === 0) checkpoints.settle();
  reportWarnings();
}

function answer(part: Partial<FromWriter>): void {
  const message: FromWriter = {
    appended: [],
    done: [],
    failed: [],
    commits: [],
    warnings: warnings.splice(0),
    ...part,
  };
  main.postMessage(message);
}

function reportWarnings(): void {
  if (warnings.length > 0) answer({});
}

function notify(message: NoticeMessage): void {
  for (const port of listeners) port.postMessage(message);
}

/** Commits what is queued, then does the work and answers. */
function inTurn(id: number, work: () => void): void {
  if (queue.length > 0) runRound();
  try {
    work();
    answer({ done: [{ id }] });
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    const message = error instanceof Error ? error.message : String(error);
    const failure: WriterFailure = { id, code, message };
    answer({ failed: [failure] });
  }
}

function close(id: number): void {
  inTurn(id, () => committer.close());
  clearTimeout(settling);
  for (const port of listeners) port.close();
  main.close();
}

function receive(message: ToWriter): void {
  switch (message.kind) {
    case 'append':
      queue.push(message);
      schedule();
      return;
    case 'notify':
      listeners.push(message.port);
      return;
    case 'delete-project':
      inTurn(message.id, () => committer.deleteProject(message.projectId));
      notify({ kind: 'project-deleted', projectId: message.projectId });
      return;
    case 'replace-day':
      inTurn(message.id, () => committer.replaceDay(message.day));
      return;
    case 'settle':
      inTurn(message.id, () => committer.settle(message.projectId));
      return;
    case 'close':
      close(message.id);
  }
}

await loadZstd();
collectWhenIdle();
main.on('message', receive);
