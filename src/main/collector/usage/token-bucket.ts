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

  /** As many requests as a second has may come at once again. */
  refill(): void {
    this.#atMs = undefined;
  }

  /** Counts a request that passed. */
  take(): void {
    this.#tokens--;
  }

  #fill(rate: number, nowMs: number): void {
    if (this.#atMs === undefined) this.#tokens = rate;
    else {
      // Keys of one line may have different limits: each has the same part of its own left.
      const left = (this.#tokens / this.#rate) * rate;
      const passed = Math.max(0, nowMs - this.#atMs);
      this.#tokens = Math.min(rate, left + (passed / 1000) * rate);
    }
    this.#rate = rate;
    this.#atMs = nowMs;
  }
}
