import type { DecodedBatch, ResourceRecord } from '../../otlp/types.ts';
import type { ContextEntry, SegmentContext } from './context.ts';

/** One decoded request on its way into a segment. */
export interface SegmentInput<R> {
  readonly batch: DecodedBatch<R>;
  /** Index of the request, for counting its duplicates. */
  readonly request: number;
}

/** Number of an entry that no record refers to. */
const NO_ENTRY = -1;

/** Positions of the resources and scopes that records refer to. */
export interface UsedContext {
  readonly resources: ReadonlySet<number>;
  readonly scopes: ReadonlySet<number>;
}

/** Keeps one copy of each distinct entry. */
export class EntrySet<E extends ContextEntry> {
  readonly list: E[] = [];
  /** The decoder remembers what it read before, so that most entries are the very same object. */
  readonly #same = new Map<E, number>();
  readonly #known = new Map<string, number>();

  /**
   * The number of each entry here.
   *
   * @param used positions of those that are wanted, default all; of any other it is {@link NO_ENTRY}
   */
  indexes(entries: readonly E[], used?: ReadonlySet<number>): number[] {
    return entries.map((entry, i) => {
      if (used?.has(i) === false) return NO_ENTRY;
      return this.#same.get(entry) ?? this.#add(entry);
    });
  }

  #add(entry: E): number {
    const { buffer, byteOffset, length } = entry.bytes;
    const key = `${entry.schemaUrl} ${Buffer.from(buffer, byteOffset, length).toString('latin1')}`;
    let index = this.#known.get(key);
    if (index === undefined) {
      index = this.list.push(entry) - 1;
      this.#known.set(key, index);
    }
    this.#same.set(entry, index);
    return index;
  }
}

/** Where a record belongs. */
interface Placed {
  readonly resource: number;
  readonly scope: number;
}

export interface MergedContext extends SegmentContext {
  readonly resources: readonly ResourceRecord[];
  /** For each input, from its own resource and scope numbers to those of the segment. */
  readonly resourceMaps: readonly (readonly number[])[];
  readonly scopeMaps: readonly (readonly number[])[];
}

/**
 * Joins the resources and scopes of several requests, equal ones once. Those of which no record is stored, as it was
 * refused or repeats another, are left out: nothing that is read or deleted would ever lead to them.
 *
 * @param order the records that are stored
 */
export function mergeContext(
  inputs: readonly SegmentInput<Placed>[],
  joined: JoinedRecords<Placed>,
  order: Uint32Array,
): MergedContext {
  const isWhole =
    order.length === joined.records.length && inputs.every(({ batch }) => batch.rejected === 0);
  const used = isWhole ? undefined : usedOf(inputs.length, joined, order);
  const resources = new EntrySet<ResourceRecord>();
  const scopes = new EntrySet<ContextEntry>();
  const resourceMaps = inputs.map(({ batch }, i) =>
    resources.indexes(batch.resources, used?.[i]!.resources),
  );
  const scopeMaps = inputs.map(({ batch }, i) => scopes.indexes(batch.scopes, used?.[i]!.scopes));
  return { resources: resources.list, scopes: scopes.list, resourceMaps, scopeMaps };
}

/** What of each input the stored records refer to. */
function usedOf(
  inputs: number,
  { records, inputOf }: JoinedRecords<Placed>,
  order: Uint32Array,
): UsedContext[] {
  const used = Array.from({ length: inputs }, () => ({
    resources: new Set<number>(),
    scopes: new Set<number>(),
  }));
  for (const index of order) {
    const { resources, scopes } = used[inputOf[index]!]!;
    const { resource, scope } = records[index]!;
    resources.add(resource);
    scopes.add(scope);
  }
  return used;
}

/** The records of several requests in one list, and for each the input it came from. */
export interface JoinedRecords<R> {
  readonly records: readonly R[];
  readonly inputOf: Uint16Array;
}

/** Joins the records of several requests, in order. */
export function joinRecords<R>(inputs: readonly SegmentInput<R>[]): JoinedRecords<R> {
  let count = 0;
  for (const { batch } of inputs) count += batch.records.length;
  const inputOf = new Uint16Array(count);
  if (inputs.length === 1) return { records: inputs[0]!.batch.records, inputOf };
  const records: R[] = [];
  for (let input = 0; input < inputs.length; input++) {
    const batch = inputs[input]!.batch.records;
    inputOf.fill(input, records.length, records.length + batch.length);
    for (let i = 0; i < batch.length; i++) records.push(batch[i]!);
  }
  return { records, inputOf };
}

/** For each record in stored order, the request it came from. */
export function requestsOf(
  order: Uint32Array,
  inputOf: Uint16Array,
  inputs: readonly SegmentInput<unknown>[],
): Uint16Array {
  const requests = new Uint16Array(order.length);
  for (let i = 0; i < order.length; i++) requests[i] = inputs[inputOf[order[i]!]!]!.request;
  return requests;
}
