import type { Principal } from '../principal.ts';

/** What every call knows beside its input. */
export interface CallContext {
  readonly principal: Principal;
}
