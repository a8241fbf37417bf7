import type { Removal, RetainedSignal, RetentionRules } from './contract/retention.ts';
import { countOf } from './count-of.ts';
import { formatBytes } from './format-bytes.ts';

type Sums = Pick<Removal, 'records' | 'bytes'>;

/** What removals come to. */
export function sumsOf(removals: readonly Sums[]): Sums {
  const sums = { records: 0, bytes: 0 };
  for (const { records, bytes } of removals) {
    sums.records += records;
    sums.bytes += bytes;
  }
  return sums;
}

/** What goes in all: `3 records, about 12 kB`. @param locale as of {@link countOf} */
export function describeSums(
  removals: readonly (Sums & Pick<Removal, 'bytesEstimated'>)[],
  locale?: string,
): string {
  const { records, bytes } = sumsOf(removals);
  const about = removals.some(({ bytesEstimated }) => bytesEstimated) ? 'about ' : '';
  return `${countOf(records, 'record', locale)}, ${about}${formatBytes(bytes, locale)}`;
}

/** What a sweep that was cancelled had removed, and that it stays so. @param locale as of {@link countOf} */
export function describeSweepEnd(removed: Sums, locale?: string): string {
  if (removed.records === 0) return 'Nothing was removed.';
  const removals = describeSums([removed], locale);
  return `Removed, and stays so: ${removals}. The rest goes with the next scheduled sweep.`;
}

/** How long a day stays that no rule ends by its age: `until over its limit`. */
export function staysUntil(rules: RetentionRules, signal: RetainedSignal): string {
  const { bytes, records } = rules[signal];
  if (rules.legalHold) return 'on legal hold';
  return bytes === null && records === null ? 'kept forever' : 'when over its limit';
}
