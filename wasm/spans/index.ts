import { hashBytes, hashHalves, hashKey, hashText } from './hashes';
import { addKey as add, findKey } from './keys';
import {
  END,
  FIELDS,
  HASHES,
  KNOWN,
  KNOWN_SIZE,
  MAX_ATTRIBUTES,
  MAX_PARTS,
  PARTS,
  SEEN,
  SEEN_SLOTS,
  SPAN,
} from './layout';

export { FIELDS, HASHES, KNOWN, MAX_ATTRIBUTES, MAX_PARTS, MAX_SPAN, PARTS, SPAN } from './layout';

/**
 * Reads a span as every known exporter writes it: where its parts lie, hashes of its attributes, values of known ones.
 *
 * What is written in any other way is not judged here: the span is left to `decode-traces.ts`, as are events, links and
 * attributes of lists and maps, one by one.
 */

/** Tags of Span fields (field number << 3 | wire type), `trace.proto`. */
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const PARENT_SPAN_ID = 0x22;
const NAME = 0x2a;
const KIND = 0x30;
const START_TIME = 0x39;
const END_TIME = 0x41;
const ATTRIBUTE = 0x4a;
const EVENT = 0x5a;
const LINK = 0x6a;
const STATUS = 0x7a;

/** What an AnyValue holds. */
const BOOL_VALUE = 2;
const INT_VALUE = 3;
const DOUBLE_VALUE = 4;

/** Longest part of a name that is decoded. */
const MAX_NAME: usize = 512;
const NOT_A_NUMBER: u64 = 0x7ff8_0000_0000_0000;

/** Where reading failed. */
const BROKEN: usize = 0;

/** What {@link readAttribute} says of an attribute. */
const TAKEN = 0;
const NESTED = 1;
const UNUSUAL = 2;

let known = 0;
let hashes = 0;
/** Where the content begins that {@link readLength} read. */
let content: usize = 0;

/** Gets the memory, once. */
export function prepare(): void {
  const missing = <i32>((END + 0xffff) >> 16) - memory.size();
  if (missing > 0) memory.grow(missing);
}

/** Adds the key of `size` bytes at {@link SPAN}; false for one that is too long. */
export function addKey(size: i32, number: i32): bool {
  return add(SPAN, SPAN + <usize>size, number);
}

/** Forgets which hashes were seen: each that comes now is told again. */
export function forgetSeen(): void {
  memory.fill(SEEN, 0, SEEN_SLOTS * 4);
}

/**
 * Tells a hash, unless it is the last one that fell on its slot: most attributes come again and again in a request, and
 * its filter is over the distinct ones.
 */
function addHash(hash: i32): void {
  const slot = SEEN + ((<usize>(hash & (SEEN_SLOTS - 1))) << 2);
  // A slot that is free holds 0.
  if (load<i32>(slot) === hash && hash !== 0) return;
  store<i32>(slot, hash);
  store<i32>(HASHES + ((<usize>hashes) << 2), hash);
  hashes++;
}

/** As `microseconds` of `wire.ts`, which rounds times after the year 2255. */
function microseconds(time: u64): f64 {
  const high = <f64>(time >> 32);
  const low = <f64>(<u32>time);
  return high * 4294967 + Math.floor((high * 296 + low) / 1000);
}

/** Reads a length of up to three bytes and returns where what is as long ends, {@link BROKEN} where that is beyond `to`. */
function readLength(at: usize, to: usize): usize {
  let length = <usize>load<u8>(at++);
  if (length > 0x7f) {
    const second = <usize>load<u8>(at++);
    length = (length & 0x7f) | ((second & 0x7f) << 7);
    if (second > 0x7f) {
      const third = <usize>load<u8>(at++);
      if (third > 0x7f) return BROKEN;
      length |= third << 14;
    }
  }
  content = at;
  return at + length > to ? BROKEN : at + length;
}

