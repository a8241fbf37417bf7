import { mayBeField, mayBeToken, numberOrSkip } from './cheap-tests';
import { isQuotedSign } from './quoted-tests';
import {
  ASK,
  mayBeEncodedAt,
  passAt,
  passBracket,
  passColon,
  passLetter,
  passPlus,
} from './handlers';
import { mayJoin, passJoint } from './joints';
import { BYTES, COLUMNS, MARGIN, PAIRS, ROWS } from './layout';
import { passNumber } from './numbers';
import { pairs } from './triggers';
import { actionOf, isDigit, isLetter, nameEndings, slotOf, unit } from './units';
import { maySecretNameEnd } from './secret-name-tests';

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
  const none = v128.load(ROWS, 48);
  for (let block = from & ~15; block < size; block += 16) {
    if (at >= block + 16) continue;
    const place = BYTES + MARGIN + <usize>block;
    const bytes = v128.load(place);
    // Prose is full of capitals, of `k` that is neither in `key` nor in `token`, and of dots before a space.
    const lows = v128.and(bytes, low);
    const highs = v128.and(i16x8.shr_u(bytes, 4), low);
    const hits = v128.or(
      v128.or(
        v128.and(i8x16.relaxed_swizzle(rows, highs), i8x16.relaxed_swizzle(columns, lows)),
        v128.or(
          pairs(PAIRS, lows, highs, v128.load(place + 1), low),
          pairs(PAIRS + 64, lows, highs, v128.load(place - 1), low),
        ),
      ),
      v128.and(bytes, beyond),
    );
    let bits = i8x16.bitmask(i8x16.eq(hits, none)) ^ 0xffff;
    while (bits !== 0) {
      const position = block + <i32>ctz(bits);
      bits &= bits - 1;
      if (position < at) continue;
      const code = unit(text, position);
      if (code === COLON_SIGN && isOfJson(text, position)) continue;
      const action = actionOf(code);
      if (action === JOINT && !mayJoin(position, code)) continue;
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
  if (action === JOINT) return passJoint(text, at);
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
