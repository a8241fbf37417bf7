import { encodeRequest } from '../otlp/encode.ts';
import { Random } from './random.ts';
import { RESOURCE_COUNT, resourceGroup, writeSpan } from './workload-spans.ts';
import { phrases, text } from './workload-text.ts';

export interface WorkloadOptions {
  readonly seed: number;
  /** Microseconds since the epoch at which the first trace starts. */
  readonly startUs: number;
  /** Traces whose spans arrive mixed with one another. Default 50. */
  readonly inFlight?: number;
  /** Microseconds between the starts of two traces. Default 150,000. */
  readonly spacingUs?: number;
}

/** A span that waits for its turn, with all it needs to be encoded. */
export interface PlannedSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  /** Empty for the root. */
  readonly parentId: Uint8Array;
  readonly index: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly session: string;
  /** First words of the trace's conversation. */
  readonly opening: string;
  readonly resource: number;
}

/**
 * The load of the measurements: traces of 8 to 30 spans, 30 % of them LLM and tool spans with 0.5 to 4 KB
 * of message JSON, the others HTTP and DB spans of 12 attributes; about 1,362 bytes of OTLP protobuf a span.
 *
 * Pure and seeded: the same options give the same bytes, request by request.
 */
export class Workload {
  readonly #random: Random;
  readonly #inFlight: number;
  readonly #spacingUs: number;
  readonly #phrases: readonly string[];
  readonly #open: PlannedSpan[][] = [];
  #nextStartUs: number;
  #traces = 0;

  constructor(options: WorkloadOptions) {
    this.#random = new Random(options.seed);
    this.#phrases = phrases(this.#random);
    this.#inFlight = options.inFlight ?? 50;
    this.#spacingUs = options.spacingUs ?? 150_000;
    this.#nextStartUs = options.startUs;
  }

  /** Traces begun so far. */
  get traces(): number {
    return this.#traces;
  }

  /** Start of the next trace, microseconds since the epoch. */
  get nextStartUs(): number {
    return this.#nextStartUs;
  }

  /** The next ExportTraceServiceRequest, of exactly `spans` spans of interleaved traces. */
  next(spans: number): Uint8Array {
    const groups = Array.from({ length: RESOURCE_COUNT }, (): Uint8Array[] => []);
    for (let i = 0; i < spans; i++) {
      const span = this.#take();
      groups[span.resource]!.push(writeSpan(this.#random, this.#phrases, span));
    }
    return encodeRequest(
      groups.flatMap((records, resource) =>
        records.length === 0 ? [] : [resourceGroup(resource, records)],
      ),
    );
  }

  /** Takes the next span of one of the open traces; a trace that runs out makes room for a new one. */
  #take(): PlannedSpan {
    while (this.#open.length < this.#inFlight) this.#open.push(this.#plan());
    const slot = this.#random.between(0, this.#open.length - 1);
    const spans = this.#open[slot]!;
    const span = spans.pop()!;
    if (spans.length === 0) this.#open[slot] = this.#plan();
    return span;
  }

  /** All spans of a new trace, last to end first: children arrive before their parents. */
  #plan(): PlannedSpan[] {
    const random = this.#random;
    const traceId = random.bytes(16);
    const count = random.between(8, 30);
    const startUs = this.#nextStartUs;
    this.#nextStartUs += random.between(1, this.#spacingUs * 2);
    this.#traces++;
    const session = `session-${random.hex(8)}`;
    const opening = text(random, this.#phrases, 6);
    const home = random.between(0, RESOURCE_COUNT - 1);
    const spans: PlannedSpan[] = [];
    for (let index = 0; index < count; index++) {
      const parent = index === 0 ? undefined : spans[random.between(0, Math.min(index - 1, 6))];
      const offsetUs = index === 0 ? 0 : random.between(50, 40_000);
      spans.push({
        traceId,
        spanId: random.bytes(8),
        parentId: parent?.spanId ?? new Uint8Array(0),
        index,
        startUs: (parent?.startUs ?? startUs) + offsetUs,
        durationUs: index === 0 ? random.between(200_000, 4_000_000) : random.between(300, 600_000),
        session,
        opening,
        resource: random.unit() < 0.6 ? home : random.between(0, RESOURCE_COUNT - 1),
      });
    }
    // Popped from the end: the root, which ends last, must be sent last.
    return spans;
  }
}
