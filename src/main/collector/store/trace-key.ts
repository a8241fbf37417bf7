/**
 * Key of a trace id in the index of a day file: a 53-bit whole number, so that it is exact as a
 * JavaScript number and small as a SQLite integer.
 *
 * The halves are folded by xor because 64-bit trace ids arrive padded with zeros on either side.
 * Different ids may share a key; readers compare the full id.
 *
 * @param ids holds the 16-byte id at `at`.
 */
export function traceKey(ids: Uint8Array, at: number): number {
  const high =
    (((ids[at]! ^ ids[at + 8]!) & 0x1f) << 16) |
    ((ids[at + 1]! ^ ids[at + 9]!) << 8) |
    (ids[at + 2]! ^ ids[at + 10]!);
  const low =
    (((ids[at + 3]! ^ ids[at + 11]!) << 24) |
      ((ids[at + 4]! ^ ids[at + 12]!) << 16) |
      ((ids[at + 5]! ^ ids[at + 13]!) << 8) |
      (ids[at + 6]! ^ ids[at + 14]!)) >>>
    0;
  // The last byte joins too: ids that count upwards must not all share one key.
  const last = ids[at + 7]! ^ ids[at + 15]!;
  return high * 0x100000000 + ((low ^ Math.imul(last, 0x9e3779b1)) >>> 0);
}

/** Parses 32 hex digits. */
export function traceIdBytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** Whether the 16-byte ids at two places are equal. */
export function sameTraceId(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): boolean {
  for (let i = 0; i < 16; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}
