import type { Deletion } from '../../../shared/contract/deletion.ts';
import { formatPlural } from '../../ui/format.ts';

type Counts = Deletion['removed'];

const NOUNS = [
  ['traces', 'trace'],
  ['spans', 'span'],
  ['logs', 'log record'],
  ['metrics', 'metric'],
] as const;

/** What goes, in short: `3 traces`; of data that is in no trace what it is, such as `12 log records`. */
export function whatGoes(counts: Counts): string {
  const [of, noun] = NOUNS.find(([name]) => counts[name] > 0) ?? NOUNS[0];
  return formatPlural(counts[of], noun);
}

/** All that goes, and nothing that does not: `3 traces, 40 spans, 12 log records`. */
export function allThatGoes(counts: Counts): string {
  const there = NOUNS.filter(([name]) => counts[name] > 0);
  return there.map(([name, noun]) => formatPlural(counts[name], noun)).join(', ') || 'nothing';
}
