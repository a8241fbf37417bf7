/** Longest pause between attempts, seconds. */
const MAX_PAUSE_SECONDS = 900;
/** Attempts are forgotten this long after the last one, ms. */
const FORGET_MS = 3_600_000;
/** Names remembered at most; the one least recently tried goes first. */
const MAX_NAMES = 10_000;

interface Attempts {
  count: number;
  lastMs: number;
}

/**
 * Slows down guessing: after some free attempts under one name each further one waits twice as long as the one
 * before, from one second to a quarter of an hour.
 *
 * An attempt counts when it begins, so many at once win nothing; success forgets them.
 */
export class AttemptLimiter {
  readonly #names = new Map<string, Attempts>();
  readonly #free: number;

  /** @param free attempts in a row that cost nothing */
  constructor(free: number) {
    this.#free = free;
  }

  /** Counts an attempt and returns 0, or the seconds to wait, in which case it must not be made. */
  begin(name: string, nowMs: number): number {
    const known = this.#names.get(name);
    const attempts =
      known === undefined || nowMs - known.lastMs > FORGET_MS ? { count: 0, lastMs: 0 } : known;
    const over = attempts.count - this.#free;
    const pause = over < 0 ? 0 : Math.min(MAX_PAUSE_SECONDS, 2 ** Math.min(over, 20));
    const waitMs = attempts.lastMs + pause * 1000 - nowMs;
    if (pause > 0 && waitMs > 0) return Math.ceil(waitMs / 1000);
    this.#names.delete(name);
    this.#names.set(name, { count: attempts.count + 1, lastMs: nowMs });
    const oldest = this.#names.keys().next().value;
    if (this.#names.size > MAX_NAMES && oldest !== undefined) this.#names.delete(oldest);
    return 0;
  }

  /** Forgets what was: the one behind the name has shown who it is. */
  succeed(name: string): void {
    this.#names.delete(name);
  }

  /** Takes one attempt back, where others share the name. */
  undo(name: string): void {
    const attempts = this.#names.get(name);
    if (attempts !== undefined) attempts.count -= 1;
  }
}
