import type { SignalRule } from '../../../shared/contract/retention.ts';
import { formatBytes, formatPlural } from '../../ui/format.ts';

/** What a rule keeps, in words. @param noun what its records are called */
export function keptText({ days, bytes, records }: SignalRule, noun: string): string {
  const limits = [
    days === null ? undefined : formatPlural(days, 'day'),
    bytes === null ? undefined : formatBytes(bytes),
    records === null ? undefined : formatPlural(records, noun),
  ].filter((text) => text !== undefined);
  return limits.length === 0 ? 'Everything' : limits.join(' · ');
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
