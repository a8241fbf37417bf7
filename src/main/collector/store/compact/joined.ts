import type { JoinedContext } from './join-context.ts';

/** The header of a stored segment and which of its records are taken over. */
export interface Source<H> {
  readonly header: H;
  /** Ordinals, ascending. */
  readonly kept: readonly number[];
}

/** The header of several segments as one, and where each of its records is. */
export interface Joined<H> {
  readonly header: H;
  readonly places: Places;
}

/** For each record in its new order: the number of its source, and its ordinal there. */
export interface Places {
  readonly source: Uint32Array;
  readonly ordinal: Uint32Array;
}

/** Every kept record, source by source. */
export function placesOf(sources: readonly Source<unknown>[]): Places {
  const source: number[] = [];
  const ordinal: number[] = [];
  for (const [number, { kept }] of sources.entries()) {
    for (const i of kept) {
      source.push(number);
      ordinal.push(i);
    }
  }
  return { source: Uint32Array.from(source), ordinal: Uint32Array.from(ordinal) };
}

/** The places in another order. */
export function inOrder({ source, ordinal }: Places, order: Uint32Array): Places {
  return { source: order.map((row) => source[row]!), ordinal: order.map((row) => ordinal[row]!) };
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Fills a column with what the sources hold at the places. */
export function gather<H, C extends Column>(
  { source, ordinal }: Places,
  sources: readonly Source<H>[],
  columnOf: (header: H) => C,
  out: C,
): C {
  const columns = sources.map(({ header }) => columnOf(header));
  for (let i = 0; i < source.length; i++) out[i] = columns[source[i]!]![ordinal[i]!]!;
  return out;
}

/** As {@link gather}, with each number of a source turned into that of the joined segment. */
export function gatherMapped<H>(
  { source, ordinal }: Places,
  sources: readonly Source<H>[],
  columnOf: (header: H) => Uint32Array,
  mapped: (source: number, number: number) => number,
): Uint32Array {
  const columns = sources.map(({ header }) => columnOf(header));
  const out = new Uint32Array(source.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = mapped(source[i]!, columns[source[i]!]![ordinal[i]!]!);
  }
  return out;
}

/** 8 bytes of each place. */
export function gatherIds<H>(
  { source, ordinal }: Places,
  sources: readonly Source<H>[],
  idsOf: (header: H) => Uint8Array,
): Uint8Array {
  const out = new Uint8Array(source.length * 8);
  for (let i = 0; i < source.length; i++) {
    const ids = idsOf(sources[source[i]!]!.header);
    for (let k = 0; k < 8; k++) out[i * 8 + k] = ids[ordinal[i]! * 8 + k]!;
  }
  return out;
}

/** Columns that every signal has. */
export function gatherContext<
  H extends { readonly resource: Uint32Array; readonly scope: Uint32Array },
>(
  places: Places,
  sources: readonly Source<H>[],
  { resourceMaps, scopeMaps }: JoinedContext,
): { resource: Uint32Array; scope: Uint32Array } {
  return {
    resource: gatherMapped(
      places,
      sources,
      (header) => header.resource,
      (from, number) => resourceMaps[from]![number]!,
    ),
    scope: gatherMapped(
      places,
      sources,
      (header) => header.scope,
      (from, number) => scopeMaps[from]![number]!,
    ),
  };
}
