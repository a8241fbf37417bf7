import { setFlagsFromString } from 'node:v8';

/** How much a heap may grow, counted from what was alive in it when it was last collected, percent. */
const GROWTH_PERCENT = 100;

/**
 * Lets the heaps of this process double before they are collected as a whole.
 *
 * The engine grants a heap that hardly grows some MiB only. Bodies and segments count against these as long as they are
 * on their way, so that under load all of a heap was marked several times a second although next to nothing in it was
 * garbage. For every thread, those that run already as well.
 */
export function letHeapsGrow(): void {
  // Read by V8 at each collection (`flag-definitions.h`); one that does not know the flag says so and goes on.
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
