import { hashBytes } from './attribute-hash.ts';

/** Apart from the seeds of attribute keys. */
const LINK_SEED = 0x6c1d9a35;

/** Hash of the 16-byte trace id that a span link names, in the filter of a segment beside those of attributes. */
export function linkHash(bytes: Uint8Array, at: number): number {
  return hashBytes(bytes, at, at + 16, LINK_SEED);
}

/**
 * In the filter of every segment whose links are in it too: what has these and not a link's hash has no such link.
 * Segments written before have neither. Two, as one would be there by chance in 0.8 % of those.
 */
export const LINKS_HASHED: readonly number[] = [0x3b9f6e21, 0x51c07d8b];
