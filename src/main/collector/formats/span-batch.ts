import { objectToProtobuf } from '../otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import type { FoundQueue } from './found-queue.ts';
import { plainReason } from './otlp-groups.ts';
import type { ConvertedSpan } from './otlp-span.ts';
import type { FilePlace } from './types.ts';

/** Spans held until they are sent, at most: so many, or so many bytes of what they were made of. */
const MAX_SPANS = 4096;
const MAX_BYTES = 4 * 1024 * 1024;

interface Batch {
  readonly place: FilePlace;
  readonly spans: { readonly converted: ConvertedSpan; readonly place: FilePlace }[];
}

/** Joins spans of other formats into OTLP requests, one resource each. */
export class SpanBatch {
  readonly #queue: FoundQueue;
  readonly #batches = new Map<string, Batch>();
  #count = 0;
  #bytes = 0;

  constructor(queue: FoundQueue) {
    this.#queue = queue;
  }

  /** @param bytes of the file that it was made of */
  add(converted: ConvertedSpan, place: FilePlace, bytes: number): void {
    const key = JSON.stringify([converted.resource, converted.scope]);
    let batch = this.#batches.get(key);
    if (batch === undefined) {
      batch = { place, spans: [] };
      this.#batches.set(key, batch);
    }
    batch.spans.push({ converted, place });
    this.#count += 1;
    this.#bytes += bytes;
    if (this.#count >= MAX_SPANS || this.#bytes >= MAX_BYTES) this.flush();
  }

  flush(): void {
    const batches = [...this.#batches.values()];
    this.#batches.clear();
    this.#count = 0;
    this.#bytes = 0;
    if (batches.length > 0) this.#send(batches);
  }

  /** One request for all: what comes in at once is looked up and stored at once. */
  #send(batches: readonly Batch[]): void {
    const { place } = batches[0]!;
    const all = batches.map(({ spans }) => spans);
    let { body, reasons } = encode(all);
    // One of them is wrong: alone each says which.
    if (reasons.length > 0) ({ body } = encode(all.map((spans) => this.#good(spans))));
    this.#queue.request('traces', body, place);
  }

  #good(spans: Batch['spans']): Batch['spans'] {
    return spans.filter((span) => {
      const { reasons } = encode([[span]]);
      if (reasons.length > 0) this.#queue.problem(span.place, plainReason(reasons[0]!), 1);
      return reasons.length === 0;
    });
  }
}

/** Spans as a request, each list of one resource and scope. */
function encode(groups: readonly Batch['spans'][]) {
  const resourceSpans = groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { resource, scope } = first.converted;
    const spans = group.map(({ converted }) => converted.span);
    const scopeSpans = [{ ...(scope === undefined ? {} : { scope }), spans }];
    return [{ resource: { attributes: resource }, scopeSpans }];
  });
  return objectToProtobuf('traces', { resourceSpans }, DEFAULT_DECODE_LIMITS);
}
