import type { UsageReport } from '../../../shared/contract/usage.ts';

const COLUMNS = [
  'date',
  'spans',
  'logs',
  'metricPoints',
  'requests',
  'requestsRefused',
  'bytesReceived',
  'bytesStored',
  'inputTokens',
  'outputTokens',
  'costUsd',
] as const;

/** A line for each day (UTC), with a head; numbers as they are, without thousands separators. */
export function usageCsv({
  days,
  hiddenFields = [],
}: Pick<UsageReport, 'days' | 'hiddenFields'>): string {
  // No number is none that is known: sums that are hidden are not nought.
  const hidden = new Set<string>(hiddenFields);
  const lines = days.map((day) =>
    COLUMNS.map((column) => (hidden.has(column) ? '' : day[column])).join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}
