/** Big-endian word of a trace id at a byte offset; comparing words in order is comparing hex text. */
export function idWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  );
}

/** Four words of a hex trace id. */
export function idWords(hex: string): [number, number, number, number] {
  const word = (at: number): number => Number.parseInt(hex.slice(at, at + 8), 16) >>> 0;
  return [word(0), word(8), word(16), word(24)];
}

const BYTE_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 32 lower-case hex digits of the trace id in row `row` of `ids`. */
export function idHex(ids: Uint32Array, row: number): string {
  let hex = '';
  for (let at = row * 4; at < row * 4 + 4; at++) {
    const word = ids[at]!;
    hex +=
      BYTE_HEX[word >>> 24]! +
      BYTE_HEX[(word >>> 16) & 0xff]! +
      BYTE_HEX[(word >>> 8) & 0xff]! +
      BYTE_HEX[word & 0xff]!;
  }
  return hex;
}

/** Order of two rows by trace id. */
export function compareIds(ids: Uint32Array, a: number, b: number): number {
  for (let word = 0; word < 4; word++) {
    const difference = ids[a * 4 + word]! - ids[b * 4 + word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Order of a row's trace id and an id in four words. */
export function compareToId(ids: Uint32Array, row: number, words: readonly number[]): number {
  for (let word = 0; word < 4; word++) {
    const difference = ids[row * 4 + word]! - words[word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The ids of `count` rows as bytes, 16 each. */
export function writeIds(
  ids: Uint32Array,
  rows: Uint32Array,
  count: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * 16);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) {
    for (let word = 0; word < 4; word++) {
      view.setUint32(i * 16 + word * 4, ids[rows[i]! * 4 + word]!);
    }
  }
  return bytes;
}

/** The first 53 bits of a row's id: a number that sorts as the id does. */
export function idPrefix(ids: Uint32Array, row: number): number {
  return ids[row * 4]! * 0x200000 + (ids[row * 4 + 1]! >>> 11);
}
