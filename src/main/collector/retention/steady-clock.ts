/** A clock that runs ahead of what passed by this much was set, or the machine slept, ms. */
const JUMP_MS = 2 * 86_400_000;
/** How long scheduled deletions wait after a jump, ms of running. */
const HOLD_MS = 3_600_000;

/**
 * Notices that the clock went ahead by more than time passed: a wrong clock would make everything look expired.
 *
 * Until the new time has stood for an hour nothing is deleted on schedule; somebody who asks for a sweep has looked
 * at the date. A clock that goes back makes everything look younger, and nothing goes for it.
 */
export class SteadyClock {
  readonly #elapsedMs: () => number;
  #lastMs: number | undefined;
  #lastElapsed = 0;
  #heldSince: number | undefined;

  /** @param elapsedMs time that passed by a clock nobody can set */
  constructor(elapsedMs: () => number = () => performance.now()) {
    this.#elapsedMs = elapsedMs;
  }

  /**
   * Looks at the time.
   *
   * @param newestMs when something last arrived: what the first look is compared with
   * @returns how long deletions still have to wait, ms; 0 when they need not
   */
  look(nowMs: number, newestMs: number | undefined): number {
    const elapsed = this.#elapsedMs();
    const expected =
      this.#lastMs === undefined ? newestMs : this.#lastMs + elapsed - this.#lastElapsed;
    if (expected !== undefined && nowMs > expected + JUMP_MS) this.#heldSince = elapsed;
    // Set right again.
    else if (expected !== undefined && nowMs < expected - JUMP_MS) this.#heldSince = undefined;
    this.#lastMs = nowMs;
    this.#lastElapsed = elapsed;
    if (this.#heldSince === undefined) return 0;
    const left = this.#heldSince + HOLD_MS - elapsed;
    if (left > 0) return left;
    this.#heldSince = undefined;
    return 0;
  }
}
