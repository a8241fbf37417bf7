import type { Deletion } from './contract/deletion.ts';
import { countOf } from './count-of.ts';

type Counts = Deletion['removed'];

const NOUNS = [
  ['traces', 'trace'],
  ['spans', 'span'],
  ['logs', 'log record'],
  ['metrics', 'metric'],
] as const;

/**
 * What goes, in short: `3 traces`; of data that is in no trace what it is, such as `12 log records`.
 *
 * @param locale as of {@link countOf}
 */
export function whatGoes(counts: Counts, locale?: string): string {
  const [of, noun] = NOUNS.find(([name]) => counts[name] > 0) ?? NOUNS[0];
  return countOf(counts[of], noun, locale);
}

/** All that goes, and nothing that does not: `3 traces, 40 spans, 12 log records`. @param locale as of {@link countOf} */
export function allThatGoes(counts: Counts, locale?: string): string {
  const there = NOUNS.filter(([name]) => counts[name] > 0);
  return there.map(([name, noun]) => countOf(counts[name], noun, locale)).join(', ') || 'nothing';
}

/** How far a deletion was that was cancelled, and what of it stays so. @param locale as of {@link countOf} */
export function describeEnd(
  { days, removed }: Pick<Deletion, 'days' | 'removed'>,
  locale = 'en-US',
): string {
  const all = allThatGoes(removed, locale);
  const stays = all === 'nothing' ? 'Nothing was deleted.' : `Deleted, and stays so: ${all}.`;
  if (days.total > 0) {
    const done = days.done.toLocaleString(locale);
    return `It had gone through ${done} of ${countOf(days.total, 'file', locale)}. ${stays}`;
  }
  // What a run before this start had removed stays so as well.
  return `${all === 'nothing' ? 'It had not begun.' : 'It had not been taken up again.'} ${stays}`;
}
