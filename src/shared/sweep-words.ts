import type { Sweep } from './contract/retention.ts';
import { countOf } from './count-of.ts';
import { formatBytes } from './format-bytes.ts';

/** What a sweep that was cancelled had removed, and that it stays so. @param locale as of {@link countOf} */
export function describeSweepEnd({ records, bytes }: Sweep['removed'], locale?: string): string {
  if (records === 0) return 'Nothing was removed.';
  const removed = `${countOf(records, 'record', locale)}, ${formatBytes(bytes, locale)}`;
  return `Removed, and stays so: ${removed}. The rest goes with the next scheduled sweep.`;
}
