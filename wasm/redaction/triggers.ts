import { COLUMNS, PAIRS, ROWS } from './layout';
import { actionOf } from './units';

/**
 * Which of sixteen characters the walk has to look at. Tables are by the two halves of a byte: an ASCII character is in a
 * set where a table of its lower half and one of its upper half have a bit in common.
 */

/**
 * Characters whose halves these are, where the one beside each is in the set that goes with its own.
 *
 * Relaxed lookups are one instruction each; processors differ only at indexes above fifteen, which halves never are.
 */
export function pairs(table: usize, lows: v128, highs: v128, beside: v128, low: v128): v128 {
  return v128.and(
    v128.and(
      i8x16.relaxed_swizzle(v128.load(table), lows),
      i8x16.relaxed_swizzle(v128.load(table, 16), highs),
    ),
    v128.and(
      i8x16.relaxed_swizzle(v128.load(table, 32), v128.and(beside, low)),
      i8x16.relaxed_swizzle(v128.load(table, 48), v128.and(i16x8.shr_u(beside, 4), low)),
    ),
  );
}

/** Makes the tables of the walk and of {@link pairs}. */
export function prepareTriggers(): void {
  v128.store(ROWS, i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
  v128.store(ROWS, i8x16.splat(15), 16);
  v128.store(ROWS, i8x16.splat(-128), 32);
  v128.store(ROWS, i8x16.splat(0), 48);
  preparePairs();
  for (let code = 0; code < 128; code++) {
    const column = COLUMNS + (code & 15);
    const row: i32 = 1 << (code >> 4);
    const action = actionOf(code);
    const isAlone = action !== 0 && action !== LETTER && code !== DOT;
    if (isAlone) store<u8>(column, load<u8>(column) | <u8>row);
  }
}

const LETTER = 8;
const DOT = 46;
const LATER = PAIRS + 64;

function put(table: usize, bit: i32, code: i32): void {
  setHalf(table, bit, code & 15);
  setHalf(table + 16, bit, code >> 4);
}

function setHalf(table: usize, bit: i32, half: i32): void {
  store<u8>(table + half, load<u8>(table + half) | ((<u8>1) << (<u8>bit)));
}

/** The letter matters before, or after, this one; what shares a bit shares all of it. */
function pair(table: usize, bit: i32, letter: i32, beside: i32): void {
  put(table, bit, letter);
  put(table + 32, bit, beside);
}

/** The tests at the beginning of `mayBeToken` and of what they call. */
function preparePairs(): void {
  pair(PAIRS, 0, 84, 111); // To
  pair(PAIRS, 1, 75, 101); // Ke, Se, ke
  pair(PAIRS, 1, 83, 101);
  pair(PAIRS, 1, 107, 101);
  pair(PAIRS, 2, 66, 97); // Ba, Be
  pair(PAIRS, 2, 66, 101);
  pair(PAIRS, 3, 73, 65); // IA, IN, JQ
  pair(PAIRS, 3, 73, 78);
  pair(PAIRS, 3, 74, 81);
  pair(PAIRS, 4, 87, 79); // WO, [a
  pair(PAIRS, 4, 91, 97);
  pair(PAIRS, 4, 91, 65);
  pair(PAIRS, 5, 90, 68); // ZD, za
  pair(PAIRS, 5, 122, 97);
  pair(PAIRS, 5, 122, 65);
  // A dot, and anything but a space, which has other halves.
  put(PAIRS, 6, DOT);
  put(PAIRS, 7, DOT);
  for (let half = 0; half < 16; half++) {
    if (half !== 0) setHalf(PAIRS + 32, 6, half);
    setHalf(PAIRS + 48, 6, half);
    setHalf(PAIRS + 32, 7, half);
    if (half !== 2) setHalf(PAIRS + 48, 7, half);
  }
  pair(LATER, 0, 73, 65); // AI, AS, yJ
  pair(LATER, 0, 74, 121);
  pair(LATER, 0, 83, 65);
  pair(LATER, 1, 114, 99); // cr, hr
  pair(LATER, 1, 114, 104);
  pair(LATER, 2, 75, 83); // SK, lK
  pair(LATER, 2, 75, 108);
  pair(LATER, 3, 83, 123); // {S
  pair(LATER, 4, 66, 66); // BB, BY, bY
  pair(LATER, 4, 89, 66);
  pair(LATER, 4, 89, 98);
  pair(LATER, 5, 119, 115); // sw, pw, nw
  pair(LATER, 5, 119, 110);
  pair(LATER, 5, 119, 112);
  pair(LATER, 6, 117, 97); // au
  pair(LATER, 7, 113, 101); // eq
}
