import { setImmediate } from 'node:timers/promises';

/** Lets everything else that waits run first: long work on the main thread is done in slices. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}
