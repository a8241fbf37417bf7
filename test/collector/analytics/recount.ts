import type { CountedUnit, Measures } from '../../../src/shared/contract/analytics.ts';
import type { GroupField } from '../../../src/shared/contract/group-fields.ts';
import type { SketchValue } from '../store-write/span-sketch.ts';

/** A span as a recount knows it; every id is a small number. */
export interface CountedSpan {
  readonly trace: number;
  readonly id: number;
  /** Undefined for a root; a number that no span has for a parent that never comes. */
  readonly parent: number | undefined;
  readonly startUs: number;
  readonly durationUs: number;
  readonly failed: boolean;
  readonly service: string;
  readonly name: string;
  readonly environment: string;
  readonly release: string;
  readonly provider: string;
  readonly session: string;
  readonly model: string;
  readonly operation: string;
  readonly user: string;
  /** An attribute. */
  readonly zone: SketchValue | undefined;
  /** Whether its resource has the attribute as well. */
  readonly isZoned: boolean;
  /** 0 none, 1 a call, 2 a wrapper of calls. */
  readonly usage: 0 | 1 | 2;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  /** US dollars; 0 for unknown. */
  readonly cost: number;
}

/** Calls but for those that some other span which reports usage names as its parent. */
export function realCalls(spans: readonly CountedSpan[]): Set<CountedSpan> {
  const reports = (span: CountedSpan): boolean =>
    span.usage !== 0 && span.inputTokens + span.outputTokens + span.cost > 0;
  return new Set(
    spans.filter(
      (span) =>
        span.usage === 1 &&
        !spans.some(
          (child) =>
            child !== span &&
            child.trace === span.trace &&
            child.parent === span.id &&
            reports(child),
        ),
    ),
  );
}

const sum = (spans: readonly CountedSpan[], of: (span: CountedSpan) => number): number =>
  spans.reduce((total, span) => total + of(span), 0);

/** Nearest rank of plain numbers. */
function rank(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Numbers of spans or calls, counted one by one. */
export function recount(
  spans: readonly CountedSpan[],
  unit: Exclude<CountedUnit, 'traces'>,
  calls: ReadonlySet<CountedSpan>,
): Measures {
  const counted = unit === 'calls' ? spans.filter((span) => calls.has(span)) : spans;
  const paid = counted.filter((span) => calls.has(span));
  const durations = counted.map(({ durationUs }) => durationUs);
  const cost = sum(paid, (span) => span.cost);
  return {
    count: counted.length,
    errors: counted.filter(({ failed }) => failed).length,
    p50DurationUs: rank(durations, 0.5),
    p95DurationUs: rank(durations, 0.95),
    p99DurationUs: rank(durations, 0.99),
    inputTokens: sum(paid, (span) => span.inputTokens),
    outputTokens: sum(paid, (span) => span.outputTokens),
    cachedTokens: sum(paid, (span) => span.cachedTokens),
    reasoningTokens: 0,
    costUsd: paid.some((span) => span.cost > 0) ? cost : null,
  };
}

/** What a span has of a field, or of the attribute. */
function valueOf(span: CountedSpan, by: string): string {
  if (by !== 'zone') return span[by as GroupField];
  const { zone, isZoned } = span;
  if (zone === undefined) return isZoned ? 'eu' : '';
  if (typeof zone !== 'object') return String(zone);
  return zone.length === 1 ? String(zone[0]) : JSON.stringify(zone);
}

/** Spans by the value of a field or of the attribute. */
export function split(spans: readonly CountedSpan[], by: string): Map<string, CountedSpan[]> {
  const groups = new Map<string, CountedSpan[]>();
  for (const span of spans) {
    const value = valueOf(span, by);
    groups.set(value, [...(groups.get(value) ?? []), span]);
  }
  return groups;
}
