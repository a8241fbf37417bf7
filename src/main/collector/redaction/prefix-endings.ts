import { TOKEN_FORMATS, WORD_TOKENS } from './secret-tokens.ts';

/** A slot for the last or the first three characters of a token's prefix; others may share it. */
export function endingSlot(first: number, second: number, third: number): number {
  return ((first * 31 + second) * 31 + third) & 0x7fff;
}

/** 1 for a slot that the prefix of a known token has. */
export const ENDS_PREFIX = new Uint8Array(1 << 15);
for (const { prefix } of TOKEN_FORMATS) {
  const [first, second, third] = Buffer.from(prefix.slice(-3), 'latin1');
  ENDS_PREFIX[endingSlot(first!, second!, third!)] = 1;
}

/** 1 for a slot that the first three characters of a token without a joint have. */
export const BEGINS_TOKEN = new Uint8Array(1 << 15);
for (const { prefix } of WORD_TOKENS) {
  const [first, second, third] = Buffer.from(prefix, 'latin1');
  BEGINS_TOKEN[endingSlot(first!, second!, third!)] = 1;
}
