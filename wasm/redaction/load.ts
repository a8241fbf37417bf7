import { BYTES, CODES, MARGIN, READS_AS, VIEW } from './layout';
import { actionOf, isDigit, isHex, unit } from './units';

/** {@link loadText} of bytes that are no UTF-8. */
export const MALFORMED = -1;

const SPACES = 0x0020_0020_0020_0020;
const ESCAPE = 27;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const LOWER_U = 117;
const LOWER_X = 120;
const IDEOGRAPHIC_STOP = 0x3002;
const DISGUISE = 11;
const NOTHING = 0xffff;

/** What {@link loadText} met. */
export let isAscii = true;
export let hasBackslash = false;

/** Spaces after a text of `size` code units. */
function pad(text: usize, size: i32): void {
  const end = text + ((<usize>size) << 1);
  const spaces = i16x8.splat(32);
  v128.store(end, spaces);
  v128.store(end, spaces, 16);
  v128.store(end, spaces, 32);
  v128.store(end, spaces, 48);
}

/** And after its bytes. */
function padBytes(size: i32): void {
  const end = BYTES + MARGIN + <usize>size;
  const spaces = i8x16.splat(32);
  v128.store(end, spaces);
  v128.store(end, spaces, 16);
  v128.store(end, spaces, 32);
}

/** Makes the bytes of the text of `size` units. */
export function narrow(text: usize, size: i32): void {
  const most = i16x8.splat(255);
  const bytes = BYTES + MARGIN;
  for (let at: usize = 0; at < <usize>size; at += 16) {
    const from = text + (at << 1);
    const low = i16x8.min_u(v128.load(from), most);
    const high = i16x8.min_u(v128.load(from, 16), most);
    v128.store(bytes + at, i8x16.narrow_i16x8_u(low, high));
  }
  padBytes(size);
}

/** The margins of all texts, which stay. */
export function prepareMargins(): void {
  for (let at: usize = 0; at < <usize>MARGIN; at += 16) v128.store(BYTES + at, i8x16.splat(32));
  for (let at: usize = 8; at <= 128; at += 8) {
    store<u64>(CODES + 128 - at, SPACES);
    store<u64>(VIEW + 128 - at, SPACES);
  }
}

/** Makes code units and bytes of the UTF-8 at `from`; returns how many. */
export function loadText(from: usize, to: usize): i32 {
  const text = CODES + 128;
  let at = from;
  let out = text;
  let outBytes = BYTES + MARGIN;
  let high = i8x16.splat(0);
  let escapes = i8x16.splat(0);
  const backslash = i8x16.splat(<i8>BACKSLASH);
  for (; at + 16 <= to; at += 16, out += 32, outBytes += 16) {
    const bytes = v128.load(at);
    v128.store(outBytes, bytes);
    high = v128.or(high, bytes);
    escapes = v128.or(escapes, i8x16.eq(bytes, backslash));
    v128.store(out, i16x8.extend_low_i8x16_u(bytes));
    v128.store(out, i16x8.extend_high_i8x16_u(bytes), 16);
  }
  hasBackslash = v128.any_true(escapes);
  isAscii = i8x16.bitmask(high) === 0;
  const left = <i32>(to - at);
  if (left > 0) {
    // Sixteen bytes once more, of which those after the text do not count.
    const bytes = v128.load(at);
    v128.store(outBytes, bytes);
    const counted = (1 << left) - 1;
    if ((i8x16.bitmask(bytes) & counted) !== 0) isAscii = false;
    if ((i8x16.bitmask(i8x16.eq(bytes, backslash)) & counted) !== 0) hasBackslash = true;
    v128.store(out, i16x8.extend_low_i8x16_u(bytes));
    v128.store(out, i16x8.extend_high_i8x16_u(bytes), 16);
  }
  const size = isAscii ? <i32>(to - from) : decodeUtf8(from, to);
  if (size < 0) return size;
  pad(text, size);
  if (isAscii) padBytes(size);
  else narrow(text, size);
  return size;
}

