import {
  isQuotedSign,
  mayBeField,
  mayBeOption,
  mayBeToken,
  mayEndPrefix,
  maySecretNameEnd,
  endsPrefix,
  numberOrSkip,
} from './cheap-tests';
import {
  ASK,
  endsToken,
  mayBeEncodedAt,
  passAt,
  passBracket,
  passColon,
  passDashes,
  passDot,
  passLetter,
  passPlus,
} from './handlers';
import { COLUMNS } from './layout';
import { passNumber } from './numbers';
import { actionOf, isDigit, isWord, unit } from './units';

/** What a walk ends with: nothing in it, something the scanner must look at, something to be decoded first. */
export const CLEAN = 0;
export const LOOK = 1;
export const DISGUISED = 2;

const DIGIT = 1;
const AT_SIGN = 2;
const PERCENT = 3;
const COLON = 4;
const EQUALS = 5;
const JOINT = 6;
const PLUS = 7;
const LETTER = 8;
const BRACKET = 9;
const TILDE = 10;
const DISGUISE = 11;

/** 16 code units as bytes; all beyond ASCII are above 127. */
function narrowed(text: usize, at: i32): v128 {
  const from = text + ((<usize>at) << 1);
  const most = i16x8.splat(255);
  const low = i16x8.min_u(v128.load(from), most);
  const high = i16x8.min_u(v128.load(from, 16), most);
  return i8x16.narrow_i16x8_u(low, high);
}

/** Bits of the bytes that are in a table of {@link prepareTriggers}; nothing beyond ASCII is. */
function members(columns: usize, bytes: v128): u32 {
  // A bit for each row of the ASCII table, and for each column those of which it has characters.
  const rows = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const hits = v128.and(
    i8x16.swizzle(rows, i8x16.shr_u(bytes, 4)),
    i8x16.swizzle(v128.load(columns), v128.and(bytes, i8x16.splat(15))),
  );
  return i8x16.bitmask(i8x16.ne(hits, i8x16.splat(0)));
}

function digitsOf(bytes: v128): u32 {
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10)));
}

function places(bytes: v128, code: i8): u32 {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(code)));
}

/** Triggers that prose is full of: dots before a space, which end no prefix, and `w` that is not in `password`. */
function proseAmong(bytes: v128): u32 {
  return (
    (places(bytes, 46) & (places(bytes, 32) >> 1)) |
    (places(bytes, 119) & ~((places(bytes, 115) << 1) | 1))
  );
}

/** Makes the tables of {@link members}. */
export function prepareTriggers(): void {
  for (let code = 0; code < 128; code++) {
    const column = COLUMNS + (code & 15);
    const row: i32 = 1 << (code >> 4);
    if (actionOf(code) !== 0) store<u8>(column, load<u8>(column) | <u8>row);
    if (isWord(code)) store<u8>(column, load<u8>(column, 16) | <u8>row, 16);
    if (isWord(code) || goesOn(code)) store<u8>(column, load<u8>(column, 32) | <u8>row, 32);
  }
}

/** After fewer digits than six `numberOrSkip` looks at what comes next at these signs only. */
function goesOn(code: i32): bool {
  return code === 32 || code === 41 || (code >= 45 && code <= 47);
}

/**
 * Of `digits`, a bit each in the 16 code units at `block`, those with which a run begins that may be something: not up to
 * five of them with neither a word before them nor anything a number could go on with after them. JSON is full of those.
 */
function numbersAmong(text: usize, block: i32, bytes: v128, digits: u32): u32 {
  const next = narrowed(text, block + 16);
  const all = digits | (digitsOf(next) << 16);
  const going =
    members(COLUMNS + 32, bytes) |
    i8x16.bitmask(bytes) |
    ((members(COLUMNS + 32, next) | i8x16.bitmask(next)) << 16);
  const over = ~(all | going);
  let short = over >> 5;
  short = (over >> 4) | ((all >> 4) & short);
  short = (over >> 3) | ((all >> 3) & short);
  short = (over >> 2) | ((all >> 2) & short);
  short = (over >> 1) | ((all >> 1) & short);
  const before = unit(text, block - 1);
  const starts = digits & ~((digits << 1) | <u32>isDigit(before));
  const words = (members(COLUMNS + 16, bytes) << 1) | <u32>isWord(before);
  return starts & (~short | words);
}

/** `Scan.walk` over `size` code units, as far as it calls no handler that could find something. */
export function walk(text: usize, size: i32, decoded: bool, names: i32): i32 {
  let at = 0;
  for (let block = 0; block < size; block += 16) {
    if (at >= block + 16) continue;
    const bytes = narrowed(text, block);
    let bits = (members(COLUMNS, bytes) | i8x16.bitmask(bytes)) & ~proseAmong(bytes);
    if (bits === 0) continue;
    const digits = digitsOf(bytes);
    if (digits !== 0) bits = (bits & ~digits) | numbersAmong(text, block, bytes, digits);
    while (bits !== 0) {
      const position = block + <i32>ctz(bits);
      bits &= bits - 1;
      if (position < at) continue;
      const code = unit(text, position);
      const action = actionOf(code);
      if (action === 0) continue;
      if (action === DISGUISE) {
        if (!decoded) return DISGUISED;
        continue;
      }
      const next = pass(text, position, action, size, names);
      if (next === ASK) return LOOK;
      at = next;
    }
  }
  return CLEAN;
}

function pass(text: usize, at: i32, action: i32, size: i32, names: i32): i32 {
  if (action === JOINT) {
    // No token goes on with a space.
    if (unit(text, at + 1) <= 32 || !mayEndPrefix(text, at)) return at + 1;
    if (endsPrefix(text, at) && endsToken(text, at)) return ASK;
    const sign = unit(text, at);
    if (sign === 45 && mayBeOption(text, at)) return ASK;
    if (sign === 45 && unit(text, at + 1) === 45 && unit(text, at + 4) === 45)
      return passDashes(text, at);
    return sign === 46 && unit(text, at + 7) === 46 ? passDot(text, at) : at + 1;
  }
  if (action === DIGIT) {
    const next = numberOrSkip(text, at);
    return next < 0 ? ~next : passNumber(text, at, names);
  }
  if (action === COLON) return mayBeField(text, at) ? passColon(text, at, size) : at + 1;
  if (action === EQUALS)
    return maySecretNameEnd(text, at) || mayBeEncodedAt(text, at) ? ASK : at + 1;
  if (action === LETTER) return mayBeToken(text, at) ? passLetter(text, at) : at + 1;
  if (action === BRACKET) return passBracket(text, at);
  if (action === PLUS) return passPlus(text, at);
  if (action === PERCENT) return isQuotedSign(text, at) ? ASK : at + 1;
  if (action === TILDE) {
    return unit(text, at - 1) === 81 && isDigit(unit(text, at - 2)) ? ASK : at + 1;
  }
  return action === AT_SIGN ? passAt(text, at) : ASK;
}
