import { TOKEN_FORMATS } from './secret-tokens.ts';

/** A slot for the last three characters of a token's prefix; others may share it. */
export function endingSlot(first: number, second: number, third: number): number {
  return ((first * 31 + second) * 31 + third) & 0x7fff;
}

/** 1 for a slot that the prefix of a known token has. */
export const ENDS_PREFIX = new Uint8Array(1 << 15);
for (const { prefix } of TOKEN_FORMATS) {
  const [first, second, third] = Buffer.from(prefix.slice(-3), 'latin1');
  ENDS_PREFIX[endingSlot(first!, second!, third!)] = 1;
}
