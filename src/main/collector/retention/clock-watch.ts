import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import type { TelemetryStore } from '../store/types.ts';
import { KeptClock, readClock } from './kept-clock.ts';
import { SteadyClock } from './steady-clock.ts';

interface ClockWatchOptions {
  readonly catalog: Pick<Catalog, 'db' | 'writer'>;
  readonly store: Pick<TelemetryStore, 'stats'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The one answer to whether anything may go by itself for its age: stored data, entries of the audit log, counts of
 * redactions and of usage. See {@link SteadyClock}.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  readonly #kept: KeptClock;
  #steady: SteadyClock | undefined;
  #opening: Promise<SteadyClock> | undefined;
  #wasHeld = false;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
    this.#kept = new KeptClock(options.catalog);
  }

  /** How long nothing goes by itself yet, ms, as of the last look; 0 where it may. */
  async heldMs(): Promise<number> {
    // It waits for a first look that is under way, and fails with none.
    await this.#opening?.catch(() => undefined);
    return this.#steady?.heldMs ?? 0;
  }

  /** Looks at the clock: whether nothing goes by itself now, as it went ahead. */
  async isHeld(): Promise<boolean> {
    const { clock, log } = this.#options;
    const steady = this.#steady ?? (await this.#opened());
    steady.look(clock.now());
    const { heldMs, state } = steady;
    const isHeld = heldMs > 0;
    if (isHeld && !this.#wasHeld) {
      log.warn('retention.held', { reason: 'the clock went ahead', forMs: Math.round(heldMs) });
    }
    this.#wasHeld = isHeld;
    // A disk without room for it must keep nothing else from working.
    await this.#kept
      .keep(state!)
      .catch((error: unknown) => log.error('retention.clock-unwritten', describeBug(error)));
    return isHeld;
  }

  /** A last look, so that the next run knows what this one saw; none where nobody looked. */
  async close(): Promise<void> {
    if (this.#steady !== undefined) await this.isHeld();
  }

  /** As an earlier run left it; where that cannot be read now, the next look tries again. */
  async #opened(): Promise<SteadyClock> {
    this.#opening ??= this.#open();
    try {
      return (this.#steady = await this.#opening);
    } finally {
      this.#opening = undefined;
    }
  }

  async #open(): Promise<SteadyClock> {
    const { catalog, store } = this.#options;
    const kept = await readClock(catalog.db);
    if (kept !== undefined) return new SteadyClock(kept);
    // Of a version that wrote nothing down: when something last arrived.
    const newest = Math.max(0, ...(await store.stats()).map(({ lastCommitMs }) => lastCommitMs));
    return new SteadyClock(newest > 0 ? { trustedMs: newest, other: null } : undefined);
  }
}
