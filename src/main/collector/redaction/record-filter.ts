import type { KeywordList } from './keyword-list.ts';
import type { RedactMessage } from '../otlp/types.ts';
import { instantiate, type Constant } from '../otlp/wasm-module.ts';
import { MARGIN, TAIL } from './code-units.ts';
import { FILTER_BINARY } from './filter-binary.ts';
import { filterTables, KIND_NUMBERS } from './filter-tables.ts';
import type { KeyInfo } from './key-info.ts';

type RecordKind = Parameters<RedactMessage>[0];

/** What `wasm/redaction/index.ts` exports, apart from the addresses of its tables. */
interface FilterExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly FOUND: Constant;
  readonly MAX_FOUND: Constant;
  readonly RECORD: Constant;
  readonly MAX_RECORD: Constant;
  readonly prepare: () => void;
  readonly start: () => void;
  readonly examine: (kind: number, size: number, policy: number, strict: boolean) => number;
  readonly rememberKey: (from: number, to: number, policy: number, flags: number) => number;
  readonly rememberText: (from: number, to: number, policy: number) => void;
  readonly CODES: Constant;
  readonly VIEW: Constant;
  readonly decode: (size: number) => number;
  readonly nextPlace: (from: number, size: number, decoded: boolean, names: number) => number;
  readonly isCleanText: (size: number, flags: number, policy: number) => number;
}

/** A top-level field that must be looked at; offsets in the record. */
export interface FoundField {
  /** Where its tag begins. */
  at: number;
  /** Its content. */
  start: number;
  end: number;
  field: number;
  /** True for an attribute whose key the filter has not been told of, see {@link PolicyFilter.rememberKey}. */
  isNewKey: boolean;
  /** Of an attribute whose value is an IPv4 address and nothing else: its key, which says nothing. */
  addressKey: KeyInfo | undefined;
}

/** Flags of a key, as in `wasm/redaction/keys.ts`. */
const LOOK_ALWAYS = 1;
const ALLOWED = 2;
const NAMES_NUMBER = 4;
const HAS_CONTEXT = 8;

/** Numbers of a field in the list of those found. */
const FOUND_NUMBERS = 4;
/** Of the last of them the field; above it is what else is told. */
const FIELD_MASK = 0xffff;
const NEW_KEY = 1 << 16;
const ADDRESS = 1 << 17;
const KEY_SHIFT = 18;

let shared: RecordFilter | null | undefined;

/** The filter of this thread; `null` where WebAssembly or its vectors are not to be had. */
export function sharedFilter(): RecordFilter | null {
  if (shared === undefined) {
    try {
      shared = new RecordFilter();
    } catch {
      // Everything is looked at then, which takes longer and finds the same.
      shared = null;
    }
  }
  return shared;
}

/**
 * Tells which fields of a record need not be looked at, in WebAssembly, sixteen bytes at a time.
 *
 * One for a thread: it has 2.2 MB of memory of its own, into which each record is copied.
 */
export class RecordFilter {
  private readonly module: FilterExports;
  /** Room for a text that is walked by {@link nextPlace}, and for it as its reader sees it; a margin goes before. */
  readonly codes: Uint16Array<ArrayBuffer>;
  readonly view: Uint16Array<ArrayBuffer>;
  /**
   * The first place from `from` on at which the scanner must look, in the `size` code units of `codes`, or of `view` for a
   * text that is decoded; `size` when there is none. `names` is not 0 under a key that announces a number.
   */
  readonly nextPlace: FilterExports['nextPlace'];
  /** Decodes the `size` code units in `codes` into `view` as `TextView` does; returns how many there are then. */
  readonly decode: FilterExports['decode'];
  /** The record examined last, as far as it goes: nothing that is read of it there needs a view of its own. */
  readonly record: Buffer;
  private readonly fields: Uint32Array;
  private readonly field: FoundField = {
    at: 0,
    start: 0,
    end: 0,
    field: 0,
    isNewKey: false,
    addressKey: undefined,
  };
  /** What was made of the keys that the module remembers, by their place there. */
  private readonly keys: KeyInfo[] = [];
  private policies = 0;

