import type { Selectable } from 'kysely';
import type { UsageLimitTable } from '../catalog/usage-tables.ts';

/** What a project or a key may use; null: as much as it likes. `bytes` is of projects only. */
export interface Limits {
  readonly spansPerDay: number | null;
  /** Kept on disk. */
  readonly bytes: number | null;
  readonly requestsPerSecond: number | null;
}

/** Limits to be changed; those that are undefined stay. */
export type LimitChange = { readonly [Q in keyof Limits]?: Limits[Q] | undefined };

export const NO_LIMITS: Limits = { spansPerDay: null, bytes: null, requestsPerSecond: null };

/** A limit by its name. */
export type Quota = keyof Limits;

export function toLimits(row: Selectable<UsageLimitTable>): Limits {
  return {
    spansPerDay: row.spans_per_day,
    bytes: row.bytes,
    requestsPerSecond: row.requests_per_second,
  };
}

export function isUnlimited({ spansPerDay, bytes, requestsPerSecond }: Limits): boolean {
  return spansPerDay === null && bytes === null && requestsPerSecond === null;
}

/** The limits in force, in memory: asked for at every request. */
export class LimitBook {
  /** By the id of a project or a key. */
  readonly #byOwner = new Map<string, Limits>();

  /** Of a project or a key. */
  of(ownerId: string): Limits {
    return this.#byOwner.get(ownerId) ?? NO_LIMITS;
  }

  set(ownerId: string, limits: Limits): void {
    if (isUnlimited(limits)) this.#byOwner.delete(ownerId);
    else this.#byOwner.set(ownerId, limits);
  }

  /** Projects and keys that have a limit. */
  owners(): IterableIterator<string> {
    return this.#byOwner.keys();
  }
}
