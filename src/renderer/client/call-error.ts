import { ORPCError } from '@orpc/client';

/** What to tell a person about a failed call: the collector's own words where it has any. */
export function messageOf(error: unknown): string {
  if (error instanceof ORPCError && error.message) return error.message;
  return error instanceof Error ? error.message : 'Something went wrong.';
}

/** Whether a call failed with this code of `src/shared/errors.ts`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ORPCError && error.code === code;
}
