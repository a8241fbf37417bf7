import type { FollowedTraces, TracePage } from '../../../shared/contract/traces.ts';

/** Traces read at a time: of a flood only the latest are told. */
const PAGE = 500;

/**
 * Traces that come to match a filter, each told once. Only the ids of the latest are kept.
 *
 * @param read the newest traces that match, as the caller may see them at that moment
 * @param arrivals tells that something was stored; begun before the first is read
 * @throws whatever `read` does, the first time before anything is told
 */
export async function followTraces(
  read: (limit: number) => Promise<TracePage>,
  arrivals: AsyncIterableIterator<unknown>,
): Promise<AsyncGenerator<FollowedTraces>> {
  try {
    const begun = await read(PAGE);
    return follow(begun, () => read(PAGE), arrivals);
  } catch (error) {
    await arrivals.return?.();
    throw error;
  }
}

async function* follow(
  begun: TracePage,
  read: () => Promise<TracePage>,
  arrivals: AsyncIterable<unknown>,
): AsyncGenerator<FollowedTraces> {
  let last = begun;
  yield { traces: [], missed: 0, ...hiddenIn(begun) };
  for await (const _ of arrivals) {
    const page = await read();
    const known = new Set(last.traces.map(({ traceId }) => traceId));
    // Where others were deleted, older ones come into the page that were there all along.
    const sinceUs = last.next === null ? -Infinity : last.next.value;
    const fresh = page.traces.filter(
      ({ traceId, startUs }) => startUs >= sinceUs && !known.has(traceId),
    );
    const missed = Math.max(0, page.totals.traces - last.totals.traces - fresh.length);
    last = page;
    if (fresh.length > 0 || missed > 0) {
      yield { traces: fresh.toReversed(), missed, ...hiddenIn(page) };
    }
  }
}

const hiddenIn = ({ hiddenFields }: TracePage) =>
  hiddenFields === undefined ? {} : { hiddenFields };
