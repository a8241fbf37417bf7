/** Longer values are none. */
const MAX_LENGTH = 64;
/** A template with the name of a kind, a pseudonym or a mask, also with the name of a cookie or without its last bracket. */
const REPLACEMENT =
  /^(?:[\w.-]{1,40}=)?(?:\[(?:[A-Z_]{2,24}:)?[A-Z_]{2,24}(?::[a-z]{12})?\]?|<[A-Z_]{2,24}>|\*{4}[\w.=-]{0,4})$/;

/** True for what stands for a secret, whatever its rule says. */
export const isNoSecret = (rule: string, text: string, start: number, end: number): boolean =>
  isReplacement(text, start, end) || isFilled(rule, text, start, end);

/** True for what an earlier pass put in place of a value: what was redacted stays as it is in the next one. */
function isReplacement(text: string, start: number, end: number): boolean {
  return end - start <= MAX_LENGTH && REPLACEMENT.test(text.slice(start, end));
}

/** An `x` many times, or zeros, after the prefix of several vendors. */
const FILLED = /^sk-[a-z0-9-]{0,13}?[xX0-]{12,}$/;
const MAX_FILLED = 256;

/** True for what documentation puts for a token: `sk-xxxxxxxxxxxxxxxx`. A password may be of one letter. */
function isFilled(rule: string, text: string, start: number, end: number): boolean {
  if (end - start > MAX_FILLED || rule.endsWith('password')) return false;
  // Others end in two different characters nearly always.
  return text[end - 1] === text[end - 2] && FILLED.test(text.slice(start, end));
}
