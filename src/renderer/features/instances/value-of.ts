import type { Outcome } from '../../../shared/desktop-api.ts';

/**
 * The value of something the app was asked to do.
 *
 * @throws Error with the app's own words when it was refused
 */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.message);
}