/** Reads a KeyValue of a key and a value of one field, in this order. */
function readAttribute(from: usize, to: usize): i32 {
  if (to - from < 6 || load<u8>(from) !== 0x0a) return UNUSUAL;
  const keyEnd = readLength(from + 1, to);
  if (keyEnd === BROKEN || keyEnd + 3 > to || load<u8>(keyEnd) !== 0x12) return UNUSUAL;
  const keyStart = content;
  const end = readLength(keyEnd + 1, to);
  if (end !== to || content === to) return UNUSUAL;
  const tag = load<u8>(content);
  const type = tag >> 3;
  let at = content + 1;
  const keyHash = hashKey(keyStart, keyEnd);
  let hash: i32 = 0;
  let bits: u64 = 0;
  switch (tag) {
    case 0x0a: {
      if (at === to || readLength(at, to) !== to) return UNUSUAL;
      at = content;
      hash = hashText(keyHash, at, to);
      break;
    }
    case 0x10: {
      if (at + 1 !== to || load<u8>(at) > 1) return UNUSUAL;
      bits = load<u8>(at);
      hash = hashHalves(keyHash, BOOL_VALUE, <i32>bits, 0);
      break;
    }
    case 0x18: {
      let shift: u64 = 0;
      let byte: u64 = 0x80;
      for (; at < to && byte > 0x7f && shift < 70; shift += 7) {
        byte = load<u8>(at++);
        bits |= (byte & 0x7f) << shift;
      }
      if (byte > 0x7f || at !== to) return UNUSUAL;
      hash = hashHalves(keyHash, INT_VALUE, <i32>bits, <i32>(bits >> 32));
      break;
    }
    case 0x21: {
      if (at + 8 !== to) return UNUSUAL;
      bits = load<u64>(at);
      const value = reinterpret<f64>(bits);
      const hashed = isNaN(value) ? NOT_A_NUMBER : bits;
      hash = hashHalves(keyHash, DOUBLE_VALUE, <i32>hashed, <i32>(hashed >> 32));
      break;
    }
    case 0x2a:
    case 0x32:
      return NESTED;
    default:
      return UNUSUAL;
  }
  addHash(hash);
  const key = findKey(keyStart, keyEnd, keyHash);
  if (key >= 0) {
    const entry = KNOWN + <usize>known * KNOWN_SIZE;
    store<u16>(entry, <u16>key);
    store<u16>(entry, <u16>type, 2);
    store<i32>(entry, hash, 4);
    if (type === INT_VALUE || type === BOOL_VALUE) store<u64>(entry, bits, 8);
    else {
      store<u32>(entry, <u32>(at - SPAN), 8);
      store<u32>(entry, <u32>(to - SPAN), 12);
    }
    known++;
  }
  return TAKEN;
}

function setField(field: i32, value: i32): void {
  store<i32>(FIELDS + ((<usize>field) << 2), value);
}

/** Where the field after this tag ends, for wire types without surprises. */
function skip(tag: i32, from: usize, to: usize): usize {
  switch (tag & 7) {
    case 0: {
      for (let at = from; at < to && at < from + 10; at++) if (load<u8>(at) < 0x80) return at + 1;
      return BROKEN;
    }
    case 1:
      return from + 8;
    case 2:
      return from < to ? readLength(from, to) : BROKEN;
    case 5:
      return from + 4;
    default:
      return BROKEN;
  }
}

