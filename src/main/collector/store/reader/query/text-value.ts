/** Tags of KeyValue and AnyValue: key and value, and a value that is text. */
const KEY_TAG = 0x0a;
const VALUE_TAG = 0x12;
const TEXT_TAG = 0x0a;

/**
 * Bytes of the text that an attribute has for its value and nothing else, in the order and with the lengths that
 * every exporter writes; -1 for any other value.
 *
 * @param at offset of the key, if it is one at all; `length` its bytes
 */
export function textLength(bytes: Uint8Array, at: number, length: number): number {
  if (length > 0x7f || at < 4 || bytes[at - 1] !== length || bytes[at - 2] !== KEY_TAG) return -1;
  const after = at + length;
  if (bytes[after] !== VALUE_TAG) return -1;
  const value = shortLength(bytes, after + 1);
  const valueAt = after + 1 + sizeOf(value);
  if (value < 2 || bytes[valueAt] !== TEXT_TAG) return -1;
  const text = shortLength(bytes, valueAt + 1);
  if (text < 0 || 1 + sizeOf(text) + text !== value) return -1;
  return endsWithLength(bytes, at - 2, valueAt + value - (at - 2)) ? text : -1;
}

/** A length of at most three bytes, the shortest way; -1 for any other. */
function shortLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return first;
  const second = bytes[at + 1]!;
  const two = (first & 0x7f) | ((second & 0x7f) << 7);
  if (second < 0x80) return two < 0x80 ? -1 : two;
  const third = bytes[at + 2]!;
  const three = two | (third << 14);
  return third < 0x80 && three >= 0x4000 ? three : -1;
}

function sizeOf(length: number): number {
  return length < 0x80 ? 1 : length < 0x4000 ? 2 : 3;
}

/** Whether a length, behind a tag, is what stands before an offset. */
function endsWithLength(bytes: Uint8Array, at: number, length: number): boolean {
  const size = sizeOf(length);
  const from = at - size;
  return from > 0 && bytes[from - 1]! < 0x80 && shortLength(bytes, from) === length;
}
