import type { RetentionRules } from '../../src/shared/contract/retention.ts';

const DAY_MS = 86_400_000;

/** An acknowledged trace: all that a rule can know of it. */
export interface SentTrace {
  readonly traceId: string;
  readonly spans: number;
  readonly endMs: number;
  readonly environment: string;
  readonly failed: boolean;
}

const dayNumber = (ms: number): number => Math.floor(ms / DAY_MS);

/** Days that a trace is kept, in words as plain as the guide's. */
function keptDays(rules: RetentionRules, { environment, failed }: SentTrace): number {
  const own = rules.environments.find((rule) => rule.environment === environment);
  const days = own?.days ?? rules.traces.days ?? Infinity;
  return failed && rules.errorDays !== null ? Math.max(days, rules.errorDays) : days;
}

/** Whether no sweep that began at a time may have removed it. */
export function mustStay(rules: RetentionRules, trace: SentTrace, nowMs: number): boolean {
  return dayNumber(trace.endMs) + keptDays(rules, trace) >= dayNumber(nowMs);
}

/** Whether a sweep that began at a time must have removed it: a file that goes tomorrow may take one day longer. */
export function mustBeGone(rules: RetentionRules, trace: SentTrace, nowMs: number): boolean {
  return dayNumber(trace.endMs) + keptDays(rules, trace) + 1 < dayNumber(nowMs);
}
