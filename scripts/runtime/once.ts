import { closeSync, existsSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const STALE_MS = 30_000;
const REFRESH_MS = 5_000;

/**
 * Runs `make` unless `result` exists already; of several processes at the same time only one does.
 *
 * The lock's holder refreshes its time stamp, so that a killed one is told from a slow one.
 */
export async function makeOnce(result: string, make: () => Promise<void>): Promise<void> {
  const lock = `${result}.lock`;
  while (!existsSync(result)) {
    if (!takeLock(lock)) {
      await delay(500);
      continue;
    }
    const refresh = setInterval(() => utimesSync(lock, new Date(), new Date()), REFRESH_MS);
    try {
      if (!existsSync(result)) await make();
    } finally {
      clearInterval(refresh);
      rmSync(lock, { force: true });
    }
  }
}

function takeLock(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > STALE_MS) rmSync(lock, { force: true });
  } catch {
    // No lock there: the next line takes it.
  }
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch {
    return false;
  }
}
