import type { DecodedSpan } from '../../../../../shared/telemetry.ts';
import { decodeSpan } from '../../../otlp/decode-detail.ts';
import { asBuffer } from '../../../otlp/wire.ts';
import type { Rewriter } from '../../../visibility/rewriter.ts';
import { PACKED_FRAME_BYTES } from '../../limits.ts';
import { splitFrame, type Frame } from '../../segment/frames.ts';
import { unpackSection } from '../../segment/section.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import type { DayReader, SegmentRow } from '../day-reader.ts';
import { readContext, readHeader } from '../segment-bodies.ts';
import { readable } from './readable.ts';

/** A segment under a scan: what conditions ask for is read once for all of them, and only when one asks. */
export class SegmentView {
  readonly reader: DayReader;
  readonly row: SegmentRow;
  readonly #rewriter: Rewriter | undefined;
  #header: SpanHeader | undefined;
  #traceOf: Uint32Array | undefined;
  #resources: Buffer[] | undefined;
  #scopes: Buffer[] | undefined;

  /** @param rewriter takes out of records what the one who asks may not see */
  constructor(reader: DayReader, row: SegmentRow, rewriter: Rewriter | undefined) {
    this.reader = reader;
    this.row = row;
    this.#rewriter = rewriter;
  }

  /** Throws `SegmentError`. */
  get header(): SpanHeader {
    return (this.#header ??= readHeader(this.reader, 'traces', this.row.id));
  }

  /** Number of the trace of each span. */
  get traceOf(): Uint32Array {
    if (this.#traceOf === undefined) {
      const { count, traces, runAt } = this.header;
      this.#traceOf = new Uint32Array(count);
      for (let trace = 0; trace < traces; trace++) {
        this.#traceOf.fill(trace, runAt[trace], runAt[trace + 1]);
      }
    }
    return this.#traceOf;
  }

  /** Bodies of the resources as the one who asks may see them. */
  get resources(): readonly Buffer[] {
    if (this.#resources === undefined) this.#readContext();
    return this.#resources!;
  }

  get scopes(): readonly Buffer[] {
    if (this.#scopes === undefined) this.#readContext();
    return this.#scopes!;
  }

  /** A span's body as the one who asks may see it. */
  shown(body: Uint8Array): Buffer {
    const rewriter = this.#rewriter;
    return asBuffer(rewriter === undefined ? body : rewriter.rewrite('span', body));
  }

  #readContext(): void {
    const { resources, scopes } = readContext(this.reader, this.row.id);
    const rewriter = this.#rewriter;
    const shown = (kind: 'resource' | 'scope', bytes: Uint8Array): Buffer =>
      asBuffer(rewriter === undefined ? bytes : rewriter.rewrite(kind, bytes));
    this.#resources = resources.map(({ bytes }) => shown('resource', bytes));
    this.#scopes = scopes.map(({ bytes }) => shown('scope', bytes));
  }
}

/** Where frames are expanded, one after the other; few are larger. */
const MEMORY_BYTES = PACKED_FRAME_BYTES * 1.25;
let memory: Buffer | undefined;

/** An expanded frame of a segment, good until the next one is made. */
export class FrameView {
  readonly first: number;
  readonly raw: Buffer;
  readonly #frame: Frame;
  readonly #segment: SegmentView;
  #bodies: readonly Uint8Array[] | undefined;

  constructor(segment: SegmentView, frame: Frame) {
    this.first = frame.first;
    memory ??= Buffer.allocUnsafeSlow(MEMORY_BYTES);
    this.raw = asBuffer(unpackSection(frame.data, memory));
    this.#frame = frame;
    this.#segment = segment;
  }

  /** The bodies of its spans, in order; throws `SegmentError`. */
  get bodies(): readonly Uint8Array[] {
    return (this.#bodies ??= splitFrame(this.#frame, this.raw, this.#segment.header.length));
  }
}

/** One span under a scan. */
export class SpanView {
  readonly segment: SegmentView;
  readonly frame: FrameView;
  readonly ordinal: number;
  readonly body: Uint8Array;
  #shown: Buffer | undefined;
  #decoded: DecodedSpan | null | undefined;

  constructor(segment: SegmentView, frame: FrameView, ordinal: number, body: Uint8Array) {
    this.segment = segment;
    this.frame = frame;
    this.ordinal = ordinal;
    this.body = body;
  }

  /** The body as the one who asks may see it. */
  get shown(): Buffer {
    return (this.#shown ??= this.segment.shown(this.body));
  }

  /** Null for a body that cannot be read. */
  get decoded(): DecodedSpan | null {
    if (this.#decoded === undefined) {
      this.#decoded = readable(() => decodeSpan(this.shown)) ?? null;
    }
    return this.#decoded;
  }
}
