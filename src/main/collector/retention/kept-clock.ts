import type { Catalog } from '../catalog/open-catalog.ts';
import type { ClockState } from './steady-clock.ts';

/** How often what is known of the clock is written down while nothing changes, ms. */
const WRITE_EVERY_MS = 15 * 60_000;
/** The same while another time is being waited for: so much of the wait is done again after a kill. */
const WRITE_OFTEN_MS = 60_000;
/** A clock that was set by more than this is written down at once, ms. */
const MOVED_MS = 3_600_000;

/** What an earlier run knew of the clock; undefined where none wrote it down. */
export async function readClock(db: Catalog['db']): Promise<ClockState | undefined> {
  const row = await db.selectFrom('retention_clock').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const { trusted_ms: trustedMs, other_ms: ms, stood_ms: stoodMs } = row;
  return { trustedMs, other: ms === null || stoodMs === null ? null : { ms, stoodMs } };
}

/** Writes down what is known of the clock, seldom enough to be no load. */
export class KeptClock {
  readonly #catalog: Pick<Catalog, 'writer'>;
  #writtenAt = -Infinity;
  #wasOff = false;
  #trustedMs = 0;

  constructor(catalog: Pick<Catalog, 'writer'>) {
    this.#catalog = catalog;
  }

  async keep({ trustedMs, other }: ClockState): Promise<void> {
    const isOff = other !== null;
    const everyMs = isOff ? WRITE_OFTEN_MS : WRITE_EVERY_MS;
    const elapsed = performance.now();
    const passed = elapsed - this.#writtenAt;
    const hasMoved = Math.abs(trustedMs - this.#trustedMs - passed) > MOVED_MS;
    if (isOff === this.#wasOff && passed < everyMs && !hasMoved) return;
    const values = {
      trusted_ms: Math.round(trustedMs),
      other_ms: other && Math.round(other.ms),
      stood_ms: other && Math.round(other.stoodMs),
    };
    await this.#catalog.writer.transaction().execute(async (tx) => {
      await tx
        .insertInto('retention_clock')
        .values({ id: 1, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    });
    this.#writtenAt = elapsed;
    this.#wasOff = isOff;
    this.#trustedMs = trustedMs;
  }
}
