import { KNOWN_SPAN_ATTRIBUTES } from '../genai/known-attributes.ts';
import { BOOL_VALUE, DOUBLE_VALUE, STRING_VALUE } from './any-value.ts';
import { knownText, type KnownValue } from './attribute-scanner.ts';
import { signedNumber } from './wire.ts';
import { SPAN_SCAN_BINARY } from './span-scan-binary.ts';
import { instantiate, type Constant } from './wasm-module.ts';

/** What `wasm/spans/index.ts` exports. */
interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly FIELDS: Constant;
  readonly HASHES: Constant;
  readonly KNOWN: Constant;
  readonly PARTS: Constant;
  readonly SPAN: Constant;
  readonly MAX_ATTRIBUTES: Constant;
  readonly MAX_PARTS: Constant;
  readonly MAX_SPAN: Constant;
  readonly prepare: () => void;
  readonly addKey: (size: number, number: number) => number;
  readonly forgetSeen: () => void;
  readonly readSpan: (size: number) => number;
}

/** Numbers of {@link SpanScan.fields}; ids, texts and parts by their place in the span. */
export const FIELD = {
  traceId: 0,
  spanId: 1,
  /** -1: none. */
  parentId: 2,
  nameStart: 3,
  nameEnd: 4,
  nameHash: 5,
  kind: 6,
  /** -1: none. */
  status: 7,
  /** Attributes, those of lists and maps among them. */
  attributes: 12,
  hashes: 13,
  known: 14,
  parts: 15,
  startNs: 16,
  durationNs: 17,
} as const;
const FIELDS = 18;
/** Bytes from the first of the fields to {@link SpanScan.times}. */
const TIMES_AT = 32;

/** Numbers of a known attribute: its key and above it its type, its hash, and two that its value is in. */
const KNOWN_NUMBERS = 4;

let shared: SpanScan | null | undefined;

/** The reader of this thread; `null` where WebAssembly is not to be had. */
export function sharedScan(): SpanScan | null {
  if (shared === undefined) {
    try {
      shared = new SpanScan(KNOWN_SPAN_ATTRIBUTES);
    } catch {
      // All spans are read field by field then, which takes longer.
      shared = null;
    }
  }
  return shared;
}

/**
 * Reads spans in WebAssembly, those that are written as exporters do: where their parts lie, and what their attributes
 * are found by. Anything unusual is left to who reads field by field.
 *
 * One for a thread: it has 256 kB of memory of its own, into which each span is copied.
 */
export class SpanScan {
  private readonly module: ScanExports;
  private readonly span: Uint8Array;
  /** What the last span holds, see {@link FIELD}. */
  readonly fields: Int32Array;
  /** When it starts and how long it takes, microseconds rounded down. */
  readonly times: Float64Array;
  /** Hashes of its attributes, but of those in its {@link parts} and most that came since {@link forgetSeen}. */
  readonly hashes: Int32Array;
  private readonly known: Int32Array;
  /** Where events, links and attributes of lists and maps begin and end, which must be read elsewhere. */
  readonly parts: Int32Array;

  /** @throws Error where the module cannot be made or a key is too long */
  constructor(keys: readonly string[]) {
    const exports = instantiate<ScanExports>(SPAN_SCAN_BINARY);
    exports.prepare();
    const { buffer } = exports.memory;
    const numbers = ({ value }: Constant, length: number) => new Int32Array(buffer, value, length);
    this.module = exports;
    this.span = new Uint8Array(buffer, exports.SPAN.value, exports.MAX_SPAN.value);
    this.fields = numbers(exports.FIELDS, FIELDS);
    this.times = new Float64Array(buffer, exports.FIELDS.value + TIMES_AT, 2);
    this.hashes = numbers(exports.HASHES, exports.MAX_ATTRIBUTES.value);
    this.known = numbers(exports.KNOWN, exports.MAX_ATTRIBUTES.value * KNOWN_NUMBERS);
    this.parts = numbers(exports.PARTS, exports.MAX_PARTS.value * 2);
    for (const [number, key] of keys.entries()) {
      const bytes = Buffer.from(key);
      this.span.set(bytes);
      if (exports.addKey(bytes.length, number) === 0) throw new Error(`${key} is too long`);
    }
  }

  /** From here on the hash of each attribute is told at least once. */
  forgetSeen(): void {
    this.module.forgetSeen();
  }

  /** Reads a span; false where it is to be read field by field. */
  read(span: Uint8Array): boolean {
    if (span.length > this.span.length) return false;
    this.span.set(span);
    return this.module.readSpan(span.length) !== 0;
  }

  /** The number of the key of a known attribute of the last span; a key that comes twice is there twice. */
  keyOf(index: number): number {
    return this.known[index * KNOWN_NUMBERS]! & 0xffff;
  }

  /** The value of a known attribute of the last span, which begins at `start` in `buffer`. */
  valueOf(index: number, buffer: Buffer, start: number): KnownValue {
    const { known } = this;
    const at = index * KNOWN_NUMBERS;
    const type = known[at]! >>> 16;
    const first = known[at + 2]!;
    const second = known[at + 3]!;
    if (type === STRING_VALUE) {
      return knownText(buffer, start + first, start + second, known[at + 1]!);
    }
    if (type === DOUBLE_VALUE) return buffer.readDoubleLE(start + first);
    return type === BOOL_VALUE ? first === 1 : signedNumber(first >>> 0, second);
  }
}
