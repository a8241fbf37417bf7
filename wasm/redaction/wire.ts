/** Reading protobuf, for messages that are as every known exporter writes them; all else is {@link BROKEN}. */
export const BROKEN: usize = 0;

/** The value of the varint that {@link readVarint} read. */
export let value: u64 = 0;
/** Where the content begins and ends that {@link readDelimited} read. */
export let contentStart: usize = 0;
export let contentEnd: usize = 0;

/** Reads a varint in as few bytes as it can have; where it ends. */
export function readVarint(from: usize, to: usize): usize {
  let at = from;
  let result: u64 = 0;
  for (let shift: u64 = 0; shift < 63; shift += 7) {
    if (at >= to) return BROKEN;
    const byte = <u64>load<u8>(at++);
    result |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      if (byte === 0 && shift > 0) return BROKEN;
      value = result;
      return at;
    }
  }
  return BROKEN;
}

/** Reads a length and what is as long; where that ends. */
export function readDelimited(from: usize, to: usize): usize {
  const start = readVarint(from, to);
  if (start === BROKEN || value > <u64>(to - start)) return BROKEN;
  contentStart = start;
  contentEnd = start + <usize>value;
  return contentEnd;
}
