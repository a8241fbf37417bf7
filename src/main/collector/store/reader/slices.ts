import { setImmediate } from 'node:timers/promises';

/** Longest stretch of work before other requests of the worker get a turn, ms. */
const SLICE_MS = 8;

/** Cuts long work into slices, so that short requests of the same worker go between. */
export class Slices {
  private until = performance.now() + SLICE_MS;

  /** Whether it is time to call {@link next}. */
  get due(): boolean {
    return performance.now() >= this.until;
  }

  /** Lets other work go first. */
  async next(): Promise<void> {
    await setImmediate();
    this.until = performance.now() + SLICE_MS;
  }
}
