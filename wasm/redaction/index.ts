import { isAddress, isCleanAttribute, isCleanValue, isNewKey } from './attributes';
import { isClean, setStrict } from './examine';
import { keySlot, rememberKey as remember } from './keys';
import { rememberText as rememberClean } from './known-texts';
import {
  CODES,
  END,
  FOUND,
  FOUND_SIZE,
  MAX_FOUND,
  PLAN_FIELDS,
  PLANS,
  RECORD,
  VIEW,
} from './layout';
import { narrow, prepareMargins, viewText } from './load';
import { prepareJoints } from './joints';
import { prepareTriggers } from './triggers';
import { CLEAN, stoppedAt, walkFrom } from './walk';
import { BROKEN, contentStart, readDelimited, readVarint, value } from './wire';

export {
  ACTION,
  ANNOUNCES,
  BEGINS_TOKEN,
  CODES,
  FOUND,
  IBAN_LENGTHS,
  MAX_FOUND,
  MAX_RECORD,
  NAME_ENDINGS,
  PLANS,
  PREFIX_SLOTS,
  PREFIXES,
  READS_AS,
  RECORD,
  VIEW,
  WORD,
} from './layout';

/**
 * Tells which fields of a record redaction need not look at: one pass over the bytes, sixteen at a time, that stops at
 * the first thing in a text that `src/main/collector/redaction` would have to judge. All it says is "nothing would be
 * found here", and only where that is certain.
 */

/** What a field of a message is; the table is made of `message-fields.ts`. */
const KEEP = 0;
const TEXT = 1;
const ATTRIBUTE = 2;
const ANY = 3;
/** Nothing is known of it here. */
const UNKNOWN_FIELD = 4;
/** Identifiers of 8 and of 16 bytes. */
const SPAN_ID = 5;
const TRACE_ID = 6;
/** And the kinds of messages in it, from here on. */
const MESSAGE = 8;

/** Packed numbers are at most this long. */
const MAX_KEPT = 4096;
/** In the number of a field that was found: an attribute whose key was not seen yet. */
const NEW_KEY = 1 << 16;
/** And one whose value is an IPv4 address. */
const ADDRESS = 1 << 17;
/** Above it is which of the keys that are remembered an attribute has. */
const KEY_SHIFT = 18;
/** The record must be looked at as a whole. */
const WHOLE = -1;

/** Gets the memory, once, before the tables are written. */
export function prepare(): void {
  const pages = <i32>((END + 0xffff) >> 16);
  const missing = pages - memory.size();
  if (missing > 0) memory.grow(missing);
  prepareMargins();
}

/** After the tables are written. */
export function start(): void {
  prepareTriggers();
  prepareJoints();
}

function plan(kind: i32, field: i32): i32 {
  return field < PLAN_FIELDS ? load<u8>(PLANS + kind * PLAN_FIELDS + field) : UNKNOWN_FIELD;
}

function isCleanField(plan: i32, from: usize, to: usize, policy: i32): bool {
  if (plan === ATTRIBUTE) return isCleanAttribute(from, to, policy);
  if (plan === TEXT) return isClean(from, to, 0, policy);
  if (plan === SPAN_ID) return to - from === 8;
  if (plan === TRACE_ID) return to - from === 16;
  if (plan === KEEP) return <i32>(to - from) <= MAX_KEPT;
  if (plan === ANY) return isCleanValue(from, to, 0, policy, 0);
  return plan >= MESSAGE && message(plan - MESSAGE, from, to, policy, false) === 0;
}

/**
 * How many fields of the message must be looked at; with `notes` they are written to {@link FOUND}. {@link WHOLE} when
 * that cannot be told field by field.
 */
function message(kind: i32, from: usize, to: usize, policy: i32, notes: bool): i32 {
  let count = 0;
  let at = from;
  while (at < to) {
    const begin = at;
    at = readVarint(at, to);
    if (at === BROKEN || value < 8 || value > 0xffff) return WHOLE;
    const tag = <i32>value;
    switch (tag & 7) {
      case 0:
        at = readVarint10(at, to);
        break;
      case 1:
        at += 8;
        break;
      case 5:
        at += 4;
        break;
      case 2: {
        at = readDelimited(at, to);
        if (at === BROKEN) return WHOLE;
        const start = contentStart;
        const what = plan(kind, tag >> 3);
        if (isCleanField(what, start, at, policy)) continue;
        if (!notes) return 1;
        if (count === MAX_FOUND) return WHOLE;
        const found = FOUND + <usize>count * FOUND_SIZE;
        store<u32>(found, <u32>(begin - RECORD));
        store<u32>(found, <u32>(start - RECORD), 4);
        store<u32>(found, <u32>(at - RECORD), 8);
        store<u32>(found, what === ATTRIBUTE ? attributeNumber(tag >> 3) : tag >> 3, 12);
        count++;
        break;
      }
      default:
        return WHOLE;
    }
    if (at === BROKEN || at > to) return WHOLE;
  }
  return count;
}

/** What is told of the attribute that was looked at last. */
function attributeNumber(field: i32): i32 {
  if (isNewKey) return field | NEW_KEY;
  return isAddress ? field | ADDRESS | (keySlot << KEY_SHIFT) : field;
}

/** Skips a varint of up to ten bytes. */
function readVarint10(from: usize, to: usize): usize {
  for (let at = from; at < to && at < from + 10; at++) if (load<u8>(at) < 0x80) return at + 1;
  return BROKEN;
}

/**
 * Examines the record of `size` bytes at {@link RECORD}: how many of its fields must be looked at, see `message`. With
 * `strict` texts that are not read as they lie there are among them.
 */
export function examine(kind: i32, size: i32, policy: i32, strict: bool): i32 {
  setStrict(strict);
  return message(kind, RECORD, RECORD + <usize>size, policy, true);
}

/** Remembers what a policy says of the key at these bytes of the record; where, or -1 for one that is too long. */
export function rememberKey(from: i32, to: i32, policy: i32, flags: i32): i32 {
  return remember(RECORD + <usize>from, RECORD + <usize>to, policy, flags) ? keySlot : -1;
}

/** Remembers that nothing was found in the text at these bytes of the record. */
export function rememberText(from: i32, to: i32, policy: i32): void {
  rememberClean(RECORD + <usize>from, RECORD + <usize>to, policy);
}

/** True when nothing can be in the text of `size` bytes at {@link RECORD}. */
export function isCleanText(size: i32, flags: i32, policy: i32): bool {
  setStrict(false);
  return isClean(RECORD, RECORD + <usize>size, flags, policy);
}

/** Decodes the text of `size` code units at `CODES` into `VIEW`; returns how many it has there. */
export function decode(size: i32): i32 {
  return viewText(size);
}

/**
 * The first place from `from` on at which the scanner must look, of the `size` code units that it wrote after the margin of
 * `CODES`, or of `VIEW` for a text that is decoded; `size` when there is none.
 * A text is asked about from 0 on first.
 */
export function nextPlace(from: i32, size: i32, decoded: bool, names: i32): i32 {
  const text = (decoded ? VIEW : CODES) + 128;
  if (from === 0) narrow(text, size);
  return walkFrom(text, from, size, decoded, names) === CLEAN ? size : stoppedAt;
}
