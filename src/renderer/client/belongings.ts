/** What puts each store back to how it began. */
const forgetters = new Set<() => void>();

/**
 * Has something that the window keeps in memory end with the session, as secrets shown once, what was pasted and changes
 * that are not saved: whoever signs in next must not find what was here before.
 */
export function endsWithSession(forget: () => void): void {
  forgetters.add(forget);
}

/** Lets go of all of it. */
export function forgetBelongings(): void {
  for (const forget of forgetters) forget();
}
