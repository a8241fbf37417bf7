import {
  ARRAY_VALUE,
  BOOL_VALUE,
  DOUBLE_VALUE,
  INT_VALUE,
  KeyValueView,
  KVLIST_VALUE,
  STRING_VALUE,
} from './any-value.ts';
import {
  hashBytes,
  hashKey,
  pushElementHashes,
  valueHash,
  type HashSink,
} from './attribute-hash.ts';
import type { KnownKeys } from './known-keys.ts';
import { TextCache } from './text-cache.ts';
import { signedNumber, type WireReader } from './wire.ts';

/** Decoded scalar of a known attribute; undefined for one that is absent or not a scalar. */
export type KnownValue = string | number | boolean | undefined;

/** Longest part of a text decoded for a field, in bytes; the whole text stays in the record. */
const MAX_FIELD_BYTES = 512;

/** Longest part of a text that begins as a JSON object: a usage document is worth nothing when cut. */
const MAX_DOCUMENT_BYTES = 16_384;

const OPEN_BRACE = 0x7b;

/** Nesting that is refused whatever the configured limit: the scanner and every reader after it recurse. */
const MAX_DEPTH = 256;

/** Room for hashes kept for the next request; only a huge request leaves more behind. */
const MAX_KEPT_HASHES = 256 * 1024;

const texts = new TextCache();

/** Decodes the text of a field, at most {@link MAX_FIELD_BYTES} of it, of which `hash` is the {@link hashBytes}. */
export function fieldText(
  buffer: Buffer,
  start: number,
  end: number,
  hash = hashBytes(buffer, start, Math.min(end, start + MAX_FIELD_BYTES), 0),
): string {
  return texts.decode(buffer, start, end, hash, MAX_FIELD_BYTES);
}

/**
 * Scans KeyValue messages: hashes each, checks nesting, and decodes the values of known keys only.
 *
 * Used for one request after the other, see {@link reset}; `values` is filled per record and emptied by
 * {@link clearValues}.
 */
export class AttributeScanner implements HashSink {
  /** Hashes of every attribute of the request scanned so far; what is behind {@link hashCount} is of no meaning. */
  private hashes: number[] = [];
  /** Number of hashes so far; may be lowered to forget the last ones. */
  hashCount = 0;
  /** `values[i]` belongs to the known key i of the set given to {@link scanKnown}. */
  readonly values: KnownValue[] = [];
  /** Indexes of `values` that are filled, the first {@link touchedCount} of these. */
  private readonly touched: number[] = [];
  private touchedCount = 0;
  private readonly view = new KeyValueView();
  private readonly maxDepth: number;

  constructor(maxDepth: number) {
    this.maxDepth = Math.min(maxDepth, MAX_DEPTH);
  }

  /** Begins a new request. */
  reset(): void {
    if (this.hashes.length > MAX_KEPT_HASHES) this.hashes = [];
    this.hashCount = 0;
    this.clearValues(0);
  }

  addHash(hash: number): void {
    this.hashes[this.hashCount++] = hash;
  }

  /** A copy of the hashes from number `from` on. */
  hashesFrom(from: number): number[] {
    return this.hashes.slice(from, this.hashCount);
  }

  /** True when a known key was met since the last {@link clearValues}. */
  get foundKnown(): boolean {
    return this.touchedCount > 0;
  }

  /** Empties `values` for the next record. */
  clearValues(size: number): void {
    while (this.values.length < size) this.values.push(undefined);
    // Setting the length of a list is a call into the engine.
    for (let i = 0; i < this.touchedCount; i++) this.values[this.touched[i]!] = undefined;
    this.touchedCount = 0;
  }

  /** Keeps the value of a known key. */
  setValue(index: number, value: KnownValue): void {
    this.values[index] = value;
    this.touched[this.touchedCount++] = index;
  }

  /** Scans the KeyValue field that comes next, returning false when its value nests too deep. */
  scan(reader: WireReader): boolean {
    return this.scanKnown(reader, undefined);
  }

  /** Like {@link scan}, and keeps the value of a key in `known`. */
  scanKnown(reader: WireReader, known: KnownKeys | undefined): boolean {
    const { view } = this;
    const outer = reader.enter();
    view.readKeyValue(reader);
    reader.leave(outer);
    if (reader.failedAt >= 0) return true;
    const buffer = reader.buffer as Buffer;
    const keyHash = hashKey(buffer, view.keyStart, view.keyEnd);
    const hash = valueHash(buffer, keyHash, view);
    this.addHash(hash);
    if (view.type === ARRAY_VALUE || view.type === KVLIST_VALUE) {
      const { type, valueStart, valueEnd } = view;
      if (!this.nested(reader, type, valueStart, valueEnd, 1)) return false;
      if (reader.failedAt < 0 && type === ARRAY_VALUE) {
        pushElementHashes(buffer, keyHash, valueStart, valueEnd, this);
      }
      return true;
    }
    if (known !== undefined) {
      const index = known.find(buffer, view.keyStart, view.keyEnd, keyHash);
      if (index >= 0) {
        this.setValue(index, knownValue(buffer, view, hash));
      }
    }
    return true;
  }

  /** Checks the AnyValue body that lies between `reader.position` and `reader.limit` (the body of a log record). */
  scanValue(reader: WireReader): boolean {
    const { view } = this;
    view.readAnyValue(reader);
    if (reader.failedAt >= 0) return true;
    return (
      (view.type !== ARRAY_VALUE && view.type !== KVLIST_VALUE) ||
      this.nested(reader, view.type, view.valueStart, view.valueEnd, 1)
    );
  }

  /**
   * Walks an array or kvlist, returning false when it nests deeper than allowed.
   *
   * The reader comes back where it was, unless what it read was malformed.
   */
  private nested(
    reader: WireReader,
    type: number,
    start: number,
    end: number,
    depth: number,
  ): boolean {
    if (depth > this.maxDepth) return false;
    const { view } = this;
    const { position, limit } = reader;
    reader.position = start;
    reader.limit = end;
    while (reader.position < end) {
      const tag = reader.tag();
      if (tag !== 10) {
        reader.skip(tag);
        continue;
      }
      const outer = reader.enter();
      if (type === ARRAY_VALUE) view.readAnyValue(reader);
      else view.readKeyValue(reader);
      reader.leave(outer);
      if (reader.failedAt >= 0) return true;
      if (view.type === ARRAY_VALUE || view.type === KVLIST_VALUE) {
        if (!this.nested(reader, view.type, view.valueStart, view.valueEnd, depth + 1))
          return false;
        if (reader.failedAt >= 0) return true;
      }
    }
    if (reader.failedAt >= 0) return true;
    reader.position = position;
    reader.limit = limit;
    return true;
  }
}

/** The text of a known attribute, whose hash this is. */
export function knownText(buffer: Buffer, start: number, end: number, hash: number): string {
  const maxBytes = buffer[start] === OPEN_BRACE ? MAX_DOCUMENT_BYTES : MAX_FIELD_BYTES;
  return texts.decode(buffer, start, end, hash, maxBytes);
}

function knownValue(buffer: Buffer, view: KeyValueView, hash: number): KnownValue {
  switch (view.type) {
    case STRING_VALUE:
      return knownText(buffer, view.valueStart, view.valueEnd, hash);
    case INT_VALUE:
      return signedNumber(view.low, view.high);
    case BOOL_VALUE:
      return view.low === 1;
    case DOUBLE_VALUE:
      return buffer.readDoubleLE(view.valueStart);
    default:
      return undefined;
  }
}
