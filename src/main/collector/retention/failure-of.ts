import type { UnreadableDay } from '../store/rewrite/types.ts';

/** What is the matter with a day, for whoever wanted it swept or gone through. */
export function failureOf(
  { signal, day }: Omit<UnreadableDay, 'problem'>,
  problem: string,
): string {
  return `${signal} of ${day}: ${problem}`;
}
