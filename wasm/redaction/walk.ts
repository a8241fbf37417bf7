import {
  isQuotedSign,
  mayBeField,
  mayBeOption,
  isRegion,
  mayBeToken,
  mayEndName,
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
import { BYTES, COLUMNS, MARGIN, ROWS } from './layout';
import { passNumber } from './numbers';
import { actionOf, isDigit, isLetter, isWord, nameEndings, slotOf, unit } from './units';

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

const COLON_SIGN = 58;
const DOT = 46;
const LETTER_E = 101;
const LETTER_K = 107;
const LETTER_W = 119;

/** Bytes that are in a table of {@link prepareTriggers}; those beyond ASCII are in none. */
function members(columns: v128, rows: v128, low: v128, bytes: v128): v128 {
  return v128.and(
    i8x16.swizzle(rows, v128.and(i16x8.shr_u(bytes, 4), low)),
    i8x16.swizzle(columns, v128.and(bytes, low)),
  );
}

function digitsOf(bytes: v128): u32 {
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10)));
}

/** Makes the tables of {@link members}, and what {@link walk} looks for besides. */
export function prepareTriggers(): void {
  v128.store(ROWS, i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
  v128.store(ROWS, i8x16.splat(15), 16);
  v128.store(ROWS, i8x16.splat(-128), 32);
  v128.store(ROWS, i8x16.splat(<i8>DOT), 48);
  v128.store(ROWS, i8x16.splat(32), 64);
  v128.store(ROWS, i8x16.splat(115), 80);
  v128.store(ROWS, i8x16.splat(<i8>LETTER_W), 96);
  v128.store(ROWS, i8x16.splat(0), 112);
  v128.store(ROWS, i8x16.splat(<i8>LETTER_K), 128);
  v128.store(ROWS, i8x16.splat(<i8>LETTER_E), 144);
  for (let code = 0; code < 128; code++) {
    const column = COLUMNS + (code & 15);
    const row: i32 = 1 << (code >> 4);
    const isAlone = code !== DOT && code !== LETTER_K && code !== LETTER_W;
    if (isAlone && actionOf(code) !== 0) store<u8>(column, load<u8>(column) | <u8>row);
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
function numbersAmong(text: usize, block: i32, digits: u32): u32 {
  const at = BYTES + MARGIN + <usize>block;
  const bytes = v128.load(at);
  const next = v128.load(at, 16);
  const rows = v128.load(ROWS);
  const low = i8x16.splat(15);
  const goingOn = v128.load(COLUMNS, 32);
  const none = i8x16.splat(0);
  const all = digits | (digitsOf(next) << 16);
  const over =
    i8x16.bitmask(
      i8x16.eq(v128.or(members(goingOn, rows, low, bytes), i8x16.lt_s(bytes, none)), none),
    ) |
    (i8x16.bitmask(
      i8x16.eq(v128.or(members(goingOn, rows, low, next), i8x16.lt_s(next, none)), none),
    ) <<
      16);
  const ends = over & ~all;
  let short = ends >> 5;
  short = (ends >> 4) | ((all >> 4) & short);
  short = (ends >> 3) | ((all >> 3) & short);
  short = (ends >> 2) | ((all >> 2) & short);
  short = (ends >> 1) | ((all >> 1) & short);
  const before = unit(text, block - 1);
  const starts = digits & ~((digits << 1) | <u32>isDigit(before));
  const inWords = ~i8x16.bitmask(i8x16.eq(members(v128.load(COLUMNS, 16), rows, low, bytes), none));
  const words = (inWords << 1) | <u32>isWord(before);
  return starts & (~short | words);
}

/** The colon after a name in quotes, nearly always: `maySecretNameEnd` and all before it in `mayBeField` say no. */
function isOfJson(text: usize, at: i32): bool {
  const last = unit(text, at - 2);
  if (unit(text, at - 1) !== 34 || !isLetter(last) || (last | 32) === 119) return false;
  const next = unit(text, at + 1);
  if (next === COLON_SIGN || next === 47) return false;
  return nameEndings(slotOf(unit(text, at - 4), unit(text, at - 3), last)) === 0;
}

/** Where the last walk ended that did not find a text clean. */
export let stoppedAt = 0;

/** `Scan.walk` over `size` code units, as far as it calls no handler that could find something. */
export function walk(text: usize, size: i32, decoded: bool, names: i32): i32 {
  return walkFrom(text, 0, size, decoded, names);
}

/** The same from `from` on; the place where it ends is {@link stoppedAt}. */
export function walkFrom(text: usize, from: i32, size: i32, decoded: bool, names: i32): i32 {
  let at = from;
  // Of memory, and not made in each round.
  const rows = v128.load(ROWS);
  const columns = v128.load(COLUMNS);
  const low = v128.load(ROWS, 16);
  const beyond = v128.load(ROWS, 32);
  const dot = v128.load(ROWS, 48);
  const space = v128.load(ROWS, 64);
  const letterS = v128.load(ROWS, 80);
  const letterW = v128.load(ROWS, 96);
  const none = v128.load(ROWS, 112);
  const letterK = v128.load(ROWS, 128);
  const letterE = v128.load(ROWS, 144);
  for (let block = from & ~15; block < size; block += 16) {
    if (at >= block + 16) continue;
    const place = BYTES + MARGIN + <usize>block;
    const bytes = v128.load(place);
    // Prose is full of dots before a space, which end no prefix, of `w` that is not in `password`, and of `k` that is
    // neither in `key` nor in `token`.
    const next = v128.load(place + 1);
    const signs = v128.or(
      v128.or(
        v128.andnot(i8x16.eq(bytes, dot), i8x16.eq(next, space)),
        v128.and(i8x16.eq(bytes, letterK), i8x16.eq(next, letterE)),
      ),
      v128.and(i8x16.eq(bytes, letterW), i8x16.eq(v128.load(place - 1), letterS)),
    );
    const hits = v128.or(
      v128.or(members(columns, rows, low, bytes), signs),
      v128.and(bytes, beyond),
    );
    let bits = i8x16.bitmask(i8x16.eq(hits, none)) ^ 0xffff;
    if (bits === 0) continue;
    const digits = digitsOf(bytes);
    if (digits !== 0) bits = (bits & ~digits) | numbersAmong(text, block, digits);
    while (bits !== 0) {
      const position = block + <i32>ctz(bits);
      bits &= bits - 1;
      if (position < at) continue;
      const code = unit(text, position);
      if (code === COLON_SIGN && isOfJson(text, position)) continue;
      const action = actionOf(code);
      if (action === 0) continue;
      if (action === DISGUISE) {
        if (decoded) continue;
        stoppedAt = position;
        return DISGUISED;
      }
      const next = pass(text, position, action, size, names);
      if (next === ASK) {
        stoppedAt = position;
        return LOOK;
      }
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
    if (sign === 95) return mayEndName(text, at + 1) ? ASK : at + 1;
    if (sign === 45 && (mayBeOption(text, at) || isRegion(text, at) || mayEndName(text, at + 1)))
      return ASK;
    if (sign === 45 && unit(text, at + 1) === 45 && unit(text, at + 4) === 45)
      return passDashes(text, at);
    // What is left of `mayEndPrefix`: the work factor of a hash.
    if (sign === 36) return isDigit(unit(text, at - 1)) ? ASK : at + 1;
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
    const before = unit(text, at - 1);
    return before === 54 || (before === 81 && isDigit(unit(text, at - 2))) ? ASK : at + 1;
  }
  return action === AT_SIGN ? passAt(text, at) : ASK;
}
