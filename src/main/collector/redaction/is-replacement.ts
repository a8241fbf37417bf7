/** Longer values are none. */
const MAX_LENGTH = 64;
/** A template with the name of a kind, a pseudonym or a mask, also with the name of a cookie or without its last bracket. */
const REPLACEMENT =
  /^(?:[\w.-]{1,40}=)?(?:\[(?:[A-Z_]{2,24}:)?[A-Z_]{2,24}(?::[a-z]{12})?\]?|<[A-Z_]{2,24}>|\*{4}[\w.=-]{0,4})$/;

/** True for what an earlier pass put in place of a value: what was redacted stays as it is in the next one. */
export function isReplacement(text: string, start: number, end: number): boolean {
  return end - start <= MAX_LENGTH && REPLACEMENT.test(text.slice(start, end));
}
