import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setPriority } from 'node:os';

/** Gets about a tenth of what other threads get where there are not enough cores for all. */
const NICE = 10;

/**
 * Has the calling thread alone step back behind those that people wait for, where the system tells threads apart
 * (Linux). Elsewhere it rests in between, as it does anyway; see `pace.ts`.
 *
 * @returns whether it did
 */
export function yieldCores(): boolean {
  try {
    // `PID/task/TID`: on Linux a thread has a priority of its own, set by its number like that of a process.
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    if (!Number.isInteger(thread) || thread === process.pid) return false;
    setPriority(thread, NICE);
    return true;
  } catch {
    return false;
  }
}