/** Reads the span of `size` bytes at {@link SPAN}; false when it must be read elsewhere. */
export function readSpan(size: i32): bool {
  const to = SPAN + <usize>size;
  // What is read beyond the end is no part of the span and never taken.
  store<u64>(to, 0);
  known = hashes = 0;
  let parts = 0;
  let traceId: i32 = -1;
  let spanId: i32 = -1;
  let parent: i32 = -1;
  let nameFrom = SPAN;
  let nameTo = SPAN;
  let kind = 0;
  let status = -1;
  let start: u64 = 0;
  let finish: u64 = 0;
  let attributes = 0;
  let at = SPAN;
  while (at < to) {
    const begin = at;
    let tag = <i32>load<u8>(at++);
    if (tag > 0x7f) {
      const second = <i32>load<u8>(at++);
      if (second > 0x7f || second === 0) return false;
      tag = (tag & 0x7f) | (second << 7);
    }
    if (tag < 8 || at >= to) return false;
    switch (tag) {
      case ATTRIBUTE: {
        const end = readLength(at, to);
        if (end === BROKEN || ++attributes > MAX_ATTRIBUTES) return false;
        at = end;
        const outcome = readAttribute(content, end);
        if (outcome === TAKEN) continue;
        if (outcome === UNUSUAL) return false;
        break;
      }
      case TRACE_ID: {
        if (load<u8>(at) !== 16) return false;
        traceId = <i32>(at + 1 - SPAN);
        if ((load<u64>(at, 1) | load<u64>(at, 9)) === 0) return false;
        at += 17;
        continue;
      }
      case SPAN_ID: {
        if (load<u8>(at) !== 8 || load<u64>(at, 1) === 0) return false;
        spanId = <i32>(at + 1 - SPAN);
        at += 9;
        continue;
      }
      case PARENT_SPAN_ID: {
        const length = load<u8>(at);
        if (length !== 0 && length !== 8) return false;
        parent = length === 0 || load<u64>(at, 1) === 0 ? -1 : <i32>(at + 1 - SPAN);
        at += 1 + <usize>length;
        continue;
      }
      case NAME: {
        nameTo = readLength(at, to);
        if (nameTo === BROKEN) return false;
        nameFrom = content;
        if (nameTo - nameFrom > MAX_NAME) return false;
        at = nameTo;
        continue;
      }
      case KIND: {
        kind = load<u8>(at++);
        if (kind > 0x7f) return false;
        continue;
      }
      case START_TIME: {
        start = load<u64>(at);
        at += 8;
        continue;
      }
      case END_TIME: {
        finish = load<u64>(at);
        at += 8;
        continue;
      }
      case STATUS: {
        // Two of them merge.
        if (status >= 0) return false;
        const end = readLength(at, to);
        if (end === BROKEN) return false;
        at = end;
        const isCode = end - content === 2 && load<u8>(content) === 0x18;
        status = isCode ? load<u8>(content, 1) : 0;
        if (end === content || (isCode && status < 0x80)) continue;
        status = 0;
        break;
      }
      case EVENT:
      case LINK:
        at = readLength(at, to);
        break;
      default:
        at = skip(tag, at, to);
        if (at === BROKEN) return false;
        continue;
    }
    if (at === BROKEN || parts === MAX_PARTS) return false;
    const part = PARTS + ((<usize>parts) << 3);
    store<u32>(part, <u32>(begin - SPAN));
    store<u32>(part, <u32>(at - SPAN), 4);
    parts++;
  }
  if (at !== to || traceId < 0 || spanId < 0) return false;
  // A span without a start is shown where it ends rather than in 1970.
  if (start === 0) start = finish;
  const duration = finish > start ? finish - start : 0;
  setField(0, traceId);
  setField(1, spanId);
  setField(2, parent);
  setField(3, <i32>(nameFrom - SPAN));
  setField(4, <i32>(nameTo - SPAN));
  setField(5, hashBytes(nameFrom, nameTo, 0));
  setField(6, kind);
  setField(7, status < 0 ? 0 : status);
  store<f64>(FIELDS, microseconds(start), 32);
  store<f64>(FIELDS, Math.floor(<f64>duration / 1000), 40);
  setField(12, attributes);
  setField(13, hashes);
  setField(14, known);
  setField(15, parts);
  setField(16, <i32>(start % 1000));
  setField(17, <i32>(duration % 1000));
  return true;
}
