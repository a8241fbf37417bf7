/** Longest pause between attempts, seconds. */
const MAX_PAUSE_SECONDS = 900;
/** Attempts are forgotten this long after the last one, ms. */
const FORGET_MS = 3_600_000;
/** Names remembered at most; the one least recently tried goes first. */
const MAX_NAMES = 10_000;

interface Attempts {
  count: number;
  readonly lastMs: number;
}

const NO_ATTEMPTS: Readonly<Attempts> = { count: 0, lastMs: 0 };

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

  /** Seconds to wait until the next attempt may be made; 0: now. Counts nothing. */
  wait(name: string, nowMs: number): number {
    const { count, lastMs } = this.#attempts(name, nowMs);
    const over = count - this.#free;
    if (over < 0) return 0;
    const pause = Math.min(MAX_PAUSE_SECONDS, 2 ** Math.min(over, 20));
    return Math.max(0, Math.ceil((lastMs + pause * 1000 - nowMs) / 1000));
  }

  /** Counts an attempt that is made now. */
  count(name: string, nowMs: number): void {
    const { count } = this.#attempts(name, nowMs);
    this.#names.delete(name);
    this.#names.set(name, { count: count + 1, lastMs: nowMs });
    const oldest = this.#names.keys().next().value;
    if (this.#names.size > MAX_NAMES && oldest !== undefined) this.#names.delete(oldest);
  }

  #attempts(name: string, nowMs: number): Readonly<Attempts> {
    const known = this.#names.get(name);
    return known === undefined || nowMs - known.lastMs > FORGET_MS ? NO_ATTEMPTS : known;
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
