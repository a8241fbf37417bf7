import type { TraceFilter, TraceSummary } from '../../shared/contract/traces.ts';
import type { ViewerId } from '../../shared/contract/visibility.ts';
import type { Client } from './connect.ts';

/** Traces read at a time: of a flood only the latest are shown. */
const PAGE = 500;

/** Which traces are followed, as whom. */
export interface FollowQuery {
  readonly projectId: string;
  readonly filter: TraceFilter;
  readonly viewAs?: ViewerId;
}

/** What came since the last time. */
export interface Followed {
  /** The oldest first. */
  readonly traces: readonly TraceSummary[];
  /** How many more there were, too many to be shown. */
  readonly missed: number;
}

/**
 * Traces that come to match a filter, from now on and for as long as one asks. Only the ids of the latest are kept.
 *
 * Each time they are read by an ordinary call, so that permissions and visibility rules hold at once.
 * @throws AppError as `traces.list` does
 */
export async function* followTraces(client: Client, query: FollowQuery): AsyncGenerator<Followed> {
  const events = await client.collector.events();
  const read = () => client.traces.list({ ...query, limit: PAGE });
  let { traces, totals } = await read();
  // The first value says that from here on nothing is missed.
  yield { traces: [], missed: 0 };
  for await (const event of events) {
    if (event.type !== 'stored' || event.projectId !== query.projectId) continue;
    const known = new Set(traces.map(({ traceId }) => traceId));
    const page = await read();
    const fresh = page.traces.filter(({ traceId }) => !known.has(traceId));
    const missed = Math.max(0, page.totals.traces - totals.traces - fresh.length);
    ({ traces, totals } = page);
    if (fresh.length > 0 || missed > 0) yield { traces: fresh.toReversed(), missed };
  }
}
