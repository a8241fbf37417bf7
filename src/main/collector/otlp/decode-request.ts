import { forgetHashedBytes } from './attribute-hash.ts';
import { AttributeScanner } from './attribute-scanner.ts';
import { ContextReader } from './decode-context.ts';
import { Rejections } from './rejections.ts';
import type {
  DecodedBatch,
  DecodeLimits,
  RedactMessage,
  ResourceRecord,
  ScopeRecord,
  Signal,
} from './types.ts';
import { asBuffer, MalformedError, WireReader } from './wire.ts';

/** How a request is decoded. */
export interface DecodeOptions {
  readonly limits: DecodeLimits;
  readonly redact: RedactMessage;
}

/** Records one request may hold: beyond it the decoded form would outgrow the request many times. */
const MAX_RECORDS = 1_000_000;

/** Attributes one request may hold, for the same reason. */
const MAX_HASHES = 4_000_000;

/** What differs between spans, log records and metrics. */
export interface RecordDecoder<R> {
  readonly signal: Signal;
  /** The message as {@link RedactMessage} knows it. */
  readonly kind: 'span' | 'log' | 'metric';
  /** Smallest body that can be valid, in bytes: shorter ones are refused before anything is allocated. */
  readonly minBytes: number;
  /** Why the last body was refused, or ''. Set by {@link decode}. */
  refusal: string;
  /**
   * Reads one body from `reader`, or sets {@link refusal}, or leaves a failure in the reader.
   *
   * `start` is where the body begins in the reader's buffer, `bytes` is a view of the same body.
   */
  decode(
    reader: WireReader,
    start: number,
    bytes: Uint8Array,
    resource: number,
    scope: number,
  ): R | undefined;
  /** Begins anew with hashes: those of records so far are not to be relied on. For a decoder that leaves repeats out. */
  forgetHashes?(): void;
  /** In what `body` counts when it is refused: 1, or the data points of a metric. */
  units(body: Uint8Array): number;
}

/**
 * Decodes the body of an Export{Trace,Logs,Metrics}ServiceRequest; the three have the same shape and field numbers.
 *
 * Throws MalformedError when the framing around the records is broken. A record that is broken or over a limit is
 * refused and counted, the others are kept.
 */
export function decodeRequest<R>(
  body: Uint8Array,
  options: DecodeOptions,
  createDecoder: CreateDecoder<R>,
): DecodedBatch<R> {
  let decoder = kept.get(createDecoder) as RequestDecoder<R> | undefined;
  if (decoder?.limits !== options.limits) {
    decoder = new RequestDecoder(options.limits, createDecoder);
    kept.set(createDecoder, decoder);
  }
  return decoder.decode(body, options.redact);
}

/** Makes the decoder of one signal's records; one constant function each. */
export type CreateDecoder<R> = (
  scanner: AttributeScanner,
  limits: DecodeLimits,
) => RecordDecoder<R>;

/** Used for one request after the other: for a request of one span, making them costs more than decoding it. */
const kept = new Map<unknown, RequestDecoder<unknown>>();

const NO_BODY = Buffer.alloc(0);

const PREFIX = { traces: 'spans', logs: 'logs', metrics: 'metrics' } as const;
const RECORDS = { traces: 'spans', logs: 'log_records', metrics: 'metrics' } as const;

class RequestDecoder<R> {
  readonly limits: DecodeLimits;
  private records: R[] = [];
  private resources: ResourceRecord[] = [];
  private scopes: ScopeRecord[] = [];
  private rejections = new Rejections();
  private readonly scanner: AttributeScanner;
  private readonly decoder: RecordDecoder<R>;
  private readonly contexts: ContextReader;
  private redact: RedactMessage = (_kind, body) => body;
  private body: Buffer = NO_BODY;
  /** That the body lies in: asking for it is a call into the engine. */
  private memory: ArrayBufferLike = NO_BODY.buffer;
  private memoryStart = 0;
  /** All of the memory in which the last redacted record lies, and others with it. */
  private redacted: Buffer = NO_BODY;
  /** Walks the framing. */
  private readonly frame = new WireReader(NO_BODY);
  /** Walks single records, so that their failures stay theirs. */
  private readonly inner = new WireReader(NO_BODY);
  private resourceGroup = -1;
  private scopeGroup = -1;
  private recordIndex = -1;

  constructor(limits: DecodeLimits, createDecoder: CreateDecoder<R>) {
    this.limits = limits;
    this.scanner = new AttributeScanner(limits.maxDepth);
    this.decoder = createDecoder(this.scanner, limits);
    this.contexts = new ContextReader(this.scanner, limits);
  }

  decode(body: Uint8Array, redact: RedactMessage): DecodedBatch<R> {
    this.reset(asBuffer(body), redact);
    try {
      return this.decodeBody();
    } finally {
      // Neither the body nor what was made of it is to outlive the request here.
      this.reset(NO_BODY, redact);
      forgetHashedBytes();
    }
  }

  private reset(body: Buffer, redact: RedactMessage): void {
    this.body = body;
    this.memory = body.buffer;
    this.memoryStart = body.byteOffset;
    this.redacted = NO_BODY;
    this.redact = redact;
    this.frame.reset(body, 0, body.length);
    this.inner.reset(body, 0, body.length);
    this.records = [];
    this.resources = [];
    this.scopes = [];
    if (!this.rejections.isEmpty) this.rejections = new Rejections();
    this.scanner.reset();
    this.decoder.forgetHashes?.();
    this.contexts.reset(redact);
    this.resourceGroup = -1;
    this.scopeGroup = -1;
    this.recordIndex = -1;
  }

