/**
 * Where things lie in the memory of the module, bytes. Those that the TypeScript side fills are exported.
 */

/** Code units of a text, two bytes each, after a margin of spaces. */
export const MARGIN = 64;
/** Largest record that is examined here. */
export const MAX_RECORD = 1 << 17;

const UNITS = MAX_RECORD + MARGIN + 64;

/** Of each column of the ASCII table the rows that have triggers. */
export const COLUMNS: usize = 1 << 11;
/** A bit for each row, and what else the walk compares with. */
export const ROWS: usize = COLUMNS + 16;
/** Which letters matter after or before which: eight vectors, see `triggers.ts`. */
export const PAIRS: usize = COLUMNS + 256;
/** A byte for each of 256 characters before a joint, and for those after it; see `joints.ts`. */
export const BESIDE: usize = PAIRS + 128;
/** One byte a code unit: what the scanner does at it. */
export const ACTION: usize = 1 << 12;
/** One byte a code unit: letters, digits, underscores. */
export const WORD: usize = ACTION + 65_536;
/** Two bytes a code unit: what it reads as. */
export const READS_AS: usize = WORD + 65_536;
/** One byte for each two letters: how long an IBAN of that country is, 0: there is none. */
export const IBAN_LENGTHS: usize = COLUMNS - (1 << 10);
/** Four bytes a slot of three letters. */
export const NAME_ENDINGS: usize = READS_AS + 131_072;
export const BEGINS_TOKEN: usize = NAME_ENDINGS + 131_072;
export const ANNOUNCES: usize = BEGINS_TOKEN + 32_768;
/** What the fields 0 to 15 of each kind of message are, {@link PLAN_FIELDS} bytes a kind. */
export const PLANS: usize = ANNOUNCES + 32_768;
export const PLAN_FIELDS = 16;
export const MAX_KINDS = 64;
/** Two bytes for the last three characters of a prefix: which is the first such one, from 1 on; see `joints.ts`. */
export const PREFIX_SLOTS: usize = PLANS + MAX_KINDS * PLAN_FIELDS;
/** Prefixes of tokens that end with a joint: the length in one byte, whose highest bit tells that another one of the slot
 * follows, then the characters. */
export const PREFIXES: usize = PREFIX_SLOTS + 8192;
export const PREFIX_SIZE = 16;
export const MAX_PREFIXES = 512;
/** Keys of attributes that were seen, {@link KEY_SLOTS} of {@link KEY_SLOT} bytes. */
export const KEYS: usize = PREFIXES + (MAX_PREFIXES + 1) * PREFIX_SIZE;
export const KEY_SLOTS = 2048;
/** Policy, length and flags in eight bytes, then the key. */
export const KEY_SLOT = 72;
export const MAX_KEY = 64;
/** Texts in which nothing was found, {@link TEXT_SLOTS} of {@link TEXT_SLOT} bytes: policy, length, the text. */
export const TEXTS: usize = KEYS + KEY_SLOTS * KEY_SLOT;
export const TEXT_SLOTS = 512;
export const TEXT_SLOT = 264;
export const MAX_TEXT = 256;
/**
 * Attributes that were clean, {@link ATTRIBUTE_SLOTS} of {@link ATTRIBUTE_SLOT} bytes: policy, length, from byte 16 on the
 * attribute. Slots are whole lines of the cache, an odd number of them.
 */
export const ATTRIBUTES: usize = (TEXTS + TEXT_SLOTS * TEXT_SLOT + 63) & ~63;
export const ATTRIBUTE_SLOTS = 2048;
export const ATTRIBUTE_SLOT = 320;
export const MAX_ATTRIBUTE = 256;
/** Of each of these slots four bytes of the hash of the attribute that came to it last. */
export const MARKS: usize = ATTRIBUTES + ATTRIBUTE_SLOTS * ATTRIBUTE_SLOT;
/** Fields to be looked at, {@link FOUND_SIZE} bytes each. */
export const FOUND: usize = MARKS + ATTRIBUTE_SLOTS * 4;
export const FOUND_SIZE = 16;
export const MAX_FOUND = 256;
export const CODES: usize = FOUND + MAX_FOUND * FOUND_SIZE;
export const VIEW: usize = CODES + UNITS * 2;
/** The code units of the text that is walked in a byte each, 255 for those of more, after a margin. */
export const BYTES: usize = VIEW + UNITS * 2;
export const RECORD: usize = BYTES + UNITS + MARGIN;
export const END: usize = RECORD + MAX_RECORD + 64;
