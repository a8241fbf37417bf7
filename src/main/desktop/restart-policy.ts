/** Crashes longer ago than this are forgotten, ms. */
const WINDOW_MS = 5 * 60_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
/** Crashes within the window after which restarting is pointless. */
const MOST_CRASHES = 8;

/** Decides whether and when a process that crashed is started again: at once first, then ever more slowly. */
export class RestartPolicy {
  #crashes: number[] = [];

  /**
   * @param nowMs a monotonic clock, ms
   * @returns which attempt is next and its delay in ms, or undefined when it crashes over and over
   */
  afterCrash(nowMs: number): { readonly attempt: number; readonly delayMs: number } | undefined {
    this.#crashes = [...this.#crashes.filter((at) => nowMs - at < WINDOW_MS), nowMs];
    const attempt = this.#crashes.length;
    if (attempt > MOST_CRASHES) return undefined;
    return { attempt, delayMs: Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS) };
  }

  /** A person asked for a new start: begin to count anew. */
  reset(): void {
    this.#crashes = [];
  }
}
