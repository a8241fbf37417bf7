import type { LogHeader } from '../segment/log-header.ts';
import type { JoinedContext } from './join-context.ts';
import {
  gather,
  gatherContext,
  gatherIds,
  gatherMapped,
  inOrder,
  placesOf,
  type Joined,
  type Source,
} from './joined.ts';

/** Joins the headers of log segments, in order of time; of equal time in the order they were stored. */
export function joinLogs(
  sources: readonly Source<LogHeader>[],
  context: JoinedContext,
): Joined<LogHeader> {
  const stored = placesOf(sources);
  const count = stored.source.length;
  const times = gather(stored, sources, (from) => from.timeUs, new Float64Array(count));
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  order.sort((a, b) => times[a]! - times[b]! || a - b);
  const places = inOrder(stored, order);
  const traces = new TraceNumbers();
  const trace = gatherMapped(
    places,
    sources,
    (from) => from.trace,
    (from, number) => traces.of(sources[from]!.header, number),
  );
  const header: LogHeader = {
    count,
    traceIds: traces.ids(),
    trace,
    spanIds: gatherIds(places, sources, (from) => from.spanIds),
    timeUs: gather(places, sources, (from) => from.timeUs, new Float64Array(count)),
    severity: gather(places, sources, (from) => from.severity, new Uint8Array(count)),
    length: gather(places, sources, (from) => from.length, new Uint32Array(count)),
    ...gatherContext(places, sources, context),
  };
  return { header, places };
}

/** Numbers the traces that records name, in order of their first record. */
class TraceNumbers {
  readonly #known = new Map<string, number>();
  readonly #list: Uint8Array[] = [];

  /** @param number of a source: 0 for none, else 1 + its index there; the answer likewise */
  of({ traceIds }: LogHeader, number: number): number {
    if (number === 0) return 0;
    const id = traceIds.subarray((number - 1) * 16, number * 16);
    const name = Buffer.from(id).toString('latin1');
    let known = this.#known.get(name);
    if (known === undefined) {
      known = this.#list.push(id);
      this.#known.set(name, known);
    }
    return known;
  }

  ids(): Uint8Array {
    return Buffer.concat(this.#list);
  }
}
