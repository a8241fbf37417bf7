/** One figure of a run, beside the limit it is measured against. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  /** What was measured, with its unit in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** The limit of the same run and machine, in the same unit; null for a figure that stands for itself. */
  readonly limit: number | null;
  /** `value / limit`, or the value itself where there is no limit. */
  readonly ratio: number | null;
  /** What is aimed at: at least or at most this ratio (or value). */
  readonly target: { readonly kind: 'at least' | 'at most'; readonly value: number } | null;
  readonly met: boolean | null;
}

type Target = Figure['target'];

/** A figure without limit: its target, if any, is on the value. */
export function plainFigure(
  group: string,
  name: string,
  value: number,
  unit: string,
  target: Target = null,
): Figure {
  return { group, name, value, unit, limit: null, ratio: null, target, met: meets(value, target) };
}

/** A figure as a part of its limit: its target is on the ratio. */
export function ratioFigure(
  group: string,
  name: string,
  value: number,
  limit: number,
  unit: string,
  target: Target = null,
): Figure {
  const ratio = value / limit;
  return { group, name, value, unit, limit, ratio, target, met: meets(ratio, target) };
}

export const atLeast = (value: number): Target => ({ kind: 'at least', value });
export const atMost = (value: number): Target => ({ kind: 'at most', value });

function meets(value: number, target: Target): boolean | null {
  if (target === null) return null;
  return target.kind === 'at least' ? value >= target.value : value <= target.value;
}

/** The value below which the part `p` (0 to 1) of the sample lies. */
export function percentile(sample: readonly number[], p: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
}
