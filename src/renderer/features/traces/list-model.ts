import type { TracePage, TraceSummary } from '../../../shared/contract/traces.ts';

/** Newest first; of two that started together the greater id first, as the collector orders them. */
function newestFirst(a: TraceSummary, b: TraceSummary): number {
  if (a.startUs !== b.startUs) return b.startUs - a.startUs;
  return a.traceId < b.traceId ? 1 : -1;
}

/** What a newly read first page means for the pages on screen. */
export interface HeadChange {
  /** Traces that are on no page yet. */
  fresh: TraceSummary[];
  /** The pages with rows that are on them brought up to date, none moved. */
  updated: TracePage[];
  /** So many are new that some between them and the pages on screen were not read. */
  gap: boolean;
}

/** Compares a newly read first page with the pages on screen. */
export function compareHead(pages: readonly TracePage[], head: TracePage): HeadChange {
  const byId = new Map(head.traces.map((trace) => [trace.traceId, trace]));
  const updated = pages.map((page, index) => ({
    ...page,
    totals: index === 0 ? head.totals : page.totals,
    traces: page.traces.map((trace) => {
      const now = byId.get(trace.traceId);
      byId.delete(trace.traceId);
      return now ?? trace;
    }),
  }));
  const fresh = [...byId.values()];
  const shownAny = pages.some((page) => page.traces.length > 0);
  return {
    fresh,
    updated,
    gap: shownAny && fresh.length === head.traces.length && head.next !== null,
  };
}

/** The pages with new traces put in their places of a list that is ordered newest first. */
export function withFresh(
  pages: readonly TracePage[],
  fresh: readonly TraceSummary[],
): TracePage[] {
  const [first, ...rest] = pages;
  if (!first || fresh.length === 0) return [...pages];
  const known = new Set(pages.flatMap((page) => page.traces.map((trace) => trace.traceId)));
  const added = fresh.filter((trace) => !known.has(trace.traceId));
  return [{ ...first, traces: [...added, ...first.traces].sort(newestFirst) }, ...rest];
}

/** Rows in the order of the pages; a trace that moved between two reads is shown once. */
export function rowsOf(pages: readonly TracePage[]): TraceSummary[] {
  const rows = new Map<string, TraceSummary>();
  for (const page of pages) for (const trace of page.traces) rows.set(trace.traceId, trace);
  return [...rows.values()];
}
