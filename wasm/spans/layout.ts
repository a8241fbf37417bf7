/** Where things lie in the memory of the module, bytes. Those that the TypeScript side reads or fills are exported. */

/** Largest span that is read here. */
export const MAX_SPAN = 1 << 17;
/** Most attributes of a span that is read here, and most other parts of it. */
export const MAX_ATTRIBUTES = 1024;
export const MAX_PARTS = 256;

/** Numbers of a span, four bytes each; see `FIELD` in `span-scan.ts`. */
export const FIELDS: usize = 1024;
/** Of each attribute that was not seen before its hash, four bytes. */
export const HASHES: usize = FIELDS + 128;
/** Of each attribute with a known key {@link KNOWN_SIZE} bytes. */
export const KNOWN: usize = HASHES + MAX_ATTRIBUTES * 4;
export const KNOWN_SIZE = 16;
/** Of each part that is left to the caller where it begins and ends, four bytes each. */
export const PARTS: usize = KNOWN + MAX_ATTRIBUTES * KNOWN_SIZE;
/** Known keys: open addressing by hash, {@link KEY_SLOT} bytes each: number + 1, hash, length, the key. */
export const KEYS: usize = PARTS + MAX_PARTS * 8;
export const KEY_SLOT = 80;
export const MAX_KEY = 64;
export const KEY_SLOTS = 1024;
/** Hashes that came before, four bytes each; see {@link SEEN_SLOTS}. */
export const SEEN: usize = KEYS + KEY_SLOTS * KEY_SLOT;
/** A power of two: of 512 spans some two thousand attributes differ. */
export const SEEN_SLOTS = 4096;
export const SPAN: usize = SEEN + SEEN_SLOTS * 4;
/** Words are read beyond the end of a span. */
export const END: usize = SPAN + MAX_SPAN + 64;
