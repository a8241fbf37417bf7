import type { Worker } from 'node:worker_threads';

/** Longest wait for a thread that may be in the middle of something, ms. */
const PATIENCE_MS = 5_000;

/**
 * Asks a thread to end by itself, and terminates it only when it does not: Node now and then aborts the whole process
 * when a thread is terminated while it sets up a zstd stream, or while V8 takes its code apart. In an older Electron an
 * idle thread sometimes does not wake to end.
 *
 * @param ask sends the thread its last message; what it returns is waited for first
 * @param patienceMs longest wait after that, ms
 */
export async function endThread(
  worker: Worker,
  ask: () => Promise<unknown> | void,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const ended = new Promise((resolve) => {
    worker.once('exit', resolve);
  });
  await ask();
  const tooLong = setTimeout(() => void worker.terminate(), patienceMs);
  await ended;
  clearTimeout(tooLong);
}