/** UTF-8 (RFC 3629) to UTF-16, {@link MALFORMED} for what is none. */
function decodeUtf8(from: usize, to: usize): i32 {
  const text = CODES + 128;
  let out = text;
  let at = from;
  while (at < to) {
    if (at + 8 <= to) {
      const eight = load<u64>(at);
      if ((eight & 0x8080_8080_8080_8080) === 0) {
        v128.store(out, i16x8.extend_low_i8x16_u(v128.load64_zero(at)));
        at += 8;
        out += 16;
        continue;
      }
    }
    const first = <i32>load<u8>(at++);
    if (first < 0x80) {
      store<u16>(out, first);
      out += 2;
      continue;
    }
    const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
    if (more === 0 || at + more > to) return MALFORMED;
    let code = first & (0x3f >> more);
    for (let index = 0; index < more; index++) {
      const byte = <i32>load<u8>(at++);
      if ((byte & 0xc0) !== 0x80) return MALFORMED;
      code = (code << 6) | (byte & 0x3f);
    }
    if (more === 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) return MALFORMED;
    if (more === 3) {
      if (code < 0x1_0000 || code > 0x10_ffff) return MALFORMED;
      store<u16>(out, 0xd7c0 + (code >> 10));
      store<u16>(out, 0xdc00 | (code & 0x3ff), 2);
      out += 4;
    } else {
      store<u16>(out, code);
      out += 2;
    }
  }
  return <i32>((out - text) >> 1);
}

/** `TextView.read`: the text as its reader sees it, without saying where its parts come from; returns its length. */
export function viewText(size: i32): i32 {
  const text = CODES + 128;
  const view = VIEW + 128;
  let length = 0;
  let at = 0;
  while (at < size) {
    const start = at;
    at = copyPlain(text, at, size, view + ((<usize>length) << 1));
    length += at - start;
    if (at >= size) break;
    let code = unit(text, at++);
    if (code === BACKSLASH) {
      while (at < size && unit(text, at) === BACKSLASH) at++;
      const next = at < size ? unit(text, at) : 0;
      const simple = simpleEscape(next);
      if (simple !== 0) {
        code = simple;
        at++;
      } else if (next === LOWER_U) {
        const decoded = hexCode(text, at + 1, size);
        if (decoded >= 0) {
          code = decoded;
          at += 5;
        }
      } else if (next === LOWER_X && at + 3 <= size) {
        const first = hexDigit(unit(text, at + 1));
        const second = hexDigit(unit(text, at + 2));
        if (first >= 0 && second >= 0) {
          code = first * 16 + second;
          at += 3;
        }
      }
    }
    if (code === ESCAPE && unit(text, at) === OPEN_BRACKET) {
      at = colorEnd(text, at + 1, size);
      code = 32;
    }
    if (code > 127) {
      const reads = <i32>load<u16>(READS_AS + ((<usize>code) << 1));
      if (reads !== 0) code = endsSentence(code, text, at, view, length) ? 32 : reads;
    }
    if (code !== NOTHING) {
      store<u16>(view + ((<usize>length) << 1), <u16>code);
      length++;
    }
  }
  pad(view, length);
  narrow(view, length);
  return length;
}

/** `endsSentence` of `TextView`. */
function endsSentence(code: i32, text: usize, at: i32, view: usize, length: i32): bool {
  return code === IDEOGRAPHIC_STOP && isDigit(unit(view, length - 1)) !== isDigit(unit(text, at));
}

/** Copies up to the next unit that must be decoded; returns where that is. */
function copyPlain(text: usize, from: i32, size: i32, to: usize): i32 {
  let at = from;
  let out = to;
  for (; at + 8 <= size; at += 8, out += 16) {
    const units = v128.load(text + ((<usize>at) << 1));
    const special = v128.or(
      v128.or(
        i16x8.eq(units, i16x8.splat(<i16>BACKSLASH)),
        i16x8.eq(units, i16x8.splat(<i16>ESCAPE)),
      ),
      i16x8.gt_u(units, i16x8.splat(127)),
    );
    v128.store(out, units);
    if (v128.any_true(special)) break;
  }
  for (; at < size; at++, out += 2) {
    const code = unit(text, at);
    if (actionOf(code) === DISGUISE) return at;
    store<u16>(out, code);
  }
  return at;
}

function simpleEscape(code: i32): i32 {
  switch (code) {
    case 34:
    case 39:
    case 47:
      return code;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return 0;
  }
}

function colorEnd(text: usize, at: i32, size: i32): i32 {
  let end = at;
  while (end < size && end < at + 16 && unit(text, end) >= 48 && unit(text, end) <= 63) end++;
  return end < size ? end + 1 : end;
}

function hexCode(text: usize, at: i32, size: i32): i32 {
  if (at + 4 > size) return -1;
  let value = 0;
  for (let index = at; index < at + 4; index++) {
    const code = unit(text, index);
    if (!isHex(code)) return -1;
    value = value * 16 + hexDigit(code);
  }
  return value;
}

/** The number that a hexadecimal digit is; -1 for other characters. */
function hexDigit(code: i32): i32 {
  if (!isHex(code)) return -1;
  return code < 58 ? code - 48 : (code | 32) - 87;
}
