import type { UsageNumbers, UsageReport } from '../../../shared/contract/usage.ts';
import type { DerivedField } from '../../../shared/visibility.ts';

/** The columns that usage is made of beside what is counted as it comes. */
export const USAGE_FIELDS = ['inputTokens', 'outputTokens', 'costUsd'] as const;

/** A report without the sums of hidden columns; `hiddenFields` says which. */
export function blankUsage(report: UsageReport, hidden: ReadonlySet<DerivedField>): UsageReport {
  const hiddenFields = USAGE_FIELDS.filter((field) => hidden.has(field));
  if (hiddenFields.length === 0) return report;
  const blank = Object.fromEntries(hiddenFields.map((field) => [field, 0]));
  const shown = <T extends UsageNumbers>(usage: T): T => ({ ...usage, ...blank });
  return {
    ...report,
    total: shown(report.total),
    days: report.days.map(shown),
    sources: report.sources.map(shown),
    hiddenFields,
  };
}
