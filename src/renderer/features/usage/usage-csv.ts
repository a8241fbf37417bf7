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
export function usageCsv(report: Pick<UsageReport, 'days'>): string {
  const lines = report.days.map((day) => COLUMNS.map((column) => day[column]).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}
