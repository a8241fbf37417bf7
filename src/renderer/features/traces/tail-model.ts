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
  /** Traces that came, or began to match, but started before the rows that are read: in the list, not here. */
  readonly older: number;
  /** Traces that were cleared away and may be read again. */
  readonly cleared: ReadonlySet<string>;
  /** Traces that match, as of the last time. */
  readonly total: number;
}

const latestFirst = (a: TraceSummary, b: TraceSummary): number =>
  b.startUs - a.startUs || (a.traceId < b.traceId ? -1 : 1);

/** The tail with the latest traces, {@link TAIL_ROWS} at most, read since. */
export function tailWith(tail: Tail | undefined, page: TracePage, isPaused: boolean): Tail {
  const total = page.totals.traces;
  if (tail === undefined) {
    return { rows: page.traces, waiting: [], dropped: 0, older: 0, cleared: new Set(), total };
  }
  const latest = new Map(page.traces.map((trace) => [trace.traceId, trace]));
  const updated = (rows: readonly TraceSummary[]): TraceSummary[] =>
    rows.map((row) => latest.get(row.traceId) ?? row);
  const rows = updated(tail.rows);
  const waiting = updated(tail.waiting);
  for (const { traceId } of [...rows, ...waiting]) latest.delete(traceId);
  const cleared = new Set([...tail.cleared].filter((traceId) => latest.delete(traceId)));
  const fresh = [...latest.values()];
  const missed = Math.max(0, total - tail.total - fresh.length);
  // Where the page reaches back to what was known, whatever is not on it started before it.
  const reachesBack = fresh.length < page.traces.length;
  const next = {
    cleared,
    total,
    older: tail.older + (reachesBack ? missed : 0),
    dropped: tail.dropped + (reachesBack ? 0 : missed),
  };
  if (!isPaused) {
    const all = [...fresh, ...waiting, ...rows].toSorted(latestFirst);
    return { ...next, rows: all.slice(0, TAIL_ROWS), waiting: [] };
  }
  const all = [...fresh, ...waiting].toSorted(latestFirst);
  return {
    ...next,
    rows,
    waiting: all.slice(0, TAIL_ROWS),
    dropped: next.dropped + Math.max(0, all.length - TAIL_ROWS),
  };
}

/** The tail without anything in it: what comes from now on is shown, and counted from here. */
export function emptied(tail: Tail): Tail {
  const gone = [...tail.rows, ...tail.waiting].map(({ traceId }) => traceId);
  return {
    ...tail,
    rows: [],
    waiting: [],
    dropped: 0,
    older: 0,
    cleared: new Set([...tail.cleared, ...gone]),
  };
}

/** The tail with what waited among its rows. */
export function resumed(tail: Tail): Tail {
  const rows = [...tail.waiting, ...tail.rows].toSorted(latestFirst).slice(0, TAIL_ROWS);
  return { ...tail, rows, waiting: [] };
}