  /** @throws Error where the module cannot be made */
  constructor() {
    const exports = instantiate<FilterExports>(FILTER_BINARY);
    exports.prepare();
    const { buffer } = exports.memory;
    for (const [name, table] of filterTables()) {
      const address = (exports as unknown as Record<string, Constant>)[name]!.value;
      new Uint8Array(buffer, address, table.length).set(table);
    }
    exports.start();
    this.module = exports;
    this.nextPlace = exports.nextPlace;
    this.decode = exports.decode;
    const units = exports.MAX_RECORD.value + MARGIN + TAIL;
    this.codes = new Uint16Array(buffer, exports.CODES.value, units);
    this.view = new Uint16Array(buffer, exports.VIEW.value, units);
    this.record = Buffer.from(buffer, exports.RECORD.value, exports.MAX_RECORD.value);
    const found = exports.MAX_FOUND.value * FOUND_NUMBERS;
    this.fields = new Uint32Array(buffer, exports.FOUND.value, found);
  }

  /**
   * The filter for a policy.
   *
   * @param keywords what rules of the user's look for, all of them
   */
  forPolicy(keywords: readonly KeywordList[]): PolicyFilter {
    return new PolicyFilter(this, ++this.policies, keywords);
  }

  /** How many fields of the record must be looked at, -1 when all of it must be. */
  examine(kind: RecordKind, bytes: Uint8Array, policy: number, isStrict: boolean): number {
    const number = KIND_NUMBERS[kind];
    if (number === undefined || bytes.length > this.record.length) return -1;
    this.record.set(bytes);
    return this.module.examine(number, bytes.length, policy, isStrict);
  }

  /** The fields that {@link examine} found, by their index; good until the next call. */
  found(index: number): Readonly<FoundField> {
    const { fields, field } = this;
    const from = index * FOUND_NUMBERS;
    field.at = fields[from]!;
    field.start = fields[from + 1]!;
    field.end = fields[from + 2]!;
    const number = fields[from + 3]!;
    field.field = number & FIELD_MASK;
    field.isNewKey = (number & NEW_KEY) !== 0;
    field.addressKey = (number & ADDRESS) === 0 ? undefined : this.keys[number >>> KEY_SHIFT];
    return field;
  }

  rememberKey(from: number, to: number, policy: number, info: KeyInfo): void {
    const place = this.module.rememberKey(from, to, policy, flagsOf(info));
    if (place >= 0) this.keys[place] = info;
  }

  rememberText(from: number, to: number, policy: number): void {
    this.module.rememberText(from, to, policy);
  }

  /** True when the scanner would find nothing in this UTF-8 under a key that says nothing. */
  isCleanText(bytes: Uint8Array): boolean {
    if (bytes.length > this.record.length) return false;
    this.record.set(bytes);
    return this.module.isCleanText(bytes.length, HAS_CONTEXT, 0) !== 0;
  }
}

/** A {@link RecordFilter} that knows what one policy says of keys. */
export class PolicyFilter {
  private readonly filter: RecordFilter;
  private readonly policy: number;
  private readonly keywords: readonly KeywordList[];

  constructor(filter: RecordFilter, policy: number, keywords: readonly KeywordList[]) {
    this.filter = filter;
    this.policy = policy;
    this.keywords = keywords;
  }

  /** How many fields of the record must be looked at, -1 when all of it must be. */
  examine(kind: RecordKind, bytes: Uint8Array): number {
    const { keywords } = this;
    const count = this.filter.examine(kind, bytes, this.policy, keywords.length > 0);
    if (count < 0 || keywords.length === 0) return count;
    // Texts that were passed over are ASCII that reads as it lies there: a keyword in one is in the record too.
    const text = this.record.toString('latin1', 0, bytes.length);
    return keywords.some((list) => list.isIn(text)) ? -1 : count;
  }

  found(index: number): Readonly<FoundField> {
    return this.filter.found(index);
  }

  /** The record examined last, and something behind it. */
  get record(): Buffer {
    return this.filter.record;
  }

  /** Tells what the policy says of the key that lies there in the record examined last. */
  rememberKey(from: number, to: number, info: KeyInfo): void {
    this.filter.rememberKey(from, to, this.policy, info);
  }

  /** Tells that nothing was found in the text that lies there, under a key that says nothing. */
  rememberText(from: number, to: number): void {
    this.filter.rememberText(from, to, this.policy);
  }
}

function flagsOf({ action, hits, isChanged, ...key }: KeyInfo): number {
  if (action === 'drop' || hits.length > 0 || isChanged) return LOOK_ALWAYS;
  if (action === 'allow') return ALLOWED;
  if (key.needsWhole) return LOOK_ALWAYS;
  return (key.namesNumber ? NAMES_NUMBER : 0) | (key.hasContext ? HAS_CONTEXT : 0);
}
