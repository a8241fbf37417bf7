import type {
  RetainedSignal,
  RetentionState,
  SignalRule,
} from '../../../shared/contract/retention.ts';
import { staysUntil, sumsOf } from '../../../shared/sweep-words.ts';
import { formatBytes, formatPlural } from '../../ui/format.ts';

/** What a rule keeps, in words. @param noun what its records are called */
export function keptText({ days, bytes, records }: SignalRule, noun: string): string {
  const limits = [
    days === null ? undefined : formatPlural(days, 'day'),
    bytes === null ? undefined : formatBytes(bytes),
    records === null ? undefined : formatPlural(records, noun),
  ].filter((text) => text !== undefined);
  return limits.length === 0 ? 'Forever' : limits.join(' · ');
}

/** How long a day stays that no rule ends by its age. */
export function staysText(rules: RetentionState['rules'], signal: RetainedSignal): string {
  const text = staysUntil(rules, signal);
  return text[0]!.toUpperCase() + text.slice(1);
}

/** What signals and their records are called. */
export const SIGNAL_WORDS = {
  traces: { name: 'Traces', noun: 'span' },
  logs: { name: 'Logs', noun: 'record' },
  metrics: { name: 'Metrics', noun: 'metric' },
} as const;

/** What is stored of a signal by its rule: `Now 48 MB, 18,296 spans`. */
export function storedText(days: RetentionState['days'], signal: RetainedSignal): string {
  const own = days.filter((day) => day.signal === signal);
  if (own.length === 0) return 'Now nothing';
  const { bytes, records } = sumsOf(own);
  return `Now ${formatBytes(bytes)}, ${formatPlural(records, SIGNAL_WORDS[signal].noun)}`;
}

/** Why something goes, in words. */
export const REASON_WORDS = {
  age: 'Older than kept',
  ceiling: 'Ceiling of the instance',
  size: 'More bytes than kept',
  count: 'More records than kept',
  disk: 'Disk almost full',
} as const;

/** What made a sweep run, in words. */
export const CAUSE_WORDS = {
  schedule: 'On schedule',
  request: 'On request',
  disk: 'Disk almost full',
} as const;
