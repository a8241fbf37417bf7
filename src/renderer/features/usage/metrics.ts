import type { UsageNumbers, UsageReport } from '../../../shared/contract/usage.ts';
import { formatBytes, formatCount, formatMark, formatMoney } from '../../ui/format.ts';

/** A figure that the chart can show by day. */
export interface Metric {
  value: MetricName;
  label: string;
  of: (usage: UsageNumbers) => number;
  /** With all digits. */
  format: (amount: number) => string;
  /** For the axis. */
  short: (amount: number) => string;
  /** There are no parts of one. */
  counted?: true;
}

export type MetricName = 'spans' | 'bytes' | 'tokens' | 'cost' | 'requests';

export const tokensOf = (usage: UsageNumbers): number => usage.inputTokens + usage.outputTokens;

export const METRICS: readonly Metric[] = [
  {
    value: 'spans',
    label: 'Spans',
    of: (usage) => usage.spans,
    format: formatCount,
    short: formatMark,
    counted: true,
  },
  {
    value: 'bytes',
    label: 'Bytes received',
    of: (usage) => usage.bytesReceived,
    format: formatBytes,
    short: formatBytes,
  },
  {
    value: 'tokens',
    label: 'Tokens',
    of: tokensOf,
    format: formatCount,
    short: formatMark,
    counted: true,
  },
  {
    value: 'cost',
    label: 'Cost',
    of: (usage) => usage.costUsd,
    format: formatMoney,
    short: formatMoney,
  },
  {
    value: 'requests',
    label: 'Requests',
    of: (usage) => usage.requests,
    format: formatCount,
    short: formatMark,
    counted: true,
  },
];

const SOURCES: Partial<Record<MetricName, readonly string[]>> = {
  tokens: ['inputTokens', 'outputTokens'],
  cost: ['costUsd'],
};

/** Whether a rule hides what a figure is made of. */
export const isHidden = (name: MetricName, hidden: UsageReport['hiddenFields'] = []): boolean =>
  SOURCES[name]?.some((field) => hidden.some((one) => one === field)) ?? false;
