import type { Origin } from '../audit/actor.ts';
import type { Principal } from '../principal.ts';

/** What every call knows beside its input. */
export interface CallContext {
  readonly principal: Principal;
  /** Where the call came in, for the audit log. */
  readonly from: Origin;
  /** Why, as the caller said it; checked before any handler runs. */
  readonly reason?: string | undefined;
  /** Of a REST call that creates something: the same key creates it once. */
  readonly idempotencyKey?: string | undefined;
}
