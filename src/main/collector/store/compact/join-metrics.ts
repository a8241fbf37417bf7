import type { MetricHeader } from '../segment/metric-header.ts';
import { StringTable } from '../segment/string-table.ts';
import type { JoinedContext } from './join-context.ts';
import {
  gather,
  gatherContext,
  gatherMapped,
  inOrder,
  placesOf,
  type Joined,
  type Source,
} from './joined.ts';

/** Joins the headers of metric segments, in order of name and time. */
export function joinMetrics(
  sources: readonly Source<MetricHeader>[],
  context: JoinedContext,
): Joined<MetricHeader> {
  const stored = placesOf(sources);
  const count = stored.source.length;
  const nameOf = (row: number): string => {
    const { header } = sources[stored.source[row]!]!;
    return header.strings[header.name[stored.ordinal[row]!]!]!;
  };
  const starts = gather(stored, sources, (from) => from.startUs, new Float64Array(count));
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  order.sort((a, b) => {
    const [left, right] = [nameOf(a), nameOf(b)];
    if (left !== right) return left < right ? -1 : 1;
    return starts[a]! - starts[b]! || a - b;
  });
  const places = inOrder(stored, order);
  const strings = new StringTable();
  const name = gatherMapped(
    places,
    sources,
    (from) => from.name,
    (from, ref) => strings.index(sources[from]!.header.strings[ref]!),
  );
  const header: MetricHeader = {
    count,
    strings: strings.list,
    name,
    startUs: gather(places, sources, (from) => from.startUs, new Float64Array(count)),
    endUs: gather(places, sources, (from) => from.endUs, new Float64Array(count)),
    points: gather(places, sources, (from) => from.points, new Uint32Array(count)),
    length: gather(places, sources, (from) => from.length, new Uint32Array(count)),
    ...gatherContext(places, sources, context),
  };
  return { header, places };
}
