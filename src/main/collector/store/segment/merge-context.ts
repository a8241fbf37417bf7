import type { DecodedBatch } from '../../otlp/types.ts';
import type { ContextEntry, SegmentContext } from './context.ts';

/** One decoded request on its way into a segment. */
export interface SegmentInput<R> {
  readonly batch: DecodedBatch<R>;
  /** Index of the request, for counting its duplicates. */
  readonly request: number;
}

/** Keeps one copy of each distinct entry. */
class EntrySet<E extends ContextEntry> {
  readonly list: E[] = [];
  readonly #known = new Map<string, number>();

  index(entry: E): number {
    const { buffer, byteOffset, length } = entry.bytes;
    const key = `${entry.schemaUrl} ${Buffer.from(buffer, byteOffset, length).toString('latin1')}`;
    let index = this.#known.get(key);
    if (index === undefined) {
      index = this.list.push(entry) - 1;
      this.#known.set(key, index);
    }
    return index;
  }
}

export interface MergedContext extends SegmentContext {
  /** For each input, from its own resource and scope numbers to those of the segment. */
  readonly resourceMaps: readonly Uint32Array[];
  readonly scopeMaps: readonly Uint32Array[];
}

/** Joins the resources and scopes of several requests, equal ones once. */
export function mergeContext(inputs: readonly SegmentInput<unknown>[]): MergedContext {
  const resources = new EntrySet();
  const scopes = new EntrySet();
  const resourceMaps = inputs.map(({ batch }) =>
    Uint32Array.from(batch.resources, (entry) => resources.index(entry)),
  );
  const scopeMaps = inputs.map(({ batch }) =>
    Uint32Array.from(batch.scopes, (entry) => scopes.index(entry)),
  );
  return { resources: resources.list, scopes: scopes.list, resourceMaps, scopeMaps };
}

/** The records of several requests in one list, and for each the input it came from. */
export interface JoinedRecords<R> {
  readonly records: readonly R[];
  readonly inputOf: readonly number[];
}

/** Joins the records of several requests, in order. */
export function joinRecords<R>(inputs: readonly SegmentInput<R>[]): JoinedRecords<R> {
  if (inputs.length === 1) {
    const { records } = inputs[0]!.batch;
    return { records, inputOf: records.map(() => 0) };
  }
  return {
    records: inputs.flatMap(({ batch }) => batch.records),
    inputOf: inputs.flatMap(({ batch }, input) => batch.records.map(() => input)),
  };
}

/** For each record in stored order, the request it came from. */
export function requestsOf(
  order: Uint32Array,
  inputOf: readonly number[],
  inputs: readonly SegmentInput<unknown>[],
): Uint16Array {
  return Uint16Array.from(order, (index) => inputs[inputOf[index]!]!.request);
}
