/** A clock that is this far from where it should be was set, or the machine slept, ms. */
const JUMP_MS = 2 * 86_400_000;
/** How long a clock has to be ahead until what it shows is believed, ms of running. */
const HOLD_MS = 3_600_000;
/** The same of a clock that is behind: nothing waits for it, and it may come forward again. */
const BEHIND_MS = 24 * 3_600_000;

/** What is known of the clock, to be kept over a restart. Milliseconds since the epoch, and of running. */
export interface ClockState {
  /** What the time is, as far as it is believed. */
  readonly trustedMs: number;
  /** That which the clock shows instead, and for how long it has not shown the other. */
  readonly other: { readonly ms: number; readonly stoodMs: number } | null;
}

interface Mark {
  readonly ms: number;
  readonly elapsed: number;
}

/**
 * Notices that the clock went ahead by more than time passed: a wrong clock would make everything look expired.
 *
 * Until the new time has stood for an hour nothing is deleted on schedule; somebody who asks for a sweep has looked
 * at the date. Of several times in that hour the one nearest to what was believed is believed then. A clock that goes
 * back makes everything look younger, and nothing goes for it; when it comes forward again within a day, that is no
 * jump.
 */
export class SteadyClock {
  readonly #elapsedMs: () => number;
  /** The time that is believed, as it was at some moment of running. */
  #trusted: Mark | undefined;
  /** The nearest to it that the clock showed since it is off. */
  #other: Mark | undefined;
  #offSince = 0;
  #isAhead = false;

  /**
   * @param known what an earlier run knew, or when something last arrived; undefined: the first look is believed
   * @param elapsedMs time that passed by a clock nobody can set
   */
  constructor(known?: ClockState, elapsedMs: () => number = () => performance.now()) {
    this.#elapsedMs = elapsedMs;
    if (known === undefined) return;
    const elapsed = elapsedMs();
    this.#trusted = { ms: known.trustedMs, elapsed };
    const { other } = known;
    if (other === null) return;
    this.#other = { ms: other.ms, elapsed };
    this.#offSince = elapsed - other.stoodMs;
    this.#isAhead = other.ms > known.trustedMs;
  }

  /** How long deletions still have to wait, ms, as of the last look; 0 when they need not. */
  get heldMs(): number {
    if (this.#other === undefined || !this.#isAhead) return 0;
    return Math.max(0, this.#offSince + HOLD_MS - this.#elapsedMs());
  }

  /** What the next run has to know; undefined before the first look. */
  get state(): ClockState | undefined {
    if (this.#trusted === undefined) return undefined;
    const elapsed = this.#elapsedMs();
    const other = this.#other && {
      ms: timeBy(this.#other, elapsed),
      stoodMs: elapsed - this.#offSince,
    };
    return { trustedMs: timeBy(this.#trusted, elapsed), other: other ?? null };
  }

  /** Looks at the time. */
  look(nowMs: number): void {
    const elapsed = this.#elapsedMs();
    const now = { ms: nowMs, elapsed };
    if (this.#other !== undefined && this.#isOff(now, this.#isAhead)) {
      this.#other = this.#nearer(now);
      if (elapsed - this.#offSince >= (this.#isAhead ? HOLD_MS : BEHIND_MS)) {
        this.#trusted = this.#other;
        this.#other = undefined;
      }
    }
    const off = this.#offOf(now);
    const isAhead = off > 0;
    if (Math.abs(off) <= JUMP_MS) {
      this.#trusted = now;
      this.#other = undefined;
    } else if (this.#other === undefined || isAhead !== this.#isAhead) {
      this.#other = now;
      this.#offSince = elapsed;
    }
    this.#isAhead = isAhead;
  }

  /** How far a time is ahead of the believed one, ms. */
  #offOf({ ms, elapsed }: Mark): number {
    return this.#trusted === undefined ? 0 : ms - timeBy(this.#trusted, elapsed);
  }

  #isOff(now: Mark, isAhead: boolean): boolean {
    return (isAhead ? 1 : -1) * this.#offOf(now) > JUMP_MS;
  }

  /** Which of two times on one side of the believed one is nearer to it. */
  #nearer(now: Mark): Mark {
    const other = this.#other!;
    const isNearer = now.ms < timeBy(other, now.elapsed) === this.#isAhead;
    return isNearer ? now : other;
  }
}

/** What a clock shows that showed `ms` when so much had passed. */
function timeBy({ ms, elapsed }: Mark, elapsedNow: number): number {
  return ms + elapsedNow - elapsed;
}
