import { ACTION, ANNOUNCES, BEGINS_TOKEN, NAME_ENDINGS, WORD } from './layout';

/** The code unit `at` units after the beginning of a text at `text`. */
export function unit(text: usize, at: i32): i32 {
  return load<u16>(text + ((<usize>at) << 1));
}
export function actionOf(code: i32): i32 {
  return load<u8>(ACTION + code);
}
export function isWord(code: i32): bool {
  return load<u8>(WORD + code) !== 0;
}
export function isDigit(code: i32): bool {
  return <u32>(code - 48) < 10;
}
export function isLetter(code: i32): bool {
  return code < 128 && <u32>((code | 32) - 97) < 26;
}
export function isHex(code: i32): bool {
  return isDigit(code) || (code < 128 && <u32>((code | 32) - 97) < 6);
}
export function slotOf(first: i32, second: i32, third: i32): i32 {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}
export function endingSlot(first: i32, second: i32, third: i32): i32 {
  return ((first * 31 + second) * 31 + third) & 0x7fff;
}
export function nameEndings(slot: i32): u32 {
  return load<u32>(NAME_ENDINGS + ((<usize>slot) << 2));
}
export function beginsToken(slot: i32): bool {
  return load<u8>(BEGINS_TOKEN + slot) !== 0;
}
export function announces(slot: i32): i32 {
  return load<u8>(ANNOUNCES + slot);
}
