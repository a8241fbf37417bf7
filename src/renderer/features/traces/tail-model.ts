import type { TracePage, TraceSummary } from '../../../shared/contract/traces.ts';

/** Rows that are kept, shown and waiting each: what came before them falls off. */
export const TAIL_ROWS = 500;

/** What a live tail shows. */
export interface Tail {
  /** The latest first. */
  readonly rows: readonly TraceSummary[];
  /** What came while paused, the latest first. */
  readonly waiting: readonly TraceSummary[];
  /** Traces that came too fast, or while too many waited: they are in the list, not here. */
  readonly dropped: number;
  /** Traces that match, as of the last time. */
  readonly total: number;
}

const latestFirst = (a: TraceSummary, b: TraceSummary): number =>
  b.startUs - a.startUs || (a.traceId < b.traceId ? -1 : 1);

/** The tail with the latest traces, {@link TAIL_ROWS} at most, read since. */
export function tailWith(tail: Tail | undefined, page: TracePage, isPaused: boolean): Tail {
  const total = page.totals.traces;
  if (tail === undefined) return { rows: page.traces, waiting: [], dropped: 0, total };
  const latest = new Map(page.traces.map((trace) => [trace.traceId, trace]));
  const updated = (rows: readonly TraceSummary[]): TraceSummary[] =>
    rows.map((row) => latest.get(row.traceId) ?? row);
  const rows = updated(tail.rows);
  const waiting = updated(tail.waiting);
  for (const { traceId } of [...rows, ...waiting]) latest.delete(traceId);
  const fresh = [...latest.values()];
  const missed = Math.max(0, total - tail.total - fresh.length);
  if (!isPaused) {
    const all = [...fresh, ...waiting, ...rows].toSorted(latestFirst);
    return { rows: all.slice(0, TAIL_ROWS), waiting: [], dropped: tail.dropped + missed, total };
  }
  const all = [...fresh, ...waiting].toSorted(latestFirst);
  return {
    rows,
    waiting: all.slice(0, TAIL_ROWS),
    dropped: tail.dropped + missed + Math.max(0, all.length - TAIL_ROWS),
    total,
  };
}

/** The tail with what waited among its rows. */
export function resumed(tail: Tail): Tail {
  const rows = [...tail.waiting, ...tail.rows].toSorted(latestFirst).slice(0, TAIL_ROWS);
  return { ...tail, rows, waiting: [] };
}
