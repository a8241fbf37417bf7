import { actorOf } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CallContext } from '../api/context.ts';
import type { Clock } from '../clock.ts';

const HOUR_MS = 3_600_000;
/** Readings remembered; what is forgotten is written down once more. */
const MAX_READINGS = 10_000;
/** Keys written down of one reading in an hour: a sender may make any number of them. */
const MAX_KEYS = 100;

/** What was written down of one reader, and one trace or project, in this hour. */
interface Reading {
  readonly keys: Set<string>;
  done: Promise<void>;
}

/**
 * Writes down who read values that a rule hides from others: once an hour for each reader and trace, or project for
 * lists and exports; again within the hour only for further keys.
 */
export class SeenValues {
  readonly #audit: AuditTrail;
  readonly #clock: Clock;
  readonly #readings = new Map<string, Reading>();
  #hour = 0;

  constructor(audit: AuditTrail, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Resolves when it is written: before anything is answered. */
  async record(
    context: CallContext,
    projectId: string,
    keys: readonly string[],
    traceId?: string,
  ): Promise<void> {
    if (keys.length === 0) return;
    const hour = Math.floor(this.#clock.now() / HOUR_MS);
    if (hour !== this.#hour || this.#readings.size >= MAX_READINGS) this.#readings.clear();
    this.#hour = hour;
    const actor = actorOf(context);
    const name = JSON.stringify([
      actor.kind,
      'id' in actor ? actor.id : '',
      projectId,
      traceId ?? '',
    ]);
    const reading = this.#readings.get(name) ?? {
      keys: new Set<string>(),
      done: Promise.resolve(),
    };
    this.#readings.set(name, reading);
    const fresh = keys
      .filter((key) => !reading.keys.has(key))
      .slice(0, MAX_KEYS - reading.keys.size);
    if (fresh.length > 0) {
      for (const key of fresh) reading.keys.add(key);
      const entry = {
        action: 'values.seen',
        resource: 'values',
        resourceId: traceId ?? projectId,
        projectId,
        after: { keys: fresh, ...(traceId === undefined ? {} : { traceId }) },
      } as const;
      reading.done = Promise.all([reading.done, this.#audit.record(actor, entry)]).then(() => {});
    }
    try {
      // Also for keys that another call is writing down at this moment.
      await reading.done;
    } catch (error) {
      this.#readings.delete(name);
      throw error;
    }
  }
}
