import type { Signal } from '../../otlp/types.ts';
import type { SegmentContext } from '../segment/context.ts';
import type { ShownRecords } from './shown-records.ts';
import type { ExportBatch, StoredRecord } from '../types.ts';

/** Raw bytes after which a batch is handed on. */
const BATCH_BYTES = 512 * 1024;

/** Records on their way between threads: one buffer, transferred. */
export interface PackedBatch {
  readonly signal: Signal;
  readonly count: number;
  /** Schema URLs of the resources and scopes, in the order of their blobs. */
  readonly urls: readonly string[];
  /** Blob b is `bytes[bounds[b] .. bounds[b + 1]]`: the records first, then resources and scopes. */
  readonly bounds: Uint32Array;
  /** Blob of the resource and of the scope of each record. */
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
  readonly bytes: Uint8Array;
  /** Attribute keys of shown values that a rule hides from others. */
  readonly seen?: readonly string[] | undefined;
}

interface Entry {
  readonly bytes: Uint8Array;
  readonly schemaUrl: string;
}

/** Collects records until there are enough for a batch. */
export class BatchBuilder {
  private readonly signal: Signal;
  private readonly records: Uint8Array[] = [];
  private readonly resources: Entry[] = [];
  private readonly scopes: Entry[] = [];
  private size = 0;

  private readonly shown: ShownRecords | undefined;

  /** @param shown takes out what the reader may not see; absent for nothing */
  constructor(signal: Signal, shown?: ShownRecords) {
    this.signal = signal;
    this.shown = shown;
  }

  /** Whether there is enough to hand on. */
  get full(): boolean {
    return this.size >= BATCH_BYTES;
  }

  get empty(): boolean {
    return this.records.length === 0;
  }

  /** Adds a record; `resource` and `scope` are numbers of the context. */
  add(bytes: Uint8Array, context: SegmentContext, resource: number, scope: number): void {
    const { shown } = this;
    const ofResource = context.resources[resource] ?? MISSING;
    const ofScope = context.scopes[scope] ?? MISSING;
    this.records.push(shown === undefined ? bytes : shown.record(this.signal, bytes));
    this.resources.push(shown === undefined ? ofResource : shown.entry('resource', ofResource));
    this.scopes.push(shown === undefined ? ofScope : shown.entry('scope', ofScope));
    this.size += bytes.length;
  }

  /** Packs what was added and starts over. */
  take(): PackedBatch {
    const blobs: Entry[] = this.records.map((bytes) => ({ bytes, schemaUrl: '' }));
    const known = new Map<Entry, number>();
    const blobOf = (entry: Entry): number => {
      const at = known.get(entry) ?? blobs.push(entry) - 1;
      known.set(entry, at);
      return at;
    };
    const resource = Uint32Array.from(this.resources, blobOf);
    const scope = Uint32Array.from(this.scopes, blobOf);
    const bounds = new Uint32Array(blobs.length + 1);
    for (const [i, { bytes }] of blobs.entries()) bounds[i + 1] = bounds[i]! + bytes.length;
    const bytes = new Uint8Array(bounds[blobs.length]!);
    for (const [i, blob] of blobs.entries()) bytes.set(blob.bytes, bounds[i]);
    const count = this.records.length;
    this.records.length = this.resources.length = this.scopes.length = this.size = 0;
    const urls = blobs.slice(count).map(({ schemaUrl }) => schemaUrl);
    const seen = this.shown?.takeSeen();
    return { signal: this.signal, count, urls, bounds, resource, scope, bytes, seen };
  }
}

const MISSING: Entry = { bytes: new Uint8Array(0), schemaUrl: '' };

/** The records of a batch; their bytes are views of its buffer. */
export function unpackBatch(batch: PackedBatch): ExportBatch {
  const { signal, count, urls, bounds, bytes } = batch;
  const blob = (number: number): Uint8Array => bytes.subarray(bounds[number]!, bounds[number + 1]!);
  const records = Array.from({ length: count }, (_, i): StoredRecord => {
    const resource = batch.resource[i]!;
    const scope = batch.scope[i]!;
    return {
      bytes: blob(i),
      resource: blob(resource),
      resourceSchemaUrl: urls[resource - count]!,
      scope: blob(scope),
      scopeSchemaUrl: urls[scope - count]!,
    };
  });
  return { signal, records, seen: batch.seen };
}