  private decodeBody(): DecodedBatch<R> {
    const { frame } = this;
    while (frame.position < frame.limit) {
      const tag = frame.tag();
      if (tag === 10) {
        this.resourceGroup++;
        const outer = frame.enter();
        this.decodeResourceGroup();
        frame.leave(outer);
      } else frame.skip(tag);
    }
    this.checkFrame();
    return {
      resources: this.resources,
      scopes: this.scopes,
      records: this.records,
      attributeHashes: this.scanner.hashesFrom(0),
      rejected: this.rejections.total,
      reasons: this.rejections.reasons(),
    };
  }

  private decodeResourceGroup(): void {
    const { frame } = this;
    this.scopeGroup = -1;
    const resource = this.contexts.locate(frame);
    this.checkFrame();
    let index = -1;
    while (frame.position < frame.limit) {
      const tag = frame.tag();
      if (tag === 18) {
        this.scopeGroup++;
        const outer = frame.enter();
        this.decodeScopeGroup(() => {
          if (index < 0) index = this.contexts.addResource(resource, this.resources);
          return index;
        });
        frame.leave(outer);
      } else frame.skip(tag);
    }
    this.checkFrame();
  }

  private decodeScopeGroup(resourceIndex: () => number): void {
    const { frame } = this;
    this.recordIndex = -1;
    const scope = this.contexts.locate(frame);
    this.checkFrame();
    let resource = -1;
    let index = -1;
    while (frame.position < frame.limit) {
      const tag = frame.tag();
      if (tag !== 18) {
        frame.skip(tag);
        continue;
      }
      this.recordIndex++;
      const end = frame.delimitedEnd();
      if (frame.failedAt >= 0) break;
      const start = frame.position;
      frame.position = end;
      if (end - start < this.decoder.minBytes || end - start > this.limits.maxRecordBytes) {
        this.refuseSize(start, end);
        continue;
      }
      // Resource and scope are read when their first record is, so that empty groups cost nothing.
      if (resource < 0) resource = resourceIndex();
      if (index < 0) index = this.contexts.addScope(scope, this.scopes);
      this.decodeRecord(start, end, resource, index);
    }
    this.checkFrame();
  }

  private decodeRecord(start: number, end: number, resource: number, scope: number): void {
    const { body, decoder, inner, scanner } = this;
    const arrived = new Uint8Array(this.memory, this.memoryStart + start, end - start);
    const context = this.contexts.refusal(resource, scope);
    if (context !== '' || this.records.length >= MAX_RECORDS || scanner.hashCount > MAX_HASHES) {
      const reason =
        context || `more than ${MAX_RECORDS} records or ${MAX_HASHES} attributes in one request`;
      this.rejections.add(reason, decoder.units(arrived), this.where);
      return;
    }
    const bytes = this.redact(decoder.kind, arrived);
    let from = start;
    if (bytes === arrived) inner.reset(body, start, end);
    else {
      from = bytes.byteOffset;
      inner.reset(this.memoryOf(bytes), from, from + bytes.length);
    }
    const hashes = scanner.hashCount;
    decoder.refusal = '';
    const record = decoder.decode(inner, from, bytes, resource, scope);
    if (record !== undefined && decoder.refusal === '' && inner.failedAt < 0) {
      this.records.push(record);
      return;
    }
    scanner.hashCount = hashes;
    decoder.forgetHashes?.();
    const reason =
      inner.failedAt >= 0 ? `malformed ${decoder.kind}: ${inner.failure}` : decoder.refusal;
    this.rejections.add(reason, decoder.units(bytes), this.where);
  }

  private memoryOf({ buffer }: Uint8Array): Buffer {
    if (this.redacted.buffer !== buffer) this.redacted = Buffer.from(buffer);
    return this.redacted;
  }

  private refuseSize(start: number, end: number): void {
    const { decoder } = this;
    const { maxRecordBytes } = this.limits;
    const bytes = end - start;
    const reason =
      bytes > maxRecordBytes
        ? `${decoder.kind} is larger than ${maxRecordBytes} bytes`
        : `${decoder.kind} is too short to hold its ids`;
    this.rejections.add(reason, bytes > maxRecordBytes ? this.unitsAt(start, end) : 1, this.where);
  }

  private unitsAt(start: number, end: number): number {
    return this.decoder.units(this.body.subarray(start, end));
  }

  private readonly where = (): string => {
    const { signal } = this.decoder;
    const path = [`resource_${PREFIX[signal]}[${this.resourceGroup}]`];
    if (this.scopeGroup >= 0) path.push(`scope_${PREFIX[signal]}[${this.scopeGroup}]`);
    if (this.recordIndex >= 0) path.push(`${RECORDS[signal]}[${this.recordIndex}]`);
    return path.join('.');
  };

  private checkFrame(): void {
    const { frame } = this;
    if (!frame.failed) return;
    const path = this.resourceGroup < 0 ? 'request' : this.where();
    throw new MalformedError(path, frame.failedAt, frame.failure);
  }
}
