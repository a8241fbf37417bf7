import { setTimeout as sleep } from 'node:timers/promises';

/** Longest stretch of work at a time, ms. */
const WORK_MS = 12;
/** Share of the time that is left to others: ingest and queries share the cores. */
const REST_RATIO = 0.5;

/** Lets background work leave room for what people wait for. */
export class Pace {
  #since = performance.now();

  /** Whether it is time for {@link rest}. */
  get due(): boolean {
    return performance.now() - this.#since >= WORK_MS;
  }

  async rest(): Promise<void> {
    const worked = performance.now() - this.#since;
    await sleep(Math.max(1, worked * REST_RATIO));
    this.#since = performance.now();
  }
}
