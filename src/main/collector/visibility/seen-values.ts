import { actorOf } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CallContext } from '../api/context.ts';
import type { Clock } from '../clock.ts';

const HOUR_MS = 3_600_000;
/** Readings remembered; what is forgotten is written down once more. */
const MAX_READINGS = 10_000;
/** Keys written down of one reading in an hour: a sender may make any number of them. */
const MAX_KEYS = 100;

/**
 * Writes down who read values that a rule hides from others: once an hour for each reader and trace, or project for
 * lists and exports; again within the hour only for further keys.
 */
export class SeenValues {
  readonly #audit: AuditTrail;
  readonly #clock: Clock;
  readonly #written = new Map<string, Set<string>>();
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
    if (hour !== this.#hour || this.#written.size >= MAX_READINGS) this.#written.clear();
    this.#hour = hour;
    const actor = actorOf(context);
    const reading = JSON.stringify([
      actor.kind,
      'id' in actor ? actor.id : '',
      projectId,
      traceId ?? '',
    ]);
    const written = this.#written.get(reading) ?? new Set<string>();
    this.#written.set(reading, written);
    const fresh = keys.filter((key) => !written.has(key)).slice(0, MAX_KEYS - written.size);
    if (fresh.length === 0) return;
    for (const key of fresh) written.add(key);
    try {
      await this.#audit.record(actor, {
        action: 'values.seen',
        resource: 'values',
        resourceId: traceId ?? projectId,
        projectId,
        after: { keys: fresh, ...(traceId === undefined ? {} : { traceId }) },
      });
    } catch (error) {
      for (const key of fresh) written.delete(key);
      throw error;
    }
  }
}
