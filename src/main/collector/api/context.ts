import type { Origin } from '../audit/actor.ts';
import type { Principal } from '../principal.ts';

/** What a REST request carries, read or not. */
export interface SentFields {
  /** Names in the address of a request whose fields are in its body. */
  readonly query: readonly string[];
  /** Of a GET, what its address says behind the path. */
  readonly searched: readonly (readonly [name: string, value: string])[];
  /** As it was decoded; undefined: none, or not read. */
  readonly body: unknown;
  /** A GET came with a body. */
  readonly bodyOfGet: boolean;
}

/** What every call knows beside its input. */
export interface CallContext {
  readonly principal: Principal;
  /** Where the call came in, for the audit log. */
  readonly from: Origin;
  /** Why, as the caller said it; checked before any handler runs. */
  readonly reason?: string | undefined;
  /** Of a REST call that creates something: the same key creates it once. */
  readonly idempotencyKey?: string | undefined;
  /** Of a REST call that goes through the router. */
  readonly sent?: SentFields | undefined;
}
