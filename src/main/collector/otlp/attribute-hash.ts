import {
  ARRAY_VALUE,
  BOOL_VALUE,
  BYTES_VALUE,
  DOUBLE_VALUE,
  EMPTY_VALUE,
  INT_VALUE,
  KeyValueView,
  KVLIST_VALUE,
  STRING_VALUE,
} from './any-value.ts';
import { WireReader } from './wire.ts';

/** Values longer than this many bytes are hashed by key alone: they are never looked up by their exact text. */
const MAX_HASHED_BYTES = 256;

/** Elements of an array that are hashed one by one; the rest counts as one long value. */
const MAX_HASHED_ELEMENTS = 64;

/** Stands for the value where only the key is hashed; out of the range of the value types. */
const LONG_VALUE = 16;

const NO_VIEW = new DataView(new ArrayBuffer(0));
// Of the bytes hashed last, mostly one body for a whole request: a word read through a view is one load, not four. And
// of those before, since redacted records are not where the body is.
let viewed: Uint8Array | undefined;
let view: DataView = NO_VIEW;
let viewedBefore: Uint8Array | undefined;
let viewBefore: DataView = NO_VIEW;

/** Lets go of the bytes hashed last, which may be a large body. */
export function forgetHashedBytes(): void {
  viewed = viewedBefore = undefined;
  view = viewBefore = NO_VIEW;
}

function viewOther(bytes: Uint8Array): void {
  const other = viewBefore;
  const isKnown = viewedBefore === bytes;
  viewBefore = view;
  viewedBefore = viewed;
  view = isKnown ? other : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  viewed = bytes;
}

/**
 * 32-bit hash (signed) of a range of bytes: four bytes a step, multiply and shift.
 *
 * For bloom filters inside one store. It is not keyed, so it must not choose buckets of a table that grows.
 */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed ^ Math.imul(end - start, 0x9e3779b1);
  let at = start;
  if (bytes !== viewed) viewOther(bytes);
  for (const words = end - 3; at < words; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0xc2b2ae35);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  return hash ^ (hash >>> 15);
}

/** Hash of an attribute key alone. */
export function hashKey(bytes: Uint8Array, start: number, end: number): number {
  return hashBytes(bytes, start, end, 0x2f0b4c47);
}

/** Hash of a key and a scalar held in two 32-bit halves (int, bool, double). */
function hashHalves(keyHash: number, type: number, low: number, high: number): number {
  let hash = Math.imul(typed(keyHash, type) ^ low, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function typed(keyHash: number, type: number): number {
  return keyHash ^ Math.imul(type, 0x27d4eb2f);
}

/** Hash of one value under a key. Arrays and kvlists hash to one marker of their type, whatever they hold. */
export function valueHash(bytes: Uint8Array, keyHash: number, value: KeyValueView): number {
  switch (value.type) {
    case STRING_VALUE:
      return value.valueEnd - value.valueStart > MAX_HASHED_BYTES
        ? hashHalves(keyHash, LONG_VALUE, 0, 0)
        : hashBytes(bytes, value.valueStart, value.valueEnd, typed(keyHash, STRING_VALUE));
    case INT_VALUE:
    case BOOL_VALUE:
      return hashHalves(keyHash, value.type, value.low, value.high);
    case DOUBLE_VALUE:
      return doubleHash(keyHash, readDouble(bytes, value.valueStart));
    case KVLIST_VALUE:
      return hashHalves(keyHash, ARRAY_VALUE, 0, 0);
    default:
      return hashHalves(keyHash, value.type, 0, 0);
  }
}

/** Where hashes go. */
export interface HashSink {
  addHash(hash: number): void;
}

/** Adds the hashes of an array's scalar elements, so that `key=element` is found too. */
export function pushElementHashes(
  bytes: Uint8Array,
  keyHash: number,
  start: number,
  end: number,
  hashes: HashSink,
): void {
  const reader = new WireReader(bytes, start, end);
  const element = new KeyValueView();
  for (let count = 0; reader.position < end;) {
    const tag = reader.tag();
    if (tag !== 10) {
      reader.skip(tag);
      continue;
    }
    const outer = reader.enter();
    element.readAnyValue(reader);
    reader.leave(outer);
    if (reader.failed || count === MAX_HASHED_ELEMENTS) {
      hashes.addHash(hashHalves(keyHash, LONG_VALUE, 0, 0));
      return;
    }
    hashes.addHash(valueHash(bytes, keyHash, element));
    count++;
  }
}

/**
 * Every hash a stored attribute `key` can have whose value a user would write as `value`.
 *
 * A segment whose filter has none of them holds no such attribute: as a string, an integer, a double, a boolean, an
 * element of an array, empty, bytes, a long text, or (when `value` looks like JSON) an array or kvlist.
 */
export function queryHashes(key: string, value: string): number[] {
  const keyBytes = Buffer.from(key);
  const keyHash = hashKey(keyBytes, 0, keyBytes.length);
  const text = Buffer.from(value);
  // Bytes are written as base64 or hex, so any text can stand for them; the key alone is tested.
  const hashes = [hashHalves(keyHash, BYTES_VALUE, 0, 0), hashHalves(keyHash, LONG_VALUE, 0, 0)];
  if (text.length <= MAX_HASHED_BYTES) {
    hashes.push(hashBytes(text, 0, text.length, typed(keyHash, STRING_VALUE)));
  }
  const trimmed = value.trim();
  if (trimmed === '') hashes.push(hashHalves(keyHash, EMPTY_VALUE, 0, 0));
  if (/^[[{]/.test(trimmed)) hashes.push(hashHalves(keyHash, ARRAY_VALUE, 0, 0));
  if (/^true$/i.test(trimmed)) hashes.push(hashHalves(keyHash, BOOL_VALUE, 1, 0));
  if (/^false$/i.test(trimmed)) hashes.push(hashHalves(keyHash, BOOL_VALUE, 0, 0));
  return [...hashes, ...numberHashes(keyHash, trimmed)];
}

function numberHashes(keyHash: number, text: string): number[] {
  if (text === '' || text.length > 400) return [];
  const number = text === 'NaN' ? Number.NaN : Number(text);
  if (Number.isNaN(number) && text !== 'NaN') return [];
  const hashes = [doubleHash(keyHash, number)];
  // A reader who sees 0 may be looking at -0.
  if (number === 0) hashes.push(doubleHash(keyHash, 0), doubleHash(keyHash, -0));
  const integer = /^[+-]?\d+$/.test(text)
    ? BigInt(text.startsWith('+') ? text.slice(1) : text)
    : Number.isSafeInteger(number)
      ? BigInt(number)
      : undefined;
  if (integer !== undefined && BigInt.asIntN(64, integer) === integer) {
    const low = Number(BigInt.asUintN(32, integer));
    const high = Number(BigInt.asUintN(32, integer >> 32n));
    hashes.push(hashHalves(keyHash, INT_VALUE, low, high));
  }
  return hashes;
}

const scratch = new DataView(new ArrayBuffer(8));

function readDouble(bytes: Uint8Array, at: number): number {
  for (let index = 0; index < 8; index++) scratch.setUint8(index, bytes[at + index]!);
  return scratch.getFloat64(0, true);
}

function doubleHash(keyHash: number, value: number): number {
  // One hash for every NaN: their payload bits are no part of the value.
  scratch.setFloat64(0, Number.isNaN(value) ? Number.NaN : value, true);
  return hashHalves(keyHash, DOUBLE_VALUE, scratch.getUint32(0, true), scratch.getUint32(4, true));
}
