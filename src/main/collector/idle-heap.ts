import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often a thread looks at what it did since the last look, ms. */
const LOOK_EVERY_MS = 10_000;
/** Share of that time in which a thread did something, up to which it is idle: timers alone take a thousandth. */
const IDLE_SHARE = 0.01;
/** Share from which on it is busy: more than the engine takes to let go of memory. */
const BUSY_SHARE = 0.05;

/** How often a collection is tried while others collect; one that fails is left for another time. */
const MAX_TRIES = 20;

/** Tells the moment at which a thread that was busy is idle; one that starts is busy. */
export class IdleMoment {
  #wasBusy = true;

  /** @param share of the time since the last look in which the thread did something, 0 to 1 */
  isNow(share: number): boolean {
    if (share > BUSY_SHARE) this.#wasBusy = true;
    if (share > IDLE_SHARE || !this.#wasBusy) return false;
    this.#wasBusy = false;
    return true;
  }
}

/**
 * Gives back what the heap of this thread took while it was busy, start-up included, once it is idle.
 *
 * The engine lets go of memory by itself some seconds after it collected a whole heap, bit by bit while nothing else
 * happens (`MemoryReducer`); but where little is allocated, it collects none. So the first time a thread is idle after
 * it was busy, its heap is collected once.
 *
 * @param lookEveryMs how often it is looked, ms
 * @returns what ends it
 */
export function collectWhenIdle(lookEveryMs = LOOK_EVERY_MS): () => void {
  const moment = new IdleMoment();
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(last);
    if (moment.isNow(utilization)) collectHeap();
    // After it: collecting is no work that would call for another time.
    last = performance.eventLoopUtilization();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Collects the whole heap of this thread, for tests too: some ms for each 10 MiB that are alive in it. */
export function collectHeap(): void {
  // The function is there in contexts that are made while the flag is set. It is one flag for all threads: another one
  // that is done may have taken it back meanwhile.
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
    setFlagsFromString('--no-expose-gc');
    if (collect === undefined) continue;
    collect();
    return;
  }
}
