/** Stands for the second half of an id in {@link keyOf}. */
const NO_HALF = new Uint8Array(8);

/**
 * Key of a trace id in the index of a day file: a 53-bit whole number, so that it is exact as a
 * JavaScript number and small as a SQLite integer.
 *
 * The halves are folded by xor because 64-bit trace ids arrive padded with zeros on either side.
 * Different ids may share a key, and whoever wants them to finds some: readers compare the full id, and the writer does
 * not compare many.
 *
 * @param ids holds the 16-byte id at `at`.
 */
export function traceKey(ids: Uint8Array, at: number): number {
  // Halves that are equal leave nothing of each other: then one of them is all there is.
  return keyOf(ids, at, ids, at + 8) || keyOf(ids, at, NO_HALF, 0);
}

/** Key of two halves of an id, 8 bytes each. */
function keyOf(a: Uint8Array, at: number, b: Uint8Array, bAt: number): number {
  const high =
    (((a[at]! ^ b[bAt]!) & 0x1f) << 16) |
    ((a[at + 1]! ^ b[bAt + 1]!) << 8) |
    (a[at + 2]! ^ b[bAt + 2]!);
  const low =
    (((a[at + 3]! ^ b[bAt + 3]!) << 24) |
      ((a[at + 4]! ^ b[bAt + 4]!) << 16) |
      ((a[at + 5]! ^ b[bAt + 5]!) << 8) |
      (a[at + 6]! ^ b[bAt + 6]!)) >>>
    0;
  // The last byte joins too: ids that count upwards must not all share one key.
  const last = a[at + 7]! ^ b[bAt + 7]!;
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
