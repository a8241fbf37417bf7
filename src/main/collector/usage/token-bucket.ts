/**
 * Lets through so many requests a second, and as many at once after a quiet second.
 *
 * Time comes from the caller, in milliseconds; a clock that is set back costs at most the time it was set back by.
 */
export class TokenBucket {
  #tokens = 0;
  #atMs: number | undefined;
  #rate = 0;

  /** Milliseconds until a request may pass; 0 when it may now. Takes nothing. */
  waitMs(rate: number, nowMs: number): number {
    this.#fill(rate, nowMs);
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / rate) * 1000;
  }

  /** Counts a request that passed. */
  take(): void {
    this.#tokens--;
  }

  #fill(rate: number, nowMs: number): void {
    // A new limit holds at once, with all of its first second to spend.
    if (this.#atMs === undefined || rate !== this.#rate) this.#tokens = rate;
    else {
      const passed = Math.max(0, nowMs - this.#atMs);
      this.#tokens = Math.min(rate, this.#tokens + (passed / 1000) * rate);
    }
    this.#rate = rate;
    this.#atMs = nowMs;
  }
}
