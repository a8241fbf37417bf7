import { WORD } from './code-units.ts';
import { TOKEN_FORMATS } from './secret-tokens.ts';
import { WORD_TOKENS } from './word-tokens.ts';

/** A slot for the last or the first three characters of a token's prefix; others may share it. */
export function endingSlot(first: number, second: number, third: number): number {
  return ((first * 31 + second) * 31 + third) & 0x7fff;
}

/** By the last three characters of a prefix: `WHOLE` where they are all of one, `LONGER` where not. */
const ENDS_PREFIX = new Uint8Array(1 << 15);
const WHOLE = 1;
const LONGER = 2;
/** 1 for the last four characters of a prefix, see {@link endingSlot}. */
const ENDS_LONGER = new Uint8Array(1 << 15);
for (const { prefix } of TOKEN_FORMATS) {
  const [fourth, first, second, third] = Buffer.from(prefix.padStart(4).slice(-4), 'latin1');
  const slot = endingSlot(first!, second!, third!);
  ENDS_PREFIX[slot]! |= prefix.length > 3 ? LONGER : WHOLE;
  if (prefix.length > 3) ENDS_LONGER[(slot + fourth! * 97) & 0x7fff] = 1;
}

/** True when the prefix of a known token ends at `at` of `codes`, as far as four characters tell. */
export function endsPrefix(codes: Uint16Array, at: number): boolean {
  const slot = endingSlot(codes[at - 2]!, codes[at - 1]!, codes[at]!);
  const found = ENDS_PREFIX[slot]!;
  if (found === 0) return false;
  const fourth = codes[at - 3]!;
  if ((found & WHOLE) !== 0 && WORD[fourth] === 0) return true;
  return (found & LONGER) !== 0 && ENDS_LONGER[(slot + fourth * 97) & 0x7fff] === 1;
}

/** 1 for a slot that the first three characters of a token without a joint have. */
export const BEGINS_TOKEN = new Uint8Array(1 << 15);
for (const { prefix } of WORD_TOKENS) {
  const [first, second, third] = Buffer.from(prefix, 'latin1');
  BEGINS_TOKEN[endingSlot(first!, second!, third!)] = 1;
}
