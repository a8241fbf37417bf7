import type { AnyContractProcedure } from '@orpc/contract';

/** Whether a call is part of the REST API: those without a route of their own are for windows only. */
export function isRestCall(procedure: AnyContractProcedure): boolean {
  return procedure['~orpc'].route.path !== undefined;
}
