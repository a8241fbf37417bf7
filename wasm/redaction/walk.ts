import {
  mayBeField,
  mayBeToken,
  mayEndPrefix,
  maySecretNameEnd,
  endsPrefix,
  numberOrSkip,
} from './cheap-tests';
import {
  ASK,
  endsToken,
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
import { actionOf, isDigit, unit } from './units';

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

/** Bits of 16 code units for which there is an action, or that are beyond ASCII. */
function triggers(text: usize, at: i32): i32 {
  const from = text + ((<usize>at) << 1);
  const most = i16x8.splat(255);
  const low = i16x8.min_u(v128.load(from), most);
  const high = i16x8.min_u(v128.load(from, 16), most);
  const bytes = i8x16.narrow_i16x8_u(low, high);
  // A bit for each row of the ASCII table that has triggers, and in which of its columns they are.
  const rows = i8x16(0, 1, 2, 4, 8, 16, 0, 32, 64, 64, 64, 64, 64, 64, 64, 64);
  const columns = v128.load(COLUMNS);
  const hits = v128.and(
    i8x16.swizzle(rows, i8x16.shr_u(bytes, 4)),
    i8x16.swizzle(columns, v128.and(bytes, i8x16.splat(15))),
  );
  return i8x16.bitmask(i8x16.ne(hits, i8x16.splat(0)));
}

/**
 * Rows of ASCII with triggers are 1 to 5 and 7; everything beyond ASCII is looked up by itself. False when the table
 * has one in another row.
 */
export function prepareTriggers(): bool {
  for (let column = 0; column < 16; column++) {
    let bits = 64;
    for (let row = 0; row < 8; row++) {
      if (actionOf(row * 16 + column) === 0) continue;
      if (row === 0 || row === 6) return false;
      bits |= row < 6 ? 1 << (row - 1) : 32;
    }
    store<u8>(COLUMNS + column, <u8>bits);
  }
  return true;
}

/** `Scan.walk` over `size` code units, as far as it calls no handler that could find something. */
export function walk(text: usize, size: i32, decoded: bool, names: i32): i32 {
  let at = 0;
  for (let block = 0; block < size; block += 16) {
    if (at >= block + 16) continue;
    let bits = triggers(text, block);
    while (bits !== 0) {
      const position = block + ctz(bits);
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
    if (!mayEndPrefix(text, at)) return at + 1;
    if (endsPrefix(text, at) && endsToken(text, at)) return ASK;
    const sign = unit(text, at);
    if (sign === 45 && unit(text, at + 1) === 45 && unit(text, at + 4) === 45)
      return passDashes(text, at);
    return sign === 46 && unit(text, at + 7) === 46 ? passDot(text, at) : at + 1;
  }
  if (action === DIGIT) {
    const next = numberOrSkip(text, at);
    return next < 0 ? ~next : passNumber(text, at, names);
  }
  if (action === COLON) return mayBeField(text, at) ? passColon(text, at, size) : at + 1;
  if (action === EQUALS) return maySecretNameEnd(text, at) ? ASK : at + 1;
  if (action === LETTER) return mayBeToken(text, at) ? passLetter(text, at) : at + 1;
  if (action === BRACKET) return passBracket(text, at);
  if (action === PLUS) return passPlus(text, at);
  if (action === PERCENT) {
    return unit(text, at + 1) === 52 && unit(text, at + 2) === 48 ? ASK : at + 1;
  }
  if (action === TILDE) {
    return unit(text, at - 1) === 81 && isDigit(unit(text, at - 2)) ? ASK : at + 1;
  }
  return action === AT_SIGN ? passAt(text, at) : ASK;
}
