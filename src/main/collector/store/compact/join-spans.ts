import { wordAt } from '../../otlp/span-ids.ts';
import { OutsideIds } from '../segment/outside-ids.ts';
import {
  LATER_STRINGS,
  SPAN_BYTES,
  SPAN_STRINGS,
  SPAN_SUMS,
  type SpanHeader,
} from '../segment/span-header.ts';
import { StringTable } from '../segment/string-table.ts';
import { traceKey } from '../trace-key.ts';
import type { JoinedContext } from './join-context.ts';
import {
  gather,
  gatherContext,
  gatherIds,
  gatherMapped,
  inOrder,
  placesOf,
  type Joined,
  type Places,
  type Source,
} from './joined.ts';

type SpanSource = Source<SpanHeader>;

/** Kept spans by trace. */
interface Runs {
  readonly places: Places;
  readonly traces: number;
  readonly traceIds: Uint8Array;
  readonly runAt: Uint32Array;
}

/**
 * Joins the headers of span segments: traces in order of their keys, the spans of each by start.
 *
 * Every value stays what it was on arrival, also which calls are wrappers. A parent in another source therefore stays
 * one that is elsewhere: whoever adds up usage takes a call for one around others by just that.
 */
export function joinSpans(
  sources: readonly SpanSource[],
  context: JoinedContext,
): Joined<SpanHeader> {
  const { places, traces, traceIds, runAt } = runsOf(sources);
  const count = places.source.length;
  const f64 = (columnOf: (header: SpanHeader) => Float64Array): Float64Array =>
    gather(places, sources, columnOf, new Float64Array(count));
  const u16 = (columnOf: (header: SpanHeader) => Uint16Array): Uint16Array =>
    gather(places, sources, columnOf, new Uint16Array(count));

  const strings = new StringTable();
  const known = sources.map(({ header }) => new Uint32Array(header.strings.length));
  const stringOf = (source: number, ref: number): number => {
    const numbers = known[source]!;
    if (numbers[ref] === 0) numbers[ref] = strings.index(sources[source]!.header.strings[ref]!) + 1;
    return numbers[ref]! - 1;
  };
  const columns = [...SPAN_STRINGS, ...LATER_STRINGS] as const;
  const refs = {} as Record<(typeof columns)[number], Uint32Array>;
  for (const name of columns) {
    refs[name] = gatherMapped(places, sources, (header) => header[name], stringOf);
  }
  const bytes = {} as Record<(typeof SPAN_BYTES)[number], Uint8Array>;
  for (const name of SPAN_BYTES) {
    bytes[name] = gather(places, sources, (header) => header[name], new Uint8Array(count));
  }
  const sums = {} as Record<(typeof SPAN_SUMS)[number], Float64Array>;
  for (const name of SPAN_SUMS) sums[name] = f64((header) => header[name]);
  const header: SpanHeader = {
    count,
    traces,
    traceIds,
    runAt,
    spanIds: gatherIds(places, sources, (from) => from.spanIds),
    ...linkParents(sources, places, runAt),
    startUs: f64((from) => from.startUs),
    startNs: u16((from) => from.startNs),
    durationUs: f64((from) => from.durationUs),
    durationNs: u16((from) => from.durationNs),
    length: gather(places, sources, (from) => from.length, new Uint32Array(count)),
    ...gatherContext(places, sources, context),
    ...refs,
    ...bytes,
    ...sums,
    strings: strings.list,
  };
  return { header, places };
}

/** Sorts kept spans by trace and start; of equal start in the order they were stored. */
function runsOf(sources: readonly SpanSource[]): Runs {
  const stored = placesOf(sources);
  const count = stored.source.length;
  const groups: { key: number; id: Uint8Array; rows: number[] }[] = [];
  const byId = new Map<string, (typeof groups)[number]>();
  let trace = 0;
  for (let row = 0; row < count; row++) {
    const { header } = sources[stored.source[row]!]!;
    const ordinal = stored.ordinal[row]!;
    if (row === 0 || stored.source[row] !== stored.source[row - 1]) trace = 0;
    while (header.runAt[trace + 1]! <= ordinal) trace++;
    const id = header.traceIds.subarray(trace * 16, trace * 16 + 16);
    const name = Buffer.from(id.buffer, id.byteOffset, 16).toString('latin1');
    let group = byId.get(name);
    if (!group) {
      group = { key: traceKey(id, 0), id, rows: [] };
      groups.push(group);
      byId.set(name, group);
    }
    group.rows.push(row);
  }
  groups.sort((a, b) => a.key - b.key);
  const startOf = (row: number): number =>
    sources[stored.source[row]!]!.header.startUs[stored.ordinal[row]!]!;
  const order = new Uint32Array(count);
  const runAt = new Uint32Array(groups.length + 1);
  const traceIds = new Uint8Array(groups.length * 16);
  for (const [run, { id, rows }] of groups.entries()) {
    order.set(
      rows.sort((a, b) => startOf(a) - startOf(b) || a - b),
      runAt[run]!,
    );
    runAt[run + 1] = runAt[run]! + rows.length;
    traceIds.set(id, run * 16);
  }
  return { places: inOrder(stored, order), traces: groups.length, traceIds, runAt };
}

function linkParents(
  sources: readonly SpanSource[],
  { source, ordinal }: Places,
  runAt: Uint32Array,
): Pick<SpanHeader, 'parent' | 'parentIds'> {
  const count = source.length;
  const parent = new Uint32Array(count);
  const outside = new OutsideIds(count);
  // By source, from old ordinals to new ones + 1; 0 for what is not taken over.
  const moved = sources.map(({ header }) => new Uint32Array(header.count));
  for (let i = 0; i < count; i++) moved[source[i]!]![ordinal[i]!] = i + 1;
  const starts = sources.map(({ header }) => runStarts(header));
  for (let run = 0; run + 1 < runAt.length; run++) {
    const first = runAt[run]!;
    outside.beginTrace();
    for (let i = first; i < runAt[run + 1]!; i++) {
      const from = source[i]!;
      const { header } = sources[from]!;
      const value = header.parent[ordinal[i]!]!;
      if (value === 0) continue;
      const index = (value - 1) >>> 1;
      const isHere = value % 2 === 1;
      const at = isHere ? starts[from]![ordinal[i]!]! + index : index;
      const now = isHere ? moved[from]![at]! : 0;
      if (now > 0) {
        parent[i] = 1 + 2 * (now - 1 - first);
        continue;
      }
      const ids = isHere ? header.spanIds : header.parentIds;
      parent[i] = 2 + 2 * outside.indexOf(wordAt(ids, at * 8), wordAt(ids, at * 8 + 4));
    }
  }
  return { parent, parentIds: outside.bytes() };
}

/** For each ordinal, the first one of its trace. */
function runStarts({ count, traces, runAt }: SpanHeader): Uint32Array {
  const starts = new Uint32Array(count);
  for (let run = 0; run < traces; run++) starts.fill(runAt[run]!, runAt[run], runAt[run + 1]);
  return starts;
}
