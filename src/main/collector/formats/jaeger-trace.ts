import { processOf, reasonUnknown, tryConvert } from './convert-record.ts';
import type { FoundQueue } from './found-queue.ts';
import { HeldRecords, type HeldRecord } from './held-records.ts';
import { jaegerSpan } from './jaeger.ts';
import type { JsonPath } from './json-visitor.ts';
import { isRecord } from './otlp-span.ts';
import { parseJson, whyUnread } from './parse-json.ts';
import type { SpanBatch } from './span-batch.ts';
import type { FilePlace } from './types.ts';

/** Members of a trace in Jaeger's JSON. */
const NAMED = new Set(['traceID', 'spans', 'processes', 'warnings']);

/** A Jaeger trace, whose processes come after its spans. */
export class JaegerTrace {
  readonly #held = new HeldRecords();
  #left = 0;
  #place: FilePlace = {};
  #isTrace = false;
  readonly #fields: Record<string, unknown> = {};

  member(
    path: JsonPath,
    bytes: Uint8Array,
    place: FilePlace,
    queue: FoundQueue,
    batch: SpanBatch,
  ): void {
    const last = path.at(-1)!;
    if (typeof last === 'string') {
      if (Object.keys(this.#fields).length === 0) this.#place = place;
      try {
        this.#fields[last] = parseJson(Buffer.from(bytes).toString('utf8'));
      } catch (error) {
        // Names that the format does not have are the sender's own, and reports are kept.
        const name = NAMED.has(last) ? `"${last}"` : 'a member of the trace';
        queue.problem(place, whyUnread(error, name));
      }
      return;
    }
    this.#isTrace = true;
    if (this.#fields['processes'] !== undefined) this.#convert({ bytes, place }, queue, batch);
    else if (!this.#held.add({ bytes, place })) this.#left += 1;
  }

  /** Gives out what was held, some spans at a time: after each step what was found may be taken. */
  *end(queue: FoundQueue, batch: SpanBatch): Generator<void> {
    for (const some of this.#held.take()) {
      for (const span of some) this.#convert(span, queue, batch);
      yield;
    }
    if (this.#left > 0) {
      queue.problem(this.#place, 'the trace is too large to be held; the rest of it', this.#left);
    }
    if (this.#isTrace) return;
    // A span, or something else that begins with the id of a trace.
    const converted = tryConvert(this.#fields);
    if (converted === undefined) {
      queue.problem(this.#place, reasonUnknown(this.#fields), 1);
      return;
    }
    queue.format(converted.format);
    if (converted.spans.length === 0) queue.problem(this.#place, 'it has no id or no time', 1);
    for (const span of converted.spans) batch.add(span, this.#place, 0);
  }

  #convert({ bytes, place }: HeldRecord, queue: FoundQueue, batch: SpanBatch): void {
    queue.format('Jaeger JSON');
    let span: unknown;
    try {
      span = parseJson(Buffer.from(bytes).toString('utf8'));
    } catch (error) {
      queue.problem(place, whyUnread(error), 1);
      return;
    }
    const { processes } = this.#fields;
    const known = isRecord(processes) ? processes : {};
    const converted = isRecord(span) ? jaegerSpan(span, processOf(span, known)) : undefined;
    if (converted === undefined) queue.problem(place, 'it has no id or no time', 1);
    else batch.add(converted, place, bytes.length);
  }
}
