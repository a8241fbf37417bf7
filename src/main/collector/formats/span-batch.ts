import { objectToProtobuf } from '../otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import type { FoundQueue } from './found-queue.ts';
import { plainReason } from './otlp-groups.ts';
import type { ConvertedSpan } from './otlp-span.ts';
import type { FilePlace } from './types.ts';

/** Spans held until they are sent, at most: so many, or so many bytes of what they were made of. */
const MAX_SPANS = 512;
const MAX_BYTES = 8 * 1024 * 1024;

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
    for (const batch of this.#batches.values()) this.#send(batch);
    this.#batches.clear();
    this.#count = 0;
    this.#bytes = 0;
  }

  #send({ place, spans }: Batch): void {
    const { resource, scope } = spans[0]!.converted;
    const whole = encode(
      resource,
      scope,
      spans.map(({ converted }) => converted.span),
    );
    if (whole.reasons.length === 0) {
      this.#queue.request('traces', whole.body, place);
      return;
    }
    // One of them is wrong: alone each says which.
    for (const { converted, place: own } of spans) {
      const single = encode(resource, scope, [converted.span]);
      if (single.reasons.length === 0) this.#queue.request('traces', single.body, own);
      else this.#queue.problem(own, plainReason(single.reasons[0]!), 1);
    }
  }
}

function encode(
  attributes: ConvertedSpan['resource'],
  scope: ConvertedSpan['scope'],
  spans: readonly ConvertedSpan['span'][],
) {
  const scopeSpans = [{ ...(scope === undefined ? {} : { scope }), spans }];
  const request = { resourceSpans: [{ resource: { attributes }, scopeSpans }] };
  return objectToProtobuf('traces', request, DEFAULT_DECODE_LIMITS);
}
